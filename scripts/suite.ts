/** Runs the suite of test/vscode inside a real VS Code, on a copy of the examples. */
import { createWriteStream } from 'node:fs';
import { cp, glob, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { downloadVSCode } from './desktopVSCode.ts';
import { examples, root, suite } from './paths.ts';

/** What VS Code says meanwhile: much, and of use only when the suite did not run. */
const logFile = join(suite, 'vscode.log');

await rm(suite, { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: ['test/vscode/index.ts', ...(await Array.fromAsync(glob('test/vscode/*.test.ts', { cwd: root })))],
  outdir: suite,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  external: ['vscode', 'mocha'],
  define: { 'import.meta.dirname': '__dirname' },
  sourcemap: true,
});

const workspace = await mkdtemp(join(tmpdir(), 'bp-workspace-'));
await cp(examples, workspace, { recursive: true });
const log = createWriteStream(logFile);
try {
  await runTests({
    vscodeExecutablePath: (await downloadVSCode()) ?? join(import.meta.dirname, 'vscodeInChromium.ts'),
    extensionDevelopmentPath: root,
    extensionTestsPath: join(suite, 'index.cjs'),
    launchArgs: [workspace],
    stdout: log,
    stderr: log,
  });
} catch {
  process.exitCode = 1;
}
log.end();
await rm(workspace, { recursive: true, force: true });
console.log(await readFile(join(suite, 'report.json'), 'utf8').then(reportText, () => readFile(logFile, 'utf8')));

function reportText(report: string): string {
  return JSON.parse(report).text;
}
