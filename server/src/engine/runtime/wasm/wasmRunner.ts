/** Runs a program on a machine, as instructions for the kernels in WebAssembly. */

import type { NodeId, Program } from '../../ir/program.ts';
import { constant, leaf } from '../../operators/leaves.ts';
import { costOf, type Operation, plainOperation } from '../js/evaluateNode.ts';
import { plan } from '../plan.ts';
import type { Runner } from '../runner.ts';
import { toEnd } from '../slices.ts';
import { Code, type Stretch } from './codegen/code.ts';
import type { Instruction } from './codegen/instruction.ts';
import { emissions } from './codegen/instructionSelection.ts';
import { type Schedule, type Step, scheduled } from './codegen/schedule.ts';
import { Workspace } from './codegen/workspace.ts';
import type { Machine } from './kernels.ts';
import { plain } from './opcodes.ts';

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
  constructor(program: Program, machine: Machine) {
    this.#program = program;
    this.#schedule = scheduled(program);
    const { starts, length } = plan(program, this.#schedule.order);
    this.starts = starts;
    this.#machine = machine;
    machine.computePlainly = (operation) => this.#operations[operation]();
    this.#workspace = new Workspace(this.#machine);
    this.#values = this.#machine.reserve(bytesPerNumber * length);
    const [once, each] = [this.#schedule.once, this.#schedule.each].map((steps) => this.#codeOf(steps));
    this.#once = once.load(this.#machine);
    this.#each = each.load(this.#machine);
    this.data = new Float64Array(this.#machine.buffer, this.#values, length);
    this.#isHeld = new Uint8Array(program.length);
    this.#operations = this.#plainNodes.map((node) => this.#operation(node));
    for (const node of this.#given()) {
      if (program.operator(node) === constant) this.#write(node);
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
    for (const node of this.#given()) {
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

  #given(): Int32Array {
    return this.#schedule.order.subarray(0, this.#schedule.given);
  }

  /** The number of a scalar is read without making an object of it. */
  #write(given: NodeId): void {
    const number = this.#program.number(given);
    if (number === undefined) this.data.set(this.#program.attributes(given).values ?? [], this.starts[given]);
    else this.data[this.starts[given]] = number;
  }

  #start(given: NodeId): void {
    plainOperation(this.#program, given, this.data, this.starts)();
  }

  #codeOf(steps: readonly Step[]): Code {
    const code = new Code();
    for (const step of steps) {
      if (step.code === plain) this.#emit(this.#schedule.order[step.first], code);
      else this.#appendSingles(step, code);
    }
    return code;
  }

  #appendSingles({ code: opcode, first, end }: Step, code: Code): void {
    const { order } = this.#schedule;
    const count = end - first;
    const arity = this.#program.arity(order[first]);
    const words = code.room(opcode, 2 + count * arity, (1 + arity) * count);
    words[0] = count;
    words[1] = this.#address(order[first]);
    for (let place = first, word = 2; place < end; place++) {
      for (let position = 0; position < arity; position++) {
        words[word++] = this.#address(this.#program.operand(order[place], position));
      }
    }
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
