/** Many bytes of a safetensors file, which stay bytes until they are computed with. */

import { describe, expect, test } from 'vitest';
import { TrainingRun } from '../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { createTrainingJob } from '../../server/src/training/createTrainingJob.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { evaluatedLive, liveContext } from '../support/models/largeData.ts';
import { filesOf } from '../support/models/memoryFiles.ts';

const [rows, width] = [2500, 2000];
const bytes = Uint8Array.from({ length: rows * width }, (_, i) => (i * 31 + (i >>> 7)) % 256);
const files = filesOf({ 'x.safetensors': fileOf('U8', bytes) });
const wideFiles = filesOf({ 'x.safetensors': fileOf('F32', new Uint8Array(Float32Array.from(bytes).buffer)) });

function fileOf(dtype: string, data: Uint8Array): Uint8Array {
  const json = JSON.stringify({ x: { dtype, shape: [rows, width], data_offsets: [0, data.length] } });
  const header = new TextEncoder().encode(json.padEnd(8 * Math.ceil(json.length / 8)));
  const file = new Uint8Array(8 + header.length + data.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
  file.set(header, 8);
  file.set(data, 8 + header.length);
  return file;
}

const read = 'safetensors("x.safetensors", "x")';
const model = `data x = ${read}
const m = mean(x)
param w[${width}] ~ normal(0, 0.001)
loss L = mean((tanh((x - m) / 255 @ w) - 0.5)^2)
`;

describe('bytes of a file', () => {
  test.each(['data', 'const', 'param'])('have the values of numbers as %s', (kind) => {
    const text = `${kind} x = ${read}\ntotal = sum(x)\nfirst = x[0, :3]\nscaled = mean(x / 255, axis = 1)`;
    const [ours, wide] = [evaluated(text, files), evaluated(text, wideFiles)];
    expect(ours.problems).toEqual(wide.problems);
    for (const name of ['total', 'first', 'scaled']) expect(valuesOf(ours, name)).toEqual(valuesOf(wide, name));
    expect(valuesOf(ours, 'first')).toEqual([0, 31, 62]);
  });

  test('of an IDX file have the same values', () => {
    const header = Uint8Array.of(0, 0, 8, 2, 0, 0, rows >> 8, rows & 255, 0, 0, width >> 8, width & 255);
    const idxFiles = filesOf({ 'x.idx': Uint8Array.from([...header, ...bytes]) });
    const ours = evaluatedLive(`${model.replace(read, 'idx("x.idx")')}train sgd(batch = 10)`, {
      ...liveContext,
      files: idxFiles,
    });
    const wide = evaluatedLive(`${model}train sgd(batch = 10)`, { ...liveContext, files: wideFiles });
    expect(jobOf(ours).data[0]).toBeInstanceOf(Uint8Array);
    expect(valuesOf(ours, 'L')).toEqual(valuesOf(wide, 'L'));
  });

  test.each([
    'adam(lr = 0.01, batch = 100)',
    'sgd(lr = 0.01)',
    'adam(lr = 0.01, batch = 100, holdout = 0.5, precision = "f32")',
  ])('take the same steps with %s', (train) => {
    const text = `${model}train ${train}\n`;
    const [ours, wide] = [files, wideFiles].map((each) => evaluatedLive(text, { ...liveContext, files: each }));
    expect(valuesOf(ours!, 'L')).toEqual(valuesOf(wide!, 'L'));
    expect(lossesOf(ours!)).toEqual(lossesOf(wide!));
    expect(lossesOf(ours!)).toHaveLength(5);
  });

  test('are sent to training as they are', () => {
    const snapshot = evaluatedLive(`${model}train sgd(batch = 10)\n`, { ...liveContext, files });
    expect(snapshot.model.sample?.count).toBeLessThan(rows);
    expect(jobOf(snapshot).data[0]).toBeInstanceOf(Uint8Array);
  });
});

function jobOf(snapshot: EvaluatedSnapshot) {
  const job = createTrainingJob(snapshot, { steps: 5, hasFullEvaluation: true });
  if (isRefusal(job)) throw new Error(job.refusal);
  return job;
}

function lossesOf(snapshot: EvaluatedSnapshot): readonly number[] {
  return [...new TrainingRun(jobOf(snapshot)).steps()].flatMap((progress) => progress?.loss ?? []);
}
