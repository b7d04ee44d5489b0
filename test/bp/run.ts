/** Runs `bp` in a child process with its own folder. */

import { type ChildProcessWithoutNullStreams, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundledBp } from '../support/processes/bundles.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A temporary folder that is removed at the end of a `using` block. */
export class Folder implements Disposable {
  readonly #path = mkdtempSync(join(tmpdir(), 'bp-'));

  /** Writes a file in the folder and returns its path. */
  write(name: string, content: string | Uint8Array): string {
    const file = this.at(name);
    writeFileSync(file, content);
    return file;
  }

  at(name: string): string {
    return join(this.#path, name);
  }

  bp(...given: readonly string[]): Promise<Outcome> {
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [bundledBp, ...given],
        { cwd: this.#path, maxBuffer: Number.POSITIVE_INFINITY },
        (error, out, err) => {
          resolve({ code: error === null ? 0 : Number(error.code), out, err });
        },
      );
    });
  }

  /** Starts `bp` and returns the running process. */
  start(...given: readonly string[]): ChildProcessWithoutNullStreams {
    return spawn(process.execPath, [bundledBp, ...given], { cwd: this.#path });
  }

  [Symbol.dispose](): void {
    rmSync(this.#path, { recursive: true });
  }
}
