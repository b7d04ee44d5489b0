/**
 * Installs the dependencies if they are missing or older than the lockfile, builds the kernels and the layer library
 * if they are older than their sources, then runs a command with the project's own tools on the PATH:
 * `node scripts/setup.mjs node scripts/start.ts`. Plain JavaScript, as it must run on Node 20 with nothing installed;
 * the command runs on Node 24, which is one of the dependencies.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tools = join(root, 'node_modules', '.bin');
const shell = process.platform === 'win32';
const otherFolders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== tools);

if (!isInstalled()) {
  // The install replaces the tools, so it must run without them.
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    env: { ...process.env, PATH: otherFolders.join(delimiter) },
    stdio: 'inherit',
    shell,
  });
  if (status !== 0) process.exit(status ?? 1);
}

const withTools = {
  cwd: root,
  env: { ...process.env, PATH: [tools, ...otherFolders].join(delimiter) },
  stdio: 'inherit',
  shell,
};
for (const script of ['scripts/buildKernels.ts', 'scripts/buildLibrary.ts']) {
  const { status } = spawnSync('node', [script, '--if-stale'], withTools);
  if (status !== 0) process.exit(status ?? 1);
}

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, withTools);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
// The shell between npm and this process does not forward signals, so its exit is taken as the signal.
const parent = process.ppid;
setInterval(() => process.ppid === parent || child.kill(), 500);
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => process.exit(code ?? 1));

/** npm writes its list of installed packages last, so an interrupted install has none. */
function isInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json');
  return existsSync(installed) && statSync(installed).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs;
}
