/** Runs a program on a machine of its own, as instructions for the kernels in WebAssembly. */

import { type Kernels, Machine } from '../kernels/native.ts';
import { plain } from '../kernels/opcodes.ts';
import { constant, leaf } from '../ops/leaves.ts';
import { costOf, type Operation, plainOperation } from '../plainOperation.ts';
import type { Plan } from '../plan.ts';
import type { NodeId, Program } from '../program.ts';
import type { Runner } from '../runner.ts';
import { Code, type Stretch } from './code.ts';
import { emissions } from './emissions.ts';
import type { Instruction } from './instruction.ts';
import { Workspace } from './workspace.ts';

export class NativeRunner implements Runner {
  readonly data: Float64Array;
  readonly #machine: Machine;
  readonly #slices: readonly Stretch[];
  /** What is computed in TypeScript, by the numbers in the instructions. */
  readonly #operations: readonly Operation[];
  readonly #isHeld: Uint8Array;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(program: Program, plan: Plan, kernels: Kernels) {
    const { starts, length } = plan;
    this.#machine = new Machine(kernels, (operation) => this.#operations[operation]());
    const workspace = new Workspace(this.#machine);
    const values = this.#machine.reserve(bytesPerNumber * length);
    const address = (node: NodeId): number => values + bytesPerNumber * starts[node];
    const code = new Code();
    const plainNodes: NodeId[] = [];
    for (let node = 0; node < program.length; node++) {
      if (program.operator(node) === constant) continue;
      const operands = program.operands(node);
      const emitted = emissions.get(program.operator(node))?.({
        operands: operands.map(address),
        output: address(node),
        shapes: { operands: operands.map((operand) => program.shape(operand)), output: program.shape(node) },
        attributes: program.attributes(node),
        scratch: (elements) => workspace.scratch(elements),
        numbers: (numbers) => workspace.numbers(numbers),
      });
      const instructions: readonly Instruction[] = emitted ?? [[plain, plainNodes.push(node) - 1]];
      const cost = costOf(program, node) / instructions.length;
      for (const instruction of instructions) code.append(instruction, cost);
    }
    this.#slices = code.load(this.#machine);
    this.data = new Float64Array(this.#machine.buffer, values, length);
    this.#isHeld = new Uint8Array(program.length);
    this.#operations = plainNodes.map((node) => this.#operation(program, node, starts));
    for (let node = 0; node < program.length; node++) {
      if (program.operator(node) === constant) this.data.set(program.attributes(node).values ?? [], starts[node]);
    }
  }

  hold(leaf: NodeId): void {
    this.#isHeld[leaf] = 1;
  }

  release(leaf: NodeId): void {
    this.#isHeld[leaf] = 0;
  }

  run(): void {
    this.#machine.run64(this.#slices[0].start, this.#slices[this.#slices.length - 1].end);
  }

  *slices(): Generator<undefined, void> {
    for (const [slice, { start, end }] of this.#slices.entries()) {
      if (slice > 0) yield undefined;
      this.#machine.run64(start, end);
    }
  }

  #operation(program: Program, node: NodeId, starts: Int32Array): Operation {
    const operation = plainOperation(program, node, this.data, starts);
    if (program.operator(node) !== leaf) return operation;
    return () => {
      if (this.#isHeld[node] === 0) operation();
    };
  }
}

const bytesPerNumber = Float64Array.BYTES_PER_ELEMENT;
