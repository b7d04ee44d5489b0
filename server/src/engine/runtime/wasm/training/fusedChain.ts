/** The instruction for elementwise nodes that are computed together: what only they read stays in registers. */

import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sizeOf } from '../../../ir/shape.ts';
import { lieOf } from '../codegen/broadcastLayout.ts';
import { type ChainOperand, type ChainStep, chainInstruction } from '../codegen/chain.ts';
import type { Instruction } from '../codegen/instruction.ts';
import type { Fusion } from './fusion.ts';
import { stepsOf } from './slopeSteps.ts';

/** @param addressOf where a value lies that is stored, or given. */
export function fusedChain(
  program: Program,
  nodes: readonly NodeId[],
  fusion: Fusion,
  addressOf: (node: NodeId) => number,
  scratch: (elements: number) => number,
): Instruction {
  const shape = program.shape(nodes[0]);
  const operands = new Operands(shape, addressOf);
  const own = new Set(nodes.filter((node) => !fusion.isStored(node)));
  const lastReads = new Map<NodeId, NodeId>();
  const all = stepsOf(program, nodes, fusion);
  for (const { node, reads } of all) for (const reading of reads) lastReads.set(reading.node, node);
  const steps = all.map(({ node, code, reads }): ChainStep => {
    const places = reads.map((reading) =>
      own.has(reading.node) ? operands.registerOf(reading.node) : operands.inMemory(reading.node, reading.shape),
    );
    for (const reading of reads) if (lastReads.get(reading.node) === node) operands.release(reading.node);
    const output = own.has(node) ? operands.registerFor(node) : operands.inMemory(node, shape);
    return { code, operands: places, output };
  });
  const size = sizeOf(shape);
  const columns = operands.hasRows ? shape[shape.length - 1] : size;
  return chainInstruction({ rows: size / columns, columns }, operands.all, steps, scratch);
}

/** The operands of a chain, each at its place in the list of all. */
class Operands {
  readonly all: ChainOperand[] = [];
  /** Whether one of them is a row or a column. */
  hasRows = false;
  readonly #shape: Shape;
  readonly #addressOf: (node: NodeId) => number;
  readonly #places = new Map<string, number>();
  readonly #registers = new Map<NodeId, number>();
  readonly #free: number[] = [];

  constructor(shape: Shape, addressOf: (node: NodeId) => number) {
    this.#shape = shape;
    this.#addressOf = addressOf;
  }

  inMemory(node: NodeId, shape: Shape): number {
    const lie = lieOf(shape, this.#shape)!;
    if (lie === 'row' || lie === 'column') this.hasRows = true;
    const key = `${node} ${lie}`;
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = this.all.push({ lie, address: this.#addressOf(node) }) - 1;
    this.#places.set(key, place);
    return place;
  }

  registerOf(node: NodeId): number {
    return this.#registers.get(node)!;
  }

  registerFor(node: NodeId): number {
    const place = this.#free.pop() ?? this.all.push({ lie: 'register' }) - 1;
    this.#registers.set(node, place);
    return place;
  }

  /** The register of a node, if it has one, may hold another value. */
  release(node: NodeId): void {
    const place = this.#registers.get(node);
    if (place === undefined) return;
    this.#registers.delete(node);
    this.#free.push(place);
  }
}
