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
  /** Of the libraries for linear algebra, which take all cores if nobody says. */
  readonly threads: number;
  /** Whether what it computes is as exact as float32 at best: TensorFlow.js has nothing else, jax-js no other exp and tanh. */
  readonly isRough?: true;
}

export const rivals: Readonly<Record<RivalName, Row>> = {
  torch: { title: 'PyTorch', command: [debianPython, 'torchRival.py'], threads: 1 },
  torch2: { title: 'PyTorch, 2 threads', command: [debianPython, 'torchRival.py'], threads: 2 },
  micrograd: { title: 'micrograd', command: [debianPython, 'microgradRival.py'], threads: 1 },
  tfjs: { title: 'TensorFlow.js', command: [process.execPath, 'tfjs.mjs'], threads: 1, isRough: true },
  jax: { title: 'jax-js', command: [process.execPath, 'jax.mjs'], threads: 1, isRough: true },
};

/** What the rivals are told to do is written there, and their libraries are installed there: the extension has none of them. */
const folder = join(dist, 'benchmark', 'rivals');

export async function installRivals(): Promise<void> {
  await cp(join(import.meta.dirname, 'rivals'), folder, { recursive: true });
  await run('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error']);
}

/** What a work comes to where its params start. */
export interface Outcome {
  readonly loss: number;
  /** Of all params, one after another. */
  readonly gradients: readonly number[];
}

interface Question {
  readonly work: string;
  readonly precision: Precision;
  /** How long to time it; what it comes to is asked for where absent. */
  readonly seconds?: number;
}

export class Rival {
  /** Of what it is made of, by name. */
  readonly versions: Readonly<Record<string, string>>;
  readonly #process: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(server: ChildProcess, lines: AsyncIterator<string>, versions: Readonly<Record<string, string>>) {
    this.#process = server;
    this.#lines = lines;
    this.versions = versions;
  }

  /** @param works a file that describes them. */
  static async start(name: RivalName, works: string): Promise<Rival> {
    const { title, command, threads } = rivals[name];
    const [program, script] = command;
    const server = spawn(program, [join(folder, script), works], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env: {
        ...process.env,
        OMP_NUM_THREADS: String(threads),
        OPENBLAS_NUM_THREADS: String(threads),
        // Those of PyTorch and those of its BLAS would else wait for each other on the same cores, which takes it fifty times as long.
        OMP_WAIT_POLICY: 'passive',
      },
    });
    const lines = createInterface(server.stdout)[Symbol.asyncIterator]();
    return new Rival(server, lines, await nextOf(lines, title));
  }

  check(work: string, precision: Precision): Promise<Outcome> {
    return this.#ask({ work, precision });
  }

  /** Of one pass or step, in nanoseconds. */
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
