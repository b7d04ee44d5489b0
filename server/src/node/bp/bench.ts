/** `bp bench`: times a warm pass over a model, forward and reverse with every value kept, and a training step. */

import { type Precision, precisions } from '../../engine/ir/precision.ts';
import { Execution } from '../../engine/runtime/execution.ts';
import { type StopReason, TrainingRun } from '../../engine/training/trainingRun.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { firstErrorOf, type Snapshot } from '../../snapshot/snapshot.ts';
import { createTrainingJob } from '../../training/createTrainingJob.ts';
import { type Command, countOf, parseFileAndOptions, readAndEvaluate, UsageError } from './command.ts';
import { formatTable } from './formatTable.ts';
import { writeJson } from './json.ts';
import { printLine } from './print.ts';
import { printRefusal, stopReason } from './printRefusal.ts';
import { measure, type Timing } from './stopwatch.ts';
import { formatKernels } from './version.ts';

export const bench: Command = {
  name: 'bench',
  synopsis: 'bench FILE [--passes N] [--train] [--precision f32] [--json]',
  doc: 'time forward and backward passes after a warm-up, for about a second or N times; --train also times training steps',
  async run(args) {
    const { file, values } = parseFileAndOptions(bench, args, {
      passes: { type: 'string' },
      train: { type: 'boolean' },
      precision: { type: 'string' },
      json: { type: 'boolean' },
    });
    const passes = countOf(bench, '--passes', values.passes);
    const precision = precisionOf(values.precision);
    const snapshot = await readAndEvaluate(file);
    if (firstErrorOf(snapshot) || !snapshot.model.fitsMemory) return printRefusal(file, snapshot, 'No pass was timed.');
    const { program } = snapshot.model;
    const execution = new Execution(program);
    const pass = measure((callCount) => {
      for (let i = 0; i < callCount; i++) execution.run();
    }, passes);
    const step = values.train ? timeSteps(snapshot, precision) : undefined;
    if (typeof step === 'string') return printRefusal(file, snapshot, step);
    if (values.json) {
      const { calls, median, p95 } = pass;
      const steps_per_second = step ? 1e9 / step.median : null;
      printLine(
        writeJson({ file, passes: calls, nodes: program.length, ns_per_pass: { median, p95 }, steps_per_second }),
      );
    } else {
      printLine(`${file}: ${describeNodes(snapshot)}, on ${formatKernels()}`);
      printLine(formatTable(rowsOf({ pass, [stepLabel(snapshot, precision)]: step }), 'right'));
    }
    return 0;
  },
};

function stepLabel({ model }: Snapshot, precision = model.trainingPlan?.settings.precision): string {
  return precision === 'f32' ? 'training step, f32' : 'training step';
}

function precisionOf(value: string | undefined): Precision | undefined {
  const precision = precisions.find((name) => name === value);
  if (value === undefined || precision) return precision;
  throw new UsageError(`--precision takes ${precisions.join(' or ')}, not '${value}'. Usage: bp ${bench.synopsis}`);
}

/** Times whole training steps: the batch, its pass and the update. Starts over when the steps of the file are done. */
function timeSteps(snapshot: Snapshot, precision: Precision | undefined): Timing | string {
  const hasNoEpochs = snapshot.model.trainingPlan?.settings.epochs === undefined;
  const job = createTrainingJob(snapshot, {
    ...(hasNoEpochs && { steps: Number.MAX_SAFE_INTEGER }),
    ...(precision && { precision }),
  });
  if (isRefusal(job)) return job.refusal;
  const run = new TrainingRun(job);
  const start = run.state;
  let failure: (StopReason & { kind: 'not-finite' }) | undefined;
  const timing = measure((callCount) => {
    for (let remaining = callCount; remaining > 0 && !failure; ) {
      const previousStep = run.step;
      const ending = run.takeSteps(remaining);
      remaining -= run.step - previousStep;
      if (ending?.kind === 'not-finite') failure = ending;
      if (ending) run.restore(start, run.settings);
    }
  });
  return failure ? stopReason(snapshot, failure) : timing;
}

function describeNodes({ model: { program, objective } }: Snapshot): string {
  const count = `${showCount(program.length)} nodes`;
  return objective ? `${count}, forward and backward` : `${count}, forward only, as there is no loss`;
}

/** The columns of the table: a head, and the cell of a timing. */
const columns: readonly (readonly [head: string, cell: (timing: Timing) => string])[] = [
  ['median', ({ median }) => showTime(median)],
  ['p95', ({ p95 }) => showTime(p95)],
  ['per second', ({ median }) => showCount(1e9 / median)],
  ['timed', ({ calls }) => showCount(calls)],
];

function rowsOf(timings: Readonly<Record<string, Timing | undefined>>): string[][] {
  const rows = Object.entries(timings).flatMap(([label, timing]) =>
    timing ? [[label, ...columns.map(([, cell]) => cell(timing))]] : [],
  );
  return [['', ...columns.map(([head]) => head)], ...rows];
}

function showCount(count: number): string {
  return Math.round(count).toLocaleString('en-US');
}

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

/** `29.3 ns`, `1.04 ms`. */
function showTime(nanoseconds: number): string {
  const [size, unit] = units.find(([size]) => nanoseconds >= size) ?? [1, 'ns'];
  return `${(nanoseconds / size).toPrecision(3).padStart(4)} ${unit}`;
}
