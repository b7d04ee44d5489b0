/** Renders the figures of a run as BENCHMARKS.md, each with its goal and whether it is met. */

import type { FirstLens } from '../editor/firstLens.ts';
import type { Latency } from '../editor/keystrokes.ts';
import type { LensAnswers } from '../editor/lensAnswer.ts';
import type { Compared, Contestant } from '../engine/compare.ts';
import { type RivalName, rivals } from '../engine/rivals.ts';
import { type Goal, operationsOfProduct } from '../engine/workloads.ts';
import type { Footprint } from './footprint.ts';
import type { Spread } from './spread.ts';
import { markdownTable } from './tables.ts';

export interface Figures {
  /** Machine and software versions, by name. */
  readonly environment: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly compared: readonly Compared[];
  readonly latencies: readonly Latency[];
  readonly lensAnswers: LensAnswers;
  readonly firstLens: FirstLens;
  readonly footprint: Footprint;
}

/** A goal and the measured value. */
interface Judged {
  readonly goal: string;
  readonly reached: string;
  readonly isMet: boolean;
}

export function pageOf(figures: Figures): string {
  const { environment, rounds, compared, latencies } = figures;
  return `# Benchmarks

Written by \`npm run bench\` in one run. On a machine that does other work at the same time everything is slower and some figures are erratic.
[Performance](docs/performance.md) explains where the time goes.

${markdownTable([['', ''], ...Object.entries(environment)])}

## Gradients

Each contestant is a process that computes the same model from the same params; ours is \`bp bench\`. All must give the same loss and gradients before
anything is timed. Then they take turns. The figures are medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}; in parentheses is how many times as fast ours is. A step is a forward pass, a
backward pass and an update by gradient descent, on all samples. The models are in \`test/benchmark/engine/models/\`.

${markdownTable(comparisonRows(compared))}

${notes}

## Keystrokes

For each length a new language server; keystrokes all over the file, each 60 ms after the previous answer. Result: milliseconds from \`didChange\` to the
values, with the decorations of the visible lines and those around them. Lenses: milliseconds until all lenses have arrived, requested right after the keystroke.

${markdownTable(latencyRows(latencies))}

## Other goals

${markdownTable([['', 'goal', 'reached', ''], ...judgedRows(figures)])}
`;
}

const columns = Object.keys(rivals) as RivalName[];

const notes = `PyTorch runs eagerly, in the precision of the row. TensorFlow.js computes in float32 only, also on the lesson. jax-js runs the model compiled by
\`jit\`; its float64 \`exp\` and \`tanh\` have the accuracy of float32. micrograd creates an object for each number.`;

function comparisonRows(compared: readonly Compared[]): string[][] {
  const heads = ['', '', 'ours', ...columns.map((name) => rivals[name].title), 'goal', 'reached', ''];
  const rows = compared.map(({ work, contest, times }) => {
    const show = work.timed === 'product' ? showRate : showTime;
    const ours = times.ours!;
    const cells = columns.map((name) => {
      const time = times[name];
      return time === undefined ? '' : `${show(time)} (${showTimes(time / ours)})`;
    });
    const judged = contest.goals.map((goal) => judge(goal, times));
    const joined = (of: (judged: Judged) => string): string => judged.map(of).join('<br>');
    return [
      ...[work.title, contest.precision, `**${show(ours)}**`, ...cells],
      ...[joined(({ goal }) => goal), joined(({ reached }) => reached), joined(showMet)],
    ];
  });
  return [heads, ...rows];
}

function judge(goal: Goal, times: Readonly<Partial<Record<Contestant, number>>>): Judged {
  const ours = times.ours!;
  if ('perSecond' in goal) {
    const rate = (1e9 * operationsOfProduct) / ours;
    return { goal: `${goal.perSecond / 1e9} GFLOP/s`, reached: showRate(ours), isMet: rate >= goal.perSecond };
  }
  const reached = times[goal.rival]! / ours;
  const { title } = rivals[goal.rival];
  return { goal: `${goal.times} × ${title}`, reached: showTimes(reached), isMet: reached >= goal.times };
}

function latencyRows(latencies: readonly Latency[]): string[][] {
  const spread = ({ median, p95, max }: Spread): string[] => [median, p95, max].map(showMilliseconds);
  const heads = ['lines', 'keystrokes', 'result: median', 'p95', 'max', 'lenses: median', 'p95', 'max'];
  const use = ['CPU, ms per keystroke', 'heap, MiB', 'heap at the end'];
  const rows = latencies.map(({ lines, keys, result, lenses, processor, heap }) => [
    ...[showCount(lines), String(keys), ...spread(result), ...spread(lenses)],
    ...[showMilliseconds(processor), ...heap.map((bytes) => (bytes / 2 ** 20).toFixed(0))],
  ]);
  return [[...heads, ...use], ...rows];
}

function judgedRows({ latencies, lensAnswers, firstLens, footprint }: Figures): string[][] {
  const at = (lines: number): Spread => latencies.find((latency) => latency.lines === lines)!.result;
  const growth = at(50_000).median / at(5_000).median;
  const { ours, trivial, lenses } = lensAnswers;
  const { size, atRest, node, bp } = footprint;
  const rows: readonly (readonly [what: string, Judged])[] = [
    ['`didChange` to result at 5,000 lines, p95', atMost(at(5_000).p95, 10, ' ms')],
    ['median at 50,000 lines relative to 5,000: at most linear', atMost(growth, 10, ' times')],
    [
      `answer with ${showCount(lenses)} lenses whose numbers changed: at most 2 ms more than a server that does nothing else, give or take the noise of both`,
      atMost(Number(ours.median.toFixed(1)), Number((trivial.median + 2).toFixed(1)), ' ms'),
    ],
    [
      `first lens in an installed VS Code after activation, without VS Code's debounce of ${firstLens.debounce.toFixed(0)} ms`,
      atMost(firstLens.own, 400, ' ms'),
    ],
    [
      'the same for an extension that only offers one lens',
      { goal: '', reached: `${firstLens.trivialOwn.toFixed(0)} ms`, isMet: true },
    ],
    ['memory of the idle language server with the lesson open', atMost(atRest / 1e6, 90, ' MB')],
    ['size of the `.vsix`', atMost(size / 1e6, 2, ' MB')],
    [
      `\`bp eval examples/lesson.bp\`, whole process; Node alone takes ${node.toFixed(0)} ms`,
      { goal: '', reached: `${bp.toFixed(0)} ms`, isMet: true },
    ],
  ];
  return rows.map(([what, judged]) => [what, judged.goal, judged.reached, judged.goal === '' ? '' : showMet(judged)]);
}

function atMost(value: number, most: number, unit: string): Judged {
  return {
    goal: `≤ ${most}${unit}`,
    reached: `${value < 100 ? Number(value.toPrecision(3)) : Math.round(value)}${unit}`,
    isMet: value <= most,
  };
}

function showMet({ isMet }: Judged): string {
  return isMet ? '✓' : '**short**';
}

const units = [
  [1e9, 's'],
  [1e6, 'ms'],
  [1e3, 'µs'],
  [1, 'ns'],
] as const;

function showTime(nanoseconds: number): string {
  const [size, unit] = units.find(([size]) => nanoseconds >= size) ?? [1, 'ns'];
  return `${Number((nanoseconds / size).toPrecision(3))} ${unit}`;
}

/** The rate of the matrix product. */
function showRate(nanoseconds: number): string {
  return `${(operationsOfProduct / nanoseconds).toPrecision(3)} GFLOP/s`;
}

function showTimes(times: number): string {
  return `${times < 10 ? times.toFixed(2) : showCount(Math.round(times))}×`;
}

function showMilliseconds(milliseconds: number): string {
  return milliseconds.toFixed(1);
}

function showCount(count: number): string {
  return count.toLocaleString('en-US');
}
