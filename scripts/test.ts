/** Runs every test there is, stage by stage, and ends with a line that counts them: `npm test`. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { provideChromium, provideNeovim, providePyTorch } from './debian.ts';
import { installVSCode } from './installVSCode.ts';
import { dist, suiteReport } from './paths.ts';
import { exitCodeOf } from './run.ts';

interface Stage {
  readonly name: string;
  readonly command: readonly string[];
  /** Where its runner writes how many tests passed and failed. */
  readonly report: string;
}

interface Count {
  readonly passed: number;
  readonly failed: number;
  /** What this machine lacks the means for, as PyTorch; none in CI. */
  readonly skipped: number;
}

const stages: readonly Stage[] = [
  vitest('unit tests', 'unit'),
  { name: 'tests inside VS Code', command: ['node', 'scripts/suite.ts'], report: suiteReport('node') },
  {
    name: 'tests inside VS Code for the web',
    command: ['node', 'scripts/suite.ts', 'web'],
    report: suiteReport('web'),
  },
  vitest('tests on the screen of VS Code', 'screen'),
];

function vitest(name: string, project: string): Stage {
  const report = join(dist, 'test', `${project}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  return { name, command: ['vitest', 'run', '--project', project, ...reporters], report };
}

async function runStage({ name, command, report }: Stage): Promise<Count> {
  console.log(`\n=== ${name}: ${command.join(' ')}`);
  await rm(report, { force: true });
  const [program, ...args] = command;
  const code = await exitCodeOf(program!, args);
  const count = await readCount(report);
  // A runner that breaks down counts as a failure, and so does one that found nothing to run.
  const broken = count.failed === 0 && (code !== 0 || count.passed === 0);
  return broken ? { ...count, failed: 1 } : count;
}

async function readCount(report: string): Promise<Count> {
  try {
    const { numPassedTests, numFailedTests, numPendingTests = 0 } = JSON.parse(await readFile(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

async function prepare(): Promise<void> {
  await provideChromium();
  if (process.env.CI) {
    await providePyTorch();
    await provideNeovim();
  }
  await installVSCode();
  await buildExtension(false);
}

await prepare().catch((error: Error) => {
  console.error(error.message);
  process.exit(1);
});

const counts: Count[] = [];
for (const stage of stages) counts.push(await runStage(stage));

console.log();
for (const [i, { name }] of stages.entries()) console.log(`${name}: ${show(counts[i]!)}`);
const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0);
console.log(`\n${show({ passed: sum('passed'), failed: sum('failed'), skipped: sum('skipped') })}`);
process.exitCode = sum('failed') === 0 ? 0 : 1;

function show({ passed, failed, skipped }: Count): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
