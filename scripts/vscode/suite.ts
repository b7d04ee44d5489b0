/**
 * Runs the suite of test/vscode inside a real VS Code, on a copy of the examples: `node scripts/setup.mjs node
 * scripts/vscode/suite.ts`, with `web` in the extension host without Node, with `restricted` or
 * `restrictedWeb` in a folder that is not trusted. A pattern may follow to run some of the files.
 */
import { createWriteStream } from 'node:fs';
import { cp, glob, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { type BuildOptions, build } from 'esbuild';
import { examples, type HostKind, root, suiteReportPath } from '../paths.ts';
import { downloadVSCode } from './desktop.ts';
import { hostilePaths, plantHostileFolder } from './hostileFolder.ts';

interface ExtensionHost {
  /** Code that loads Mocha; the browser build defines it in the global scope. */
  readonly mochaSetup: string;
  /** Pattern of the test files that run in it. */
  readonly tests: string;
  readonly bundle: BuildOptions;
  readonly flags: readonly string[];
  /** A desktop VS Code, if the host is available in one. */
  readonly findDesktop: () => Promise<string | undefined>;
}

const testsFolder = join(root, 'test', 'vscode');

const webMochaSetup = "require('mocha/mocha.js'); const { Mocha } = globalThis;";
const webBundle: BuildOptions = { platform: 'browser', external: ['vscode'] };
const webFlags = ['--extensionDevelopmentKind=web'];

const extensionHosts: Readonly<Record<HostKind, ExtensionHost>> = {
  node: {
    mochaSetup: "const { Mocha } = require('mocha');",
    tests: '{,node/}*.test.ts',
    bundle: { platform: 'node', external: ['vscode', 'mocha'] },
    flags: [],
    findDesktop: downloadVSCode,
  },
  web: {
    mochaSetup: webMochaSetup,
    tests: '*.test.ts',
    bundle: webBundle,
    flags: webFlags,
    findDesktop: async () => undefined,
  },
  restricted: {
    mochaSetup: "const { Mocha } = require('mocha');",
    tests: '{hostile,restricted/*}.test.ts',
    bundle: { platform: 'node', external: ['vscode', 'mocha'] },
    flags: ['--restricted'],
    // The test runner for the desktop trusts every folder.
    findDesktop: async () => undefined,
  },
  restrictedWeb: {
    mochaSetup: webMochaSetup,
    tests: '{hostile,restricted/*}.test.ts',
    bundle: webBundle,
    flags: ['--restricted', ...webFlags],
    findDesktop: async () => undefined,
  },
};

const hostKind = (process.argv[2] ?? 'node') as HostKind;
const { mochaSetup, tests, bundle, flags, findDesktop } = extensionHosts[hostKind];
const reportPath = suiteReportPath(hostKind);
const outputFolder = join(reportPath, '..');
const bundlePath = join(outputFolder, 'suite.cjs');
/** The output of VS Code, which is printed only if the suite did not run. */
const logFile = join(outputFolder, 'vscode.log');

await rm(outputFolder, { recursive: true, force: true });
const testFiles = await Array.fromAsync(glob(process.argv[3] ?? tests, { cwd: testsFolder }));
await build({
  absWorkingDir: root,
  stdin: { contents: entrySource(testFiles.toSorted()), resolveDir: testsFolder },
  outfile: bundlePath,
  bundle: true,
  format: 'cjs',
  sourcemap: true,
  ...bundle,
});

const workspaceFolder = await mkdtemp(join(tmpdir(), 'bp-workspace-'));
await cp(examples, workspaceFolder, { recursive: true });
const hostileFolders = {
  folder: join(workspaceFolder, 'hostile'),
  workspace: workspaceFolder,
  outside: `${workspaceFolder}-outside`,
};
const removeOutside = plantHostileFolder(hostileFolders);
await writeFile(join(hostileFolders.folder, 'paths.json'), JSON.stringify(hostilePaths(hostileFolders)));
await mkdir(join(workspaceFolder, '.vscode'), { recursive: true });
const workspaceSettings = {
  // A link of the hostile folder leads to the root of the disk.
  'search.followSymlinks': false,
  // VS Code for the browser saves by itself, and a test expects that nobody else does.
  'files.autoSave': 'off',
};
await writeFile(join(workspaceFolder, '.vscode', 'settings.json'), JSON.stringify(workspaceSettings));
const logStream = createWriteStream(logFile);
try {
  await runTests({
    vscodeExecutablePath: (await findDesktop()) ?? join(import.meta.dirname, 'inChromium.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: bundlePath,
    launchArgs: [workspaceFolder, ...flags],
    stdout: logStream,
    stderr: logStream,
  });
} catch {
  process.exitCode = 1;
}
logStream.end();
await rm(workspaceFolder, { recursive: true, force: true });
removeOutside();
console.log(await readFile(reportPath, 'utf8').then(reportText, () => readFile(logFile, 'utf8')));

/** Passes all tests to the runner, which loads them once Mocha is loaded. */
function entrySource(names: readonly string[]): string {
  const importThunks = names.map((name) => `() => import('./${name}')`);
  const reportPathText = JSON.stringify(relative(root, reportPath));
  return `${mochaSetup}
    const { runTests } = require('./index.ts');
    module.exports = { run: () => runTests(Mocha, [${importThunks}], ${reportPathText}) };`;
}

function reportText(reportJson: string): string {
  return JSON.parse(reportJson).text;
}
