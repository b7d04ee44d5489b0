/** Running other programs in this terminal; their exit code decides. */
import { type StdioOptions, spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, resolve } from 'node:path';
import { root } from './paths.ts';

/**
 * Runs a program and resolves to its exit code.
 * @param onOutput receives what it prints, in place of this terminal.
 */
export function runForExitCode(
  command: string,
  args: readonly string[],
  onOutput?: (chunk: Buffer) => void,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const stdio: StdioOptions = onOutput ? ['ignore', 'pipe', 'pipe'] : 'inherit';
    const child = spawn(command, args, { cwd: root, stdio, shell: process.platform === 'win32' });
    if (onOutput) for (const stream of [child.stdout, child.stderr]) stream?.on('data', onOutput);
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Runs a program. @throws Error if it fails. */
export async function run(command: string, args: readonly string[]): Promise<void> {
  const code = await runForExitCode(command, args);
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} ended with exit code ${code}`);
}

/** Runs a program, whose output is printed only if it fails. @throws Error if it fails. */
export async function runQuietly(command: string, args: readonly string[]): Promise<void> {
  const chunks: Buffer[] = [];
  const code = await runForExitCode(command, args, (chunk) => chunks.push(chunk));
  if (code !== 0) throw new Error(`${[command, ...args].join(' ')} failed:\n${Buffer.concat(chunks)}`);
}

/** The path of a program on the PATH; an absolute path is returned unchanged. */
export function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => resolve(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
