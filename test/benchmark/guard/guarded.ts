/** Workloads of the performance guard, each with a reference loop of the same character. */

import { defaultSettings } from '../../../protocol/editor/settings.ts';
import type { Precision } from '../../../server/src/engine/ir/precision.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { wasmKernels } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { lensesOf } from '../../../server/src/features/annotations/codeLens.ts';
import { lineDecorationsOf } from '../../../server/src/features/annotations/lineDecorations.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { withValues } from '../../../server/src/snapshot/withValues.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { longModel } from '../../support/models/longModel.ts';
import { productOn } from '../engine/productKernel.ts';
import { workloads } from '../engine/workloads.ts';
import { multiply, readAndWrite, stepThrough } from './references.ts';

/** Repeats a workload. */
type Loop = (times: number) => void;

export interface GuardedWorkload {
  readonly name: string;
  /** Prepares the workload. */
  readonly ready: () => Loop;
  readonly reference: Loop;
}

const lines = 1_000;

export const guardedWorkloads: readonly GuardedWorkload[] = [
  { name: 'a pass over the lesson', ready: () => passesOver('lesson'), reference: stepThrough },
  { name: 'a pass over 64,300 scalar operations', ready: () => passesOver('moons-in-scalars'), reference: stepThrough },
  { name: 'a program of 1,000 lines, run once', ready: runOnce, reference: stepThrough },
  { name: 'a product of matrices, f32', ready: () => productOn(wasmKernels()!, 'f32'), reference: multiply },
  { name: 'a product of matrices, f64', ready: () => productOn(wasmKernels()!, 'f64'), reference: multiply },
  { name: 'a step of MLP 2-16-16-1, f32', ready: () => stepsOf('mlp-2-16-16-1', 'f32'), reference: multiply },
  { name: 'a step of MLP 2-16-16-1, f64', ready: () => stepsOf('mlp-2-16-16-1', 'f64'), reference: multiply },
  { name: 'a step of MLP 4-16-3, f64', ready: () => stepsOf('mlp-4-16-3', 'f64'), reference: multiply },
  { name: 'a step of MLP 784-128-10, f64', ready: () => stepsOf('mlp-784-128-10', 'f64'), reference: multiply },
  { name: 'a text of 1,000 lines, parsed from scratch', ready: readFromScratch, reference: readAndWrite },
  { name: 'a text of 1,000 lines, read after a key', ready: readAfterKeys, reference: readAndWrite },
  { name: 'the numbers of 1,000 lines, written', ready: write, reference: readAndWrite },
];

function textOf(id: string): string {
  return workloads.find((workload) => workload.id === id)!.text;
}

function repeated(once: () => unknown): Loop {
  return (times) => {
    for (let i = 0; i < times; i++) once();
  };
}

function passesOver(id: string): Loop {
  const execution = new Execution(analyze(textOf(id)).model.program);
  return repeated(() => execution.run());
}

function runOnce(): Loop {
  const { program } = analyze(longModel(lines)).model;
  return repeated(() => new Execution(program).run());
}

function stepsOf(id: string, precision: Precision): Loop {
  const job = createTrainingJob(evaluated(textOf(id)), { steps: Number.MAX_SAFE_INTEGER, precision });
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job);
  return (times) => void run.takeSteps(times);
}

function readFromScratch(): Loop {
  const text = longModel(lines);
  return repeated(() => analyze(text));
}

/** Types a digit in the middle and deletes it. */
function readAfterKeys(): Loop {
  const text = longModel(lines);
  const offset = text.indexOf('\n', text.indexOf('param', text.length / 2));
  const texts = [`${text.slice(0, offset)}5${text.slice(offset)}`, text];
  let version = 0;
  let snapshot: Snapshot = analyze(text);
  return repeated(() => {
    snapshot = analyze(texts[version % 2], ++version, undefined, snapshot);
  });
}

function write(): Loop {
  const snapshot = analyze(longModel(lines));
  const values = new Execution(snapshot.model.program).run();
  return repeated(() => {
    const annotations = statementAnnotationsOf(withValues(snapshot, values));
    lineDecorationsOf(annotations, defaultSettings);
    lensesOf(annotations, defaultSettings, 'file:///guarded.bp');
  });
}
