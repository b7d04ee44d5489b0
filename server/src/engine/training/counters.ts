/** The counters that hyperparameters may be computed from. */

import type { NodeId } from '../ir/program.ts';
import type { Epochs } from './epochs.ts';

export const counterTable = [
  { name: 'step', doc: 'The number of steps taken before this one: 0 at the first step.' },
  { name: 'epoch', doc: 'The number of epochs completed before this step: 0 during the first epoch.' },
  { name: 'steps', doc: 'The number of steps at the end of the run: its epochs times the batches of an epoch.' },
] as const satisfies readonly { readonly name: string; readonly doc: string }[];
export type CounterName = (typeof counterTable)[number]['name'];

export function isCounterName(name: string): name is CounterName {
  return counterTable.some((counter) => counter.name === name);
}

/** The numbers of a step, in the order of `counterTable`. */
export type Counters = readonly [step: number, epoch: number, steps: number];

/** The leaf of each counter, in the order of `counterTable`; −1 if the program doesn't need it. */
export type CounterLeaves = readonly [step: NodeId, epoch: NodeId, steps: NodeId];

export const noCounterLeaves: CounterLeaves = [-1, -1, -1];

/** @param epochs those of a run; undefined if the file names none, so that `steps` is not used. */
export function countersOf(step: number, order: Epochs, epochs: number | undefined): Counters {
  return [step, order.epochOf(step), epochs === undefined ? 0 : order.endOfRun(step, epochs)];
}
