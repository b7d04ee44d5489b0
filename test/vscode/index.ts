/** Runs the suite in Mocha inside VS Code's extension host and writes a report for `npm test`. */
import type Mocha from 'mocha';
import { extensions, Uri, workspace } from 'vscode';

interface FailedTest {
  readonly title: string;
  readonly message: string;
}

/**
 * @param tests each loads a `*.test.ts` of this folder.
 * @param report path of the report in the extension's folder.
 */
export async function runTests(
  MochaHere: typeof Mocha,
  tests: readonly (() => Promise<unknown>)[],
  report: string,
): Promise<void> {
  const text: string[] = [];
  MochaHere.reporters.Base.consoleLog = (format = '', ...details) => text.push(filledIn(format, details));
  const mocha = new MochaHere({ ui: 'tdd', timeout: 120_000, reporter: 'spec' });
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  for (const load of tests) await load();
  const failedTests: FailedTest[] = [];
  const { passes, failures } = await new Promise<Mocha.Stats>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats!));
    runner.on('fail', (test, error: Error) => failedTests.push({ title: test.fullTitle(), message: error.message }));
  });
  await leave(report, {
    numPassedTests: passes,
    numFailedTests: failures,
    failedTests,
    text: text.join('\n'),
  });
  if (failures > 0) throw new Error(`${failures} tests failed`);
}

/** Mocha's reporter prints as `console.log` does. */
function filledIn(format: string, details: readonly unknown[]): string {
  const left = [...details];
  return format.replaceAll(/%[sd]/g, (index) => (left.length > 0 ? `${left.shift()}` : index));
}

async function leave(index: string, report: object): Promise<void> {
  const { extensionUri } = extensions.getExtension('backprop-lens.backprop-lens')!;
  await workspace.fs.writeFile(Uri.joinPath(extensionUri, index), new TextEncoder().encode(JSON.stringify(report)));
}
