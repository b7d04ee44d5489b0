/** Buffer allocation for the values of a training step; a buffer is reused once its value is no longer read. */

import type { NodeId, Program } from '../../ir/program.ts';
import { sizeOf } from '../../ir/shape.ts';
import type { Fusion } from './fusion.ts';

export interface BufferAllocation {
  /** The offset of each stored value in elements; −1 if it is not stored. */
  readonly starts: Int32Array;
  /** The total size in elements. */
  readonly length: number;
}

/** @param isLiveOut whether a value is read after a run. Scalars and values computed once are kept as well. */
export function allocateBuffers(
  program: Program,
  fusion: Fusion,
  isLiveOut: (node: NodeId) => boolean,
): BufferAllocation {
  const { setup, perRun } = fusion;
  const starts = new Int32Array(program.length).fill(-1);
  const allocator = new BufferAllocator();
  const allocate = (nodes: readonly NodeId[]): void => {
    let start = allocator.allocate(nodes.reduce((total, node) => total + sizeOf(program.shape(node)), 0));
    for (const node of nodes) {
      starts[node] = start;
      start += sizeOf(program.shape(node));
    }
  };
  for (const { nodes } of setup) allocate(nodes.filter((node) => fusion.isStored(node)));
  const lastUses = lastUsesOf(program, fusion);
  const expiring: NodeId[][] = perRun.map(() => []);
  for (const [groupIndex, { kind, nodes }] of perRun.entries()) {
    if (kind === 'scalar') allocate(nodes);
    else {
      for (const node of nodes) {
        if (!fusion.isStored(node)) continue;
        allocate([node]);
        if (!isLiveOut(node)) expiring[lastUses[node]].push(node);
      }
    }
    for (const node of expiring[groupIndex]) allocator.free(starts[node], sizeOf(program.shape(node)));
  }
  return { starts, length: allocator.length };
}

/** For each node, the index of the last group that reads it. */
function lastUsesOf(program: Program, fusion: Fusion): Int32Array {
  const lastUse = new Int32Array(program.length);
  for (const [groupIndex, { nodes }] of fusion.perRun.entries()) {
    for (const node of nodes) {
      for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++)
        lastUse[fusion.inputOf(node, operandIndex)] = groupIndex;
    }
  }
  return lastUse;
}

interface FreeBlock {
  start: number;
  length: number;
}

/** A first-fit allocator that reuses freed blocks. */
class BufferAllocator {
  /** The high-water mark, in elements. */
  length = 0;
  /** Sorted by offset; no two are adjacent. */
  readonly #freeBlocks: FreeBlock[] = [];

  allocate(size: number): number {
    const length = alignUp(size);
    const block = this.#freeBlocks.find((candidate) => candidate.length >= length);
    if (block) {
      const { start } = block;
      block.start += length;
      block.length -= length;
      if (block.length === 0) this.#freeBlocks.splice(this.#freeBlocks.indexOf(block), 1);
      return start;
    }
    const lastBlock = this.#freeBlocks.at(-1);
    const start =
      lastBlock && lastBlock.start + lastBlock.length === this.length ? this.#freeBlocks.pop()!.start : this.length;
    this.length = start + length;
    return start;
  }

  free(start: number, size: number): void {
    const length = alignUp(size);
    if (length === 0) return;
    const foundIndex = this.#freeBlocks.findIndex((block) => block.start > start);
    const index = foundIndex < 0 ? this.#freeBlocks.length : foundIndex;
    const [previous, next] = [this.#freeBlocks[index - 1], this.#freeBlocks[index]];
    const mergesPrevious = previous !== undefined && previous.start + previous.length === start;
    const mergesNext = next !== undefined && start + length === next.start;
    if (mergesPrevious) {
      previous.length += length + (mergesNext ? next.length : 0);
      if (mergesNext) this.#freeBlocks.splice(index, 1);
    } else if (mergesNext) {
      next.start = start;
      next.length += length;
    } else this.#freeBlocks.splice(index, 0, { start, length });
  }
}

/** Elements per cache line or two, whether they have 32 or 64 bits. */
const alignment = 16;

function alignUp(size: number): number {
  return Math.ceil(size / alignment) * alignment;
}
