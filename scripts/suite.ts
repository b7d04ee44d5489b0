/** Runs the suite of test/vscode inside a real VS Code, on a copy of the examples: `node scripts/suite.ts`, with `web` in its host without Node. */
import { createWriteStream } from 'node:fs';
import { cp, glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type BuildOptions, build } from 'esbuild';
import { downloadVSCode } from './desktopVSCode.ts';
import { examples, root, suiteReport } from './paths.ts';

interface Host {
  /** How Mocha is had there: as it is made for browsers, it leaves itself in the global scope. */
  readonly mocha: string;
  readonly bundle: BuildOptions;
  readonly flags: readonly string[];
  /** A desktop VS Code, where the host is to be had in one. */
  readonly desktop: () => Promise<string | undefined>;
}

const tests = join(root, 'test', 'vscode');

const hosts: Readonly<Record<'node' | 'web', Host>> = {
  node: {
    mocha: "const { Mocha } = require('mocha');",
    bundle: { platform: 'node', external: ['vscode', 'mocha'] },
    flags: [],
    desktop: downloadVSCode,
  },
  web: {
    mocha: "require('mocha/mocha.js'); const { Mocha } = globalThis;",
    bundle: { platform: 'browser', external: ['vscode'] },
    flags: ['--extensionDevelopmentKind=web'],
    desktop: async () => undefined,
  },
};

const kind = process.argv[2] === 'web' ? 'web' : 'node';
const { mocha, bundle, flags, desktop } = hosts[kind];
const report = suiteReport(kind);
const folder = join(report, '..');
const program = join(folder, 'suite.cjs');
/** What VS Code says meanwhile: much, and of use only when the suite did not run. */
const logFile = join(folder, 'vscode.log');

await rm(folder, { recursive: true, force: true });
const names = await Array.fromAsync(glob('*.test.ts', { cwd: tests }));
await build({
  absWorkingDir: root,
  stdin: { contents: entryOf(names.toSorted()), resolveDir: tests },
  outfile: program,
  bundle: true,
  format: 'cjs',
  sourcemap: true,
  ...bundle,
});

const workspace = await mkdtemp(join(tmpdir(), 'bp-workspace-'));
await cp(examples, workspace, { recursive: true });
const log = createWriteStream(logFile);
try {
  await runTests({
    vscodeExecutablePath: (await desktop()) ?? join(import.meta.dirname, 'vscodeInChromium.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: program,
    launchArgs: [workspace, ...flags],
    stdout: log,
    stderr: log,
  });
} catch {
  process.exitCode = 1;
}
log.end();
await rm(workspace, { recursive: true, force: true });
console.log(await readFile(report, 'utf8').then(reportText, () => readFile(logFile, 'utf8')));

/** Hands all tests to the runner, which loads them when Mocha is there. */
function entryOf(names: readonly string[]): string {
  const loads = names.map((name) => `() => import('./${name}')`);
  const place = JSON.stringify(relative(root, report));
  return `${mocha}
    const { runTests } = require('./index.ts');
    module.exports = { run: () => runTests(Mocha, [${loads}], ${place}) };`;
}

function reportText(report: string): string {
  return JSON.parse(report).text;
}
