/** Runs every test there is, stage by stage, and ends with a line that counts them: `npm test`. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildExtension } from './build.ts';
import { provideChromium, providePyTorch } from './debian.ts';
import { installVSCode } from './installVSCode.ts';
import { dist, suite } from './paths.ts';
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
}

const stages: readonly Stage[] = [
  vitest('unit tests', 'unit'),
  { name: 'tests inside VS Code', command: ['node', 'scripts/suite.ts'], report: join(suite, 'report.json') },
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
  const { passed, failed } = await readCount(report);
  // A runner that breaks down counts as a failure, and so does one that found nothing to run.
  const broken = failed === 0 && (code !== 0 || passed === 0);
  return { passed, failed: broken ? 1 : failed };
}

async function readCount(report: string): Promise<Count> {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(await readFile(report, 'utf8'));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return { passed: 0, failed: 0 };
  }
}

async function prepare(): Promise<void> {
  await provideChromium();
  if (process.env.CI) await providePyTorch();
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
for (const [i, { name }] of stages.entries()) {
  console.log(`${name}: ${counts[i]!.passed} passed, ${counts[i]!.failed} failed`);
}
const sum = (of: keyof Count) => counts.reduce((total, count) => total + count[of], 0);
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
process.exitCode = sum('failed') === 0 ? 0 : 1;
