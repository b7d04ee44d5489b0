/**
 * Runs every test and ends with a line that counts them: `npm test`. With `-- --thorough`, slow properties
 * are tried on five times as many generated cases, and each screenshot is taken in four themes.
 */
import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { ensureChromium, ensureNeovim, ensurePyTorch } from './debian.ts';
import { dist, type HostKind, root, suiteReportPath } from './paths.ts';
import { run, runForExitCode } from './run.ts';
import { installVSCode } from './vscode/install.ts';

interface TestRunner {
  readonly name: string;
  readonly command: readonly string[];
  /** File to which the runner writes the numbers of passed and failed tests. */
  readonly report: string;
}

interface TestCount {
  readonly passed: number;
  readonly failed: number;
  /** Tests that this machine lacks the tools for, such as PyTorch; none in CI. */
  readonly skipped: number;
}

interface RunnerResult extends TestCount {
  readonly name: string;
  readonly failures: readonly FailedTest[];
}

interface Run {
  readonly result: RunnerResult;
  /** What was not printed while it ran. */
  readonly output: Uint8Array;
  /** In milliseconds. */
  readonly duration: number;
}

interface FailedTest {
  readonly title: string;
  readonly message: string;
}

/** The report of Mocha in VS Code, which lists `failedTests`, or of Vitest, which has all tests by file. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests?: number;
  readonly failedTests?: readonly FailedTest[];
  readonly testResults?: readonly {
    readonly name: string;
    readonly status: string;
    /** Why the file could not be loaded. */
    readonly message: string;
    readonly assertionResults: readonly {
      readonly title: string;
      readonly status: string;
      readonly failureMessages: readonly string[] | null;
    }[];
  }[];
}

/** Groups that run one after another. The suites in VS Code share no port, profile or folder, and each keeps about one core busy. */
const runnerGroups: readonly (readonly TestRunner[])[] = [
  [vitestRunner('unit tests', 'unit')],
  [
    suiteRunner('tests inside VS Code', 'node'),
    suiteRunner('tests inside VS Code for the web', 'web'),
    suiteRunner('tests inside VS Code in an untrusted folder', 'restricted'),
    suiteRunner('tests inside VS Code for the web in an untrusted folder', 'restrictedWeb'),
  ],
  [vitestRunner('tests on the screen of VS Code', 'screen')],
];

function vitestRunner(name: string, project: string): TestRunner {
  const report = join(dist, 'test', `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, command: ['vitest', 'run', '--project', project, ...reporters], report };
}

function suiteRunner(name: string, host: HostKind): TestRunner {
  return { name, command: ['node', 'scripts/vscode/suite.ts', host], report: suiteReportPath(host) };
}

/** Runs a group side by side. The first prints as it runs, each other one after those before it have ended. */
async function runGroup(group: readonly TestRunner[]): Promise<readonly RunnerResult[]> {
  const runs = group.map((runner, index) => runTests(runner, index === 0));
  const results: RunnerResult[] = [];
  for (const [index, { name, command }] of group.entries()) {
    console.log(`\n=== ${name}: ${command.join(' ')}`);
    const { result, output, duration } = await runs[index]!;
    process.stdout.write(output);
    console.log(`=== ${name}: ${Math.round(duration / 1000)} s`);
    results.push(result);
  }
  return results;
}

async function runTests({ name, command, report }: TestRunner, printsAsItRuns: boolean): Promise<Run> {
  await rm(report, { force: true });
  const [program, ...args] = command;
  const chunks: Buffer[] = [];
  const startedAt = performance.now();
  const exitCode = await runForExitCode(program!, args, printsAsItRuns ? undefined : (chunk) => chunks.push(chunk));
  const duration = performance.now() - startedAt;
  const output = Buffer.concat(chunks);
  const result = { name, ...(await readResult(report)) };
  // A runner that crashes or finds no tests counts as a failure.
  const isBroken = result.failed === 0 && (exitCode !== 0 || result.passed === 0);
  if (!isBroken) return { result, output, duration };
  const crash = { title: command.join(' '), message: `ended with exit code ${exitCode}` };
  return { result: { ...result, failed: 1, failures: [...result.failures, crash] }, output, duration };
}

async function readResult(path: string): Promise<Omit<RunnerResult, 'name'>> {
  try {
    const report: Report = JSON.parse(await readFile(path, 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests ?? 0,
      failures: failuresIn(report),
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [] };
  }
}

function failuresIn({ failedTests = [], testResults = [] }: Report): readonly FailedTest[] {
  const failed = testResults.filter(({ status }) => status === 'failed');
  const inFiles = failed.flatMap(({ name, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ title, failureMessages }) => ({ title: `${file}: ${title}`, message: failureMessages?.[0] ?? '' }));
    return tests.length > 0 ? tests : [{ title: file, message: message || 'The process that ran this file crashed.' }];
  });
  return [...failedTests, ...inFiles];
}

async function prepareEnvironment(): Promise<void> {
  await ensureChromium();
  if (process.env.CI) {
    await ensurePyTorch();
    await ensureNeovim();
  }
  await installVSCode();
  await run('npm', ['run', '--silent', 'package']);
}

await prepareEnvironment().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

if (process.argv.includes('--thorough')) process.env.THOROUGH_TESTS = 'true';
// The tests on the screen install the package that was made above.
process.env.VSIX_IS_CURRENT = 'true';
const results: RunnerResult[] = [];
for (const group of runnerGroups) results.push(...(await runGroup(group)));

console.log();
for (const { title, message } of results.flatMap(({ failures }) => failures)) {
  console.log(`FAILED ${title}\n  ${message.split('\n', 3).join('\n  ')}`);
}
for (const result of results) console.log(`${result.name}: ${countText(result)}`);
const total = (key: keyof TestCount) => results.reduce((running, result) => running + result[key], 0);
console.log(`\n${countText({ passed: total('passed'), failed: total('failed'), skipped: total('skipped') })}`);
process.exitCode = total('failed') === 0 ? 0 : 1;

function countText({ passed, failed, skipped }: TestCount): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
