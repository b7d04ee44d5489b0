/** Runs a program on a machine of its own, as instructions for the kernels in WebAssembly. */

import { type Kernels, Machine } from '../kernels/native.ts';
import { plain } from '../kernels/opcodes.ts';
import { constant, leaf } from '../ops/leaves.ts';
import { costOf, type Operation, plainOperation } from '../plainOperation.ts';
import { type Plan, plan } from '../plan.ts';
import type { NodeId, Program } from '../program.ts';
import type { Runner } from '../runner.ts';
import { toEnd } from '../slices.ts';
import { Code, type Stretch } from './code.ts';
import { emissions } from './emissions.ts';
import type { Instruction } from './instruction.ts';
import { type Schedule, type Step, scheduled } from './schedule.ts';
import { Workspace } from './workspace.ts';

export class NativeRunner implements Runner {
  readonly data: Float64Array;
  readonly starts: Int32Array;
  readonly #program: Program;
  readonly #schedule: Schedule;
  readonly #machine: Machine;
  readonly #workspace: Workspace;
  /** Where the values begin in the machine's memory. */
  readonly #values: number;
  readonly #once: readonly Stretch[];
  readonly #each: readonly Stretch[];
  readonly #plainNodes: NodeId[] = [];
  /** What is computed in TypeScript, by the numbers in the instructions. */
  readonly #operations: readonly Operation[];
  readonly #isHeld: Uint8Array;
  #hasRun = false;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(program: Program, kernels: Kernels) {
    this.#program = program;
    this.#schedule = scheduled(program);
    const { starts, length } = planned(program, this.#schedule);
    this.starts = starts;
    this.#machine = new Machine(kernels, (operation) => this.#operations[operation]());
    this.#workspace = new Workspace(this.#machine);
    this.#values = this.#machine.reserve(bytesPerNumber * length);
    const [once, each] = [this.#schedule.once, this.#schedule.each].map((steps) => this.#codeOf(steps));
    this.#once = once.load(this.#machine);
    this.#each = each.load(this.#machine);
    this.data = new Float64Array(this.#machine.buffer, this.#values, length);
    this.#isHeld = new Uint8Array(program.length);
    this.#operations = this.#plainNodes.map((node) => this.#operation(node));
    for (const node of this.#schedule.given) {
      if (program.operator(node) === constant) this.data.set(program.attributes(node).values ?? [], starts[node]);
    }
  }

  hold(held: NodeId): void {
    this.#isHeld[held] = 1;
  }

  release(held: NodeId): void {
    this.#isHeld[held] = 0;
    if (this.#hasRun) this.#start(held);
  }

  run(): void {
    if (!this.#hasRun) toEnd(this.#prepared());
    this.#machine.run64(this.#each[0].start, this.#each[this.#each.length - 1].end);
  }

  *slices(): Generator<undefined, void> {
    if (!this.#hasRun) yield* this.#prepared();
    yield* this.#stretches(this.#each);
  }

  /** Computes what is the same in every run, and where the leaves start. */
  *#prepared(): Generator<undefined, void> {
    yield* this.#stretches(this.#once);
    for (const node of this.#schedule.given) {
      if (this.#program.operator(node) === leaf && this.#isHeld[node] === 0) this.#start(node);
    }
    this.#hasRun = true;
  }

  *#stretches(stretches: readonly Stretch[]): Generator<undefined, void> {
    for (const [i, { start, end }] of stretches.entries()) {
      if (i > 0) yield undefined;
      this.#machine.run64(start, end);
    }
  }

  #start(given: NodeId): void {
    plainOperation(this.#program, given, this.data, this.starts)();
  }

  #codeOf(steps: readonly Step[]): Code {
    const code = new Code();
    for (const { code: opcode, nodes } of steps) {
      if (opcode === plain) this.#emit(nodes[0], code);
      else code.append([opcode, nodes.length, this.#address(nodes[0]), ...this.#operandsOf(nodes)], 3 * nodes.length);
    }
    return code;
  }

  #operandsOf(nodes: readonly NodeId[]): number[] {
    const addresses: number[] = [];
    for (const node of nodes) {
      for (let position = 0; position < this.#program.arity(node); position++) {
        addresses.push(this.#address(this.#program.operand(node, position)));
      }
    }
    return addresses;
  }

  #emit(node: NodeId, code: Code): void {
    const program = this.#program;
    const operands = program.operands(node);
    const emitted = emissions.get(program.operator(node))?.({
      operands: operands.map((operand) => this.#address(operand)),
      output: this.#address(node),
      shapes: { operands: operands.map((operand) => program.shape(operand)), output: program.shape(node) },
      attributes: program.attributes(node),
      scratch: (elements) => this.#workspace.scratch(elements),
      numbers: (numbers) => this.#workspace.numbers(numbers),
    });
    const instructions: readonly Instruction[] = emitted ?? [[plain, this.#plainNodes.push(node) - 1]];
    const cost = costOf(program, node) / instructions.length;
    for (const instruction of instructions) code.append(instruction, cost);
  }

  #address(node: NodeId): number {
    return this.#values + bytesPerNumber * this.starts[node];
  }

  #operation(node: NodeId): Operation {
    const operation = plainOperation(this.#program, node, this.data, this.starts);
    if (this.#program.operator(node) !== leaf) return operation;
    return () => {
      if (this.#isHeld[node] === 0) operation();
    };
  }
}

const bytesPerNumber = Float64Array.BYTES_PER_ELEMENT;

/** The values of what is computed together lie side by side. */
function planned(program: Program, { given, once, each }: Schedule): Plan {
  return plan(program, [...given, ...[...once, ...each].flatMap(({ nodes }) => nodes)]);
}
