/** Debian's PyTorch as a judge of the engine's numbers. */

import { spawn, spawnSync } from 'node:child_process';

const python = ['/usr/bin/python3', 'python3'].find(hasTorch);

const torchAvailable = python !== undefined;

/** Whether suites that need PyTorch run: without it they are reported as not run, but fail where CI runs the tests. */
export const torchExpected = torchAvailable || process.env.CI !== undefined;

/** Runs a script in a process of its own and resolves to what it printed. */
export function runPython(script: string): Promise<string> {
  if (python === undefined) throw new Error('PyTorch is missing: apt-get install python3-torch');
  const child = spawn(python, ['-'], { stdio: 'pipe' });
  const printed: string[] = [];
  const complaints: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => printed.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  child.stdin.end(script);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(printed.join(''));
      else reject(new Error(`Python failed:\n${complaints.join('')}`));
    });
  });
}

function hasTorch(command: string): boolean {
  const probe = 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)';
  return spawnSync(command, ['-c', probe]).status === 0;
}
