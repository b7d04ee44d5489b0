/**
 * Runs every test, stage by stage, and ends with a line that counts them: `npm test`. With `-- --thorough`, slow properties
 * are tried on five times as many generated cases, and each screenshot is taken in four themes.
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureChromium, ensureNeovim, ensurePyTorch } from './debian.ts';
import { dist, suiteReportPath } from './paths.ts';
import { run, runForExitCode } from './run.ts';
import { installVSCode } from './vscode/install.ts';

interface TestStage {
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

const stages: readonly TestStage[] = [
  vitestStage('unit tests', 'unit'),
  { name: 'tests inside VS Code', command: ['node', 'scripts/vscode/suite.ts'], report: suiteReportPath('node') },
  {
    name: 'tests inside VS Code for the web',
    command: ['node', 'scripts/vscode/suite.ts', 'web'],
    report: suiteReportPath('web'),
  },
  vitestStage('tests on the screen of VS Code', 'screen'),
];

function vitestStage(name: string, project: string): TestStage {
  const report = join(dist, 'test', `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, command: ['vitest', 'run', '--project', project, ...reporters], report };
}

async function runStage({ name, command, report }: TestStage): Promise<TestCount> {
  console.log(`\n=== ${name}: ${command.join(' ')}`);
  await rm(report, { force: true });
  const [program, ...args] = command;
  const startedAt = performance.now();
  const exitCode = await runForExitCode(program!, args);
  console.log(`=== ${name}: ${Math.round((performance.now() - startedAt) / 1000)} s`);
  const count = await readCount(report);
  // A runner that crashes or finds no tests counts as a failure.
  const isBroken = count.failed === 0 && (exitCode !== 0 || count.passed === 0);
  return isBroken ? { ...count, failed: 1 } : count;
}

async function readCount(report: string): Promise<TestCount> {
  try {
    const { numPassedTests, numFailedTests, numPendingTests = 0 } = JSON.parse(await readFile(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
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
const counts: TestCount[] = [];
for (const stage of stages) counts.push(await runStage(stage));

console.log();
for (const [index, { name }] of stages.entries()) console.log(`${name}: ${countText(counts[index]!)}`);
const total = (key: keyof TestCount) => counts.reduce((running, count) => running + count[key], 0);
console.log(`\n${countText({ passed: total('passed'), failed: total('failed'), skipped: total('skipped') })}`);
process.exitCode = total('failed') === 0 ? 0 : 1;

function countText({ passed, failed, skipped }: TestCount): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
