/** Saves of `bp` that are killed, and edits by others while it saves. Counts what was lost. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { readSafetensors } from '../../../server/src/data/safetensors.ts';

export interface KilledSaves {
  readonly kills: number;
  /** Kills that ended the process before it had finished. */
  readonly killsDuringSave: number;
  /** Files that were neither the old nor the new one. */
  readonly tornFiles: number;
  /** Temporary files after the next run. */
  readonly temporaryFiles: number;
}

export interface EditsByOthers {
  readonly edits: number;
  readonly lostEdits: number;
  readonly failedRuns: number;
}

/** Every element of W is the same number, so a mixture of two would show. */
const model = 'param w = 0\nparam W[1000, 500] ~ zeros()\nloss L = w + sum(W)\ntrain sgd(lr = 1)\n';
const elements = 500_000;

/** Kills trainings while they save. @param program the path of `bp`. */
export async function killSaves(program: string, kills: number): Promise<KilledSaves> {
  const folder = mkdtempSync(join(tmpdir(), 'bp-kills-'));
  try {
    const file = join(folder, 'net.bp');
    writeFileSync(file, model);
    const train = () => start(program, folder, ['train', 'net.bp', '--write']);
    await exitCodeOf(train());
    let [killsDuringSave, tornFiles] = [0, 0];
    let [stepsInText, stepsInCheckpoint] = [1, 1];
    for (let kill = 0; kill < kills; kill++) {
      const known = temporaryFilesIn(folder);
      const training = train();
      const closed = once(training, 'close');
      const isSaving = () => [...temporaryFilesIn(folder)].some((name) => !known.has(name));
      while (!isSaving() && training.exitCode === null) await setTimeout(1);
      await setTimeout(Math.random() * 10);
      training.kill('SIGKILL');
      await closed;
      if (training.exitCode === null) killsDuringSave++;
      const inText = stepsInModel(readFileSync(file, 'utf8'));
      const inCheckpoint = stepsIn(readFileSync(`${file}.safetensors`));
      if (inText !== stepsInText && inText !== stepsInText + 1) tornFiles++;
      if (inCheckpoint !== stepsInCheckpoint && inCheckpoint !== stepsInCheckpoint + 1) tornFiles++;
      [stepsInText, stepsInCheckpoint] = [inText ?? stepsInText, inCheckpoint ?? stepsInCheckpoint];
    }
    if ((await exitCodeOf(train())) !== 0) tornFiles++;
    if (stepsIn(readFileSync(`${file}.safetensors`)) !== stepsInCheckpoint + 1) tornFiles++;
    return { kills, killsDuringSave, tornFiles, temporaryFiles: temporaryFilesIn(folder).size };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The steps that a text was trained for; undefined if it is torn. */
function stepsInModel(text: string): number | undefined {
  const steps = /^param w = -(\d+)$/m.exec(text)?.[1];
  return text === model.replace('w = 0', `w = -${steps}`) ? Number(steps) : undefined;
}

/** The steps that the tensor of a checkpoint was trained for; undefined if it is torn. */
function stepsIn(checkpoint: Uint8Array): number | undefined {
  const tensors = readSafetensors(checkpoint);
  if (!(tensors instanceof Map)) return undefined;
  const { values } = tensors.get('W')!;
  return values.length === elements && values.every((value) => value === values[0]) ? -values[0] : undefined;
}

function temporaryFilesIn(folder: string): Set<string> {
  return new Set(readdirSync(folder).filter((name) => name.endsWith('.tmp')));
}

/** The commands during which others edit the file, and the line that each edit appends. */
const commands = {
  train: { args: ['train', 'a.bp', '--steps', '20000', '--write'], lineOf: (edit: number) => `# edit ${edit}` },
  fmt: { args: ['fmt', 'a.bp'], lineOf: (edit: number) => `const c${edit} = 1` },
};

/** Appends a line at a random moment of each run, and then searches the file for all of them. */
export async function editDuring(
  command: keyof typeof commands,
  program: string,
  edits: number,
): Promise<EditsByOthers> {
  const { args, lineOf } = commands[command];
  const folder = mkdtempSync(join(tmpdir(), 'bp-edits-'));
  try {
    const file = join(folder, 'a.bp');
    writeFileSync(file, 'param w=0\nloss L = w\ntrain sgd(lr = 1)\n');
    let duration = await timeOf(() => exitCodeOf(start(program, folder, args)));
    let failedRuns = 0;
    for (let edit = 1; edit <= edits; edit++) {
      // Something to format, and something to train.
      appendFileSync(file, `const  d${edit}=1\n`);
      duration = await timeOf(async () => {
        const exited = exitCodeOf(start(program, folder, args));
        await setTimeout(Math.random() * duration);
        appendFileSync(file, `${lineOf(edit)}\n`);
        if ((await exited) !== 0) failedRuns++;
      });
    }
    const lines = new Set(readFileSync(file, 'utf8').split('\n'));
    const lostEdits = Array.from({ length: edits }, (_, i) => lineOf(i + 1)).filter((line) => !lines.has(line));
    return { edits, lostEdits: lostEdits.length, failedRuns };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function start(program: string, folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { cwd: folder, stdio: 'ignore' });
}

async function exitCodeOf(process: ChildProcess): Promise<number | null> {
  await once(process, 'close');
  return process.exitCode;
}

/** In milliseconds. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}
