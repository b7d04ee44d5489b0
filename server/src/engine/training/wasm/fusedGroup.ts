/** The instruction of a group of fused elementwise nodes; intermediate values stay in registers. */

import type { NodeId, Program } from '../../ir/program.ts';
import { type Shape, sizeOf } from '../../ir/shape.ts';
import { operandLayoutOf } from '../../runtime/wasm/codegen/broadcastLayout.ts';
import {
  type ElementwiseOp,
  type FusedOperand,
  fusedElementwiseInstruction,
} from '../../runtime/wasm/codegen/fusedElementwise.ts';
import type { Instruction } from '../../runtime/wasm/codegen/instruction.ts';
import { fusedOpsOf } from './fusedOps.ts';
import type { Fusion } from './fusion.ts';

/** @param addressOf the address of a stored or given value. */
export function fusedGroupInstruction(
  program: Program,
  nodes: readonly NodeId[],
  fusion: Fusion,
  addressOf: (node: NodeId) => number,
  scratch: (elements: number) => number,
): Instruction {
  const shape = program.shape(nodes[0]);
  const operands = new OperandTable(shape, addressOf);
  const registerNodes = new Set(nodes.filter((node) => !fusion.isStored(node)));
  const lastUses = new Map<NodeId, NodeId>();
  const fusedOps = fusedOpsOf(program, nodes, fusion);
  for (const { node, inputs } of fusedOps) for (const input of inputs) lastUses.set(input.node, node);
  const ops = fusedOps.map(({ node, opcode, inputs }): ElementwiseOp => {
    const operandIndices = inputs.map((input) =>
      registerNodes.has(input.node) ? operands.registerOf(input.node) : operands.memoryOperand(input.node, input.shape),
    );
    for (const input of inputs) if (lastUses.get(input.node) === node) operands.release(input.node);
    const output = registerNodes.has(node) ? operands.allocateRegister(node) : operands.memoryOperand(node, shape);
    return { opcode, operands: operandIndices, output };
  });
  const size = sizeOf(shape);
  const columns = operands.hasRows ? shape[shape.length - 1] : size;
  return fusedElementwiseInstruction({ rows: size / columns, columns }, operands.list, ops, scratch);
}

/** The operands of a fused instruction and their indices. */
class OperandTable {
  readonly list: FusedOperand[] = [];
  /** True if any operand is a row or a column. */
  hasRows = false;
  readonly #shape: Shape;
  readonly #addressOf: (node: NodeId) => number;
  readonly #indices = new Map<string, number>();
  readonly #registers = new Map<NodeId, number>();
  readonly #freeRegisters: number[] = [];

  constructor(shape: Shape, addressOf: (node: NodeId) => number) {
    this.#shape = shape;
    this.#addressOf = addressOf;
  }

  memoryOperand(node: NodeId, shape: Shape): number {
    const layout = operandLayoutOf(shape, this.#shape)!;
    if (layout === 'row' || layout === 'column') this.hasRows = true;
    const key = `${node} ${layout}`;
    const existing = this.#indices.get(key);
    if (existing !== undefined) return existing;
    const index = this.list.push({ layout, address: this.#addressOf(node) }) - 1;
    this.#indices.set(key, index);
    return index;
  }

  registerOf(node: NodeId): number {
    return this.#registers.get(node)!;
  }

  allocateRegister(node: NodeId): number {
    const index = this.#freeRegisters.pop() ?? this.list.push({ layout: 'register' }) - 1;
    this.#registers.set(node, index);
    return index;
  }

  /** Frees the register of a node, if it has one. */
  release(node: NodeId): void {
    const index = this.#registers.get(node);
    if (index === undefined) return;
    this.#registers.delete(node);
    this.#freeRegisters.push(index);
  }
}
