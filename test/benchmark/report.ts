/** All figures of a run as the page BENCHMARKS.md: each beside its goal, and whether it is reached. */

import type { Compared, Contestant } from './compare.ts';
import type { FirstLens } from './firstLens.ts';
import type { Footprint } from './footprint.ts';
import type { Latency } from './keystrokes.ts';
import type { LensAnswers } from './lensAnswer.ts';
import { type RivalName, rivals } from './rivals.ts';
import type { Spread } from './spread.ts';
import { markdownTable } from './tables.ts';
import { type Goal, operationsOfProduct } from './works.ts';

export interface Figures {
  /** What it was measured on and with, by name. */
  readonly surroundings: Readonly<Record<string, string>>;
  readonly rounds: number;
  readonly compared: readonly Compared[];
  readonly latencies: readonly Latency[];
  readonly lensAnswers: LensAnswers;
  readonly firstLens: FirstLens;
  readonly footprint: Footprint;
}

/** A goal beside what was reached. */
interface Judged {
  readonly goal: string;
  readonly reached: string;
  readonly isMet: boolean;
}

export function pageOf(figures: Figures): string {
  const { surroundings, rounds, compared, latencies } = figures;
  return `# Benchmarks

Written by \`npm run bench\`, in one run. A machine that others work on at the same time makes all of it slower, and some of it erratic.

${markdownTable([['', ''], ...Object.entries(surroundings)])}

## Gradients

Ours is what \`bp bench\` says in a process of its own; each rival is a process that does the same model from the same params. All come to the
same loss and gradients, which is checked before anything is timed. Then all take turns: medians of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, and in parentheses how
many times as fast ours is. A step is forward, reverse and the update of stochastic gradient descent, with all samples. The models are in
\`test/benchmark/models/\`.

${markdownTable(comparisonRows(compared))}

${notes}

## From a key to what is seen of it

A language server of its own for each length, typed into at places all over the file, a key 60 ms after the last answer: milliseconds from
\`didChange\` until the result is there, with the line ends of a screen and those around it; then, as lenses are shown instead and asked for right
behind the key, until all of them are.

${markdownTable(latencyRows(latencies))}

## What else was to be reached

${markdownTable([['', 'goal', 'reached', ''], ...judgedRows(figures)])}
`;
}

const columns = Object.keys(rivals) as RivalName[];

const notes = `PyTorch is eager, with float32 and float64 as the row says. TensorFlow.js computes in float32 alone, on the lesson too. jax-js runs what \`jit\`
made of the model; its \`exp\` and \`tanh\` are as exact as float32 in float64 too. micrograd makes an object of each number.`;

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
  const heads = ['lines', 'keys', 'result: median', 'p95', 'longest', 'lenses: median', 'p95', 'longest'];
  const use = ['processor, ms a key', 'heap, MiB', 'after the keys'];
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
  const more = ours.median - trivial.median;
  const { size, atRest, node, bp } = footprint;
  const rows: readonly (readonly [what: string, Judged])[] = [
    ['didChange to result at 5,000 lines, p95', atMost(at(5_000).p95, 10, ' ms')],
    ['the median at 50,000 lines beside that at 5,000: no worse than linear', atMost(growth, 10, ' times')],
    [
      `an answer of ${showCount(lenses)} lenses after their numbers changed, beyond the ${trivial.median.toFixed(1)} ms of a server that does nothing else`,
      atMost(more, 2, ' ms'),
    ],
    [
      `the first lens on the screen of an installed VS Code after activation, its own debounce of ${firstLens.debounce.toFixed(0)} ms aside`,
      atMost(firstLens.own, 400, ' ms'),
    ],
    [
      'the same of an extension that does nothing but offer one lens',
      { goal: '', reached: `${firstLens.trivialOwn.toFixed(0)} ms`, isMet: true },
    ],
    ['memory of the language server at rest, with the lesson open', atMost(atRest / 1e6, 90, ' MB')],
    ['size of the .vsix', atMost(size / 1e6, 2, ' MB')],
    [
      `\`bp eval examples/lesson.bp\`, from start to end; Node alone takes ${node.toFixed(0)} ms`,
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

/** Of the product of matrices. */
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
