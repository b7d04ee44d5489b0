/** The libraries that the engine is compared with, each in its own process so that rounds can alternate. */

import { type ChildProcess, spawn } from 'node:child_process';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { debianPython } from '../../../scripts/debian.ts';
import { dist } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';
import type { Precision } from './workloads.ts';

export type RivalName = 'torch' | 'torch2' | 'micrograd' | 'tfjs' | 'jax';

interface Row {
  readonly title: string;
  readonly command: readonly [program: string, script: string];
  /** Threads of the linear algebra libraries, which use all cores by default. */
  readonly threads: number;
  /** True if results have at most float32 precision: TensorFlow.js has only float32, and jax-js only float32 exp and tanh. */
  readonly isRough?: true;
}

export const rivals: Readonly<Record<RivalName, Row>> = {
  torch: { title: 'PyTorch', command: [debianPython, 'torchRival.py'], threads: 1 },
  torch2: { title: 'PyTorch, 2 threads', command: [debianPython, 'torchRival.py'], threads: 2 },
  micrograd: { title: 'micrograd', command: [debianPython, 'microgradRival.py'], threads: 1 },
  tfjs: { title: 'TensorFlow.js', command: [process.execPath, 'tfjs.mjs'], threads: 1, isRough: true },
  jax: { title: 'jax-js', command: [process.execPath, 'jax.mjs'], threads: 1, isRough: true },
};

/** Folder for the rivals' scripts, inputs and libraries, none of which the extension needs. */
const folder = join(dist, 'benchmark', 'rivals');

export async function installRivals(): Promise<void> {
  await cp(join(import.meta.dirname, 'rivals'), folder, { recursive: true });
  await run('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error']);
}

/** The results of a workload at its initial params. */
export interface Outcome {
  readonly loss: number;
  /** Gradients of all params, concatenated. */
  readonly gradients: readonly number[];
}

interface Question {
  readonly work: string;
  readonly precision: Precision;
  /** Time to measure for, in seconds; if absent, the outcome is requested instead. */
  readonly seconds?: number;
}

export class Rival {
  /** Versions of its libraries, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(server: ChildProcess, lines: AsyncIterator<string>, versions: Readonly<Record<string, string>>) {
    this.#process = server;
    this.#lines = lines;
    this.versions = versions;
  }

  /** @param works path of the description of the workloads. */
  static async start(name: RivalName, works: string): Promise<Rival> {
    const { title, command, threads } = rivals[name];
    const [program, script] = command;
    const server = spawn(program, [join(folder, script), works], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(threads),
        OPENBLAS_NUM_THREADS: String(threads),
        // Otherwise the threads of PyTorch and of its BLAS spin on the same cores, which is fifty times slower.
        OMP_WAIT_POLICY: 'passive',
      },
    });
    const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
    return new Rival(server, lines, await nextOf(lines, title));
  }

  check(work: string, precision: Precision): Promise<Outcome> {
    return this.#ask({ work, precision });
  }

  /** Time of one pass or step, in nanoseconds. */
  async time(work: string, precision: Precision, seconds: number): Promise<number> {
    const { nanoseconds } = await this.#ask<{ nanoseconds: number }>({ work, precision, seconds });
    return nanoseconds;
  }

  stop(): void {
    this.#process.kill();
  }

  async #ask<Answer>(question: Question): Promise<Answer> {
    this.#process.stdin!.write(`${JSON.stringify(question)}\n`);
    return await nextOf(this.#lines, question.work);
  }
}

async function nextOf<Answer>(lines: AsyncIterator<string>, what: string): Promise<Answer> {
  const { done, value } = await lines.next();
  if (done) throw new Error(`a rival has ended instead of answering: ${what}`);
  return JSON.parse(value);
}
