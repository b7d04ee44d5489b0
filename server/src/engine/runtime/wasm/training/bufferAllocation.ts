/** Where values lie that are computed for the sake of roots: a place is used again once its value is not read any more. */

import type { NodeId, Program } from '../../../ir/program.ts';
import { sizeOf } from '../../../ir/shape.ts';
import type { Fusion } from './fusion.ts';

export interface Places {
  /** Where each value that is stored begins, in elements; −1 where one isn't. */
  readonly starts: Int32Array;
  /** How many elements all of them take. */
  readonly length: number;
}

/** @param isKept whether a value is read after a run. Those of single elements and of what is computed once are kept, too. */
export function placesOf(program: Program, fusion: Fusion, isKept: (node: NodeId) => boolean): Places {
  const { once, each } = fusion;
  const starts = new Int32Array(program.length).fill(-1);
  const room = new Room();
  const place = (nodes: readonly NodeId[]): void => {
    let start = room.take(nodes.reduce((total, node) => total + sizeOf(program.shape(node)), 0));
    for (const node of nodes) {
      starts[node] = start;
      start += sizeOf(program.shape(node));
    }
  };
  for (const { nodes } of once) place(nodes.filter((node) => fusion.isStored(node)));
  const lastReads = lastReadsOf(program, fusion);
  const leaving: NodeId[][] = each.map(() => []);
  for (const [turn, { kind, nodes }] of each.entries()) {
    if (kind === 'singles') place(nodes);
    else {
      for (const node of nodes) {
        if (!fusion.isStored(node)) continue;
        place([node]);
        if (!isKept(node)) leaving[lastReads[node]].push(node);
      }
    }
    for (const node of leaving[turn]) room.giveBack(starts[node], sizeOf(program.shape(node)));
  }
  return { starts, length: room.length };
}

/** For each node that is read the last work that does so, by its turn. */
function lastReadsOf(program: Program, fusion: Fusion): Int32Array {
  const last = new Int32Array(program.length);
  for (const [turn, { nodes }] of fusion.each.entries()) {
    for (const node of nodes) {
      for (let position = 0; position < program.arity(node); position++) last[fusion.read(node, position)] = turn;
    }
  }
  return last;
}

interface Gap {
  start: number;
  length: number;
}

/** Places in memory, of which those that were given back are taken first. */
class Room {
  /** How long it has become. */
  length = 0;
  /** In order, none next to another. */
  readonly #gaps: Gap[] = [];

  take(size: number): number {
    const length = roundedUp(size);
    const gap = this.#gaps.find((candidate) => candidate.length >= length);
    if (gap) {
      const { start } = gap;
      gap.start += length;
      gap.length -= length;
      if (gap.length === 0) this.#gaps.splice(this.#gaps.indexOf(gap), 1);
      return start;
    }
    const last = this.#gaps.at(-1);
    const start = last && last.start + last.length === this.length ? this.#gaps.pop()!.start : this.length;
    this.length = start + length;
    return start;
  }

  giveBack(start: number, size: number): void {
    const length = roundedUp(size);
    if (length === 0) return;
    const found = this.#gaps.findIndex((gap) => gap.start > start);
    const at = found < 0 ? this.#gaps.length : found;
    const [before, after] = [this.#gaps[at - 1], this.#gaps[at]];
    const joinsBefore = before !== undefined && before.start + before.length === start;
    const joinsAfter = after !== undefined && start + length === after.start;
    if (joinsBefore) {
      before.length += length + (joinsAfter ? after.length : 0);
      if (joinsAfter) this.#gaps.splice(at, 1);
    } else if (joinsAfter) {
      after.start = start;
      after.length += length;
    } else this.#gaps.splice(at, 0, { start, length });
  }
}

/** So many elements as begin at a line of the cache, whether they have 64 bits or 32. */
const granule = 16;

function roundedUp(size: number): number {
  return Math.ceil(size / granule) * granule;
}
