/** Runs Python scripts with PyTorch, in one interpreter per test file. */

import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';

const python = ['/usr/bin/python3', 'python3'].find(hasPytorch);

/** True if suites that need PyTorch run: without PyTorch they are skipped, but in CI they fail. */
export const isPytorchRequired = python !== undefined || process.env.CI !== undefined;

/**
 * Runs a script in its own namespace and resolves to its output. All scripts of a test file run in one process,
 * one after another: importing PyTorch takes seconds.
 */
export async function runPython(script: string): Promise<string> {
  interpreter ??= start();
  interpreter.stdin.write(`${JSON.stringify(script)}\n`);
  const reply = await interpreter.replies.next();
  if (reply.done) throw new Error('Python ended before it replied');
  const { printed, error } = JSON.parse(reply.value);
  if (error !== undefined) throw new Error(error);
  return printed;
}

const driver = `
import contextlib, io, json, sys, traceback

for line in sys.stdin:
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), {})
        reply = {'printed': printed.getvalue()}
    except Exception:
        reply = {'error': traceback.format_exc()}
    print(json.dumps(reply), flush=True)
`;

let interpreter: ReturnType<typeof start> | undefined;

function start() {
  if (python === undefined) throw new Error('PyTorch is missing: apt-get install python3-torch');
  const { stdin, stdout } = spawn(python, ['-c', driver], { stdio: ['pipe', 'pipe', 'inherit'] });
  return { stdin, replies: createInterface(stdout)[Symbol.asyncIterator]() };
}

function hasPytorch(command: string): boolean {
  const probe = 'import importlib.util as u, sys; sys.exit(u.find_spec("torch") is None)';
  return spawnSync(command, ['-c', probe]).status === 0;
}
