/**
 * The groups of a circuit: a call of a function is one, and a gradient that is asked for. Where that leaves more than can be
 * taken in at a glance, so is a statement, and then a run of many.
 */

import { firstWhere } from '../language/base/partitionPoint.ts';
import type { Statement } from '../language/syntax/tree.ts';
import type { Circuit } from './components.ts';
import type { Standings } from './provenance.ts';

/** So many nodes can be taken in at a glance. */
export const glance = 300;

/** How many things a run holds. */
const runLength = 10;

/** So many runs need no runs of their own. */
const fewRuns = 50;

export type Made =
  /** By its place among the parts of the program. */
  | { readonly kind: 'part'; readonly part: number }
  /** All that one statement of the file is made of. */
  | { readonly kind: 'statement'; readonly statement: Statement }
  /** Things in a row, in a group of another kind or in none; counted on each level: runs of level 0 hold no others. */
  | {
      readonly kind: 'run';
      readonly within?: Made | undefined;
      /** The first component of all that was divided into runs. */
      readonly origin: number;
      readonly level: number;
      readonly place: number;
    };

/** A component, or a group. */
export type Item = number | Group;

/** The components from `start` up to and excluding `end`. */
export interface Group {
  readonly made: Made;
  readonly start: number;
  readonly end: number;
  readonly items: readonly Item[];
}

/** What stands in no group. */
export function groupsOf(circuit: Circuit, standings: Standings): readonly Item[] {
  const { items, groups } = inParts(circuit, standings);
  for (const group of groups) group.items = inRuns(group.items, group.made);
  if (items.length <= glance) return items;
  return inRuns(inStatements(items, standings));
}

interface OpenGroup extends Group {
  items: Item[];
}

function inParts(circuit: Circuit, standings: Standings): { items: Item[]; groups: readonly OpenGroup[] } {
  const items: Item[] = [];
  const groups: OpenGroup[] = [];
  const open: OpenGroup[] = [];
  let next = 0;
  for (let component = 0; component < circuit.length; component++) {
    while (open.length > 0 && open.at(-1)!.end <= component) open.pop();
    for (; next < standings.parts.length && standings.parts[next].first <= circuit.nodes[component]; next++) {
      const { maker, end: endNode } = standings.parts[next];
      const end = firstWhere(circuit.nodes, (node) => node >= endNode);
      if (maker.kind === 'const' || end <= component) continue;
      const group: OpenGroup = { made: { kind: 'part', part: next }, start: component, end, items: [] };
      (open.at(-1)?.items ?? items).push(group);
      groups.push(group);
      open.push(group);
    }
    (open.at(-1)?.items ?? items).push(component);
  }
  return { items, groups };
}

/** Several things of one statement become a group. */
function inStatements(items: readonly Item[], standings: Standings): Item[] {
  const grouped: Item[] = [];
  for (let first = 0; first < items.length; ) {
    const statement = standings.ownerOf(startOf(items[first]));
    let last = first + 1;
    while (last < items.length && standings.ownerOf(startOf(items[last])) === statement) last++;
    const own = items.slice(first, last);
    const made = statement && ({ kind: 'statement', statement } as const);
    if (made && own.length > 1) grouped.push(groupOf(made, inRuns(own, made)));
    else for (const item of own) grouped.push(item);
    first = last;
  }
  return grouped;
}

/** Where there are many things, runs of them; where there are many runs, runs of those. */
function inRuns(items: Item[], within?: Made): Item[] {
  if (items.length <= glance) return items;
  const origin = startOf(items[0]);
  let whole = items;
  for (let level = 0; level === 0 || whole.length > fewRuns; level++) {
    const runs: Item[] = [];
    for (let first = 0; first < whole.length; first += runLength) {
      const run = whole.slice(first, first + runLength);
      runs.push(run.length === 1 ? run[0] : groupOf({ kind: 'run', within, origin, level, place: runs.length }, run));
    }
    whole = runs;
  }
  return whole;
}

function groupOf(made: Made, items: readonly Item[]): Group {
  return { made, start: startOf(items[0]), end: endOf(items.at(-1)!), items };
}

export function startOf(item: Item): number {
  return typeof item === 'number' ? item : item.start;
}

export function endOf(item: Item): number {
  return typeof item === 'number' ? item + 1 : item.end;
}
