/** The runner on a WebAssembly instance: compiles a program to instructions for the kernels. */

import { constant } from '../../ir/constant.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { leaf } from '../../operators/identities.ts';
import { costOf, createJsOperation, type Operation } from '../js/operations.ts';
import { planMemory } from '../memoryPlan.ts';
import type { Runner } from '../runner.ts';
import { runToCompletion } from '../slices.ts';
import { Code, type CodeSegment } from './codegen/code.ts';
import { type EvaluationOrder, type EvaluationStep, evaluationOrderOf } from './codegen/evaluationOrder.ts';
import type { Instruction } from './codegen/instruction.ts';
import { emitters } from './codegen/instructionSelection.ts';
import { noScalarInstruction } from './codegen/scalarInstructions.ts';
import { Workspace } from './codegen/workspace.ts';
import { callJs } from './opcodes.ts';
import type { WasmInstance } from './wasmInstance.ts';

export class WasmRunner implements Runner {
  readonly data: Float64Array;
  readonly starts: Int32Array;
  readonly #program: Program;
  readonly #evaluationOrder: EvaluationOrder;
  readonly #instance: WasmInstance;
  readonly #workspace: Workspace;
  /** The address of the values in the instance's memory. */
  readonly #valuesAddress: number;
  readonly #setup: readonly CodeSegment[];
  readonly #perRun: readonly CodeSegment[];
  readonly #jsNodes: NodeId[] = [];
  /** Operations computed in TypeScript, indexed by the number in the instruction. */
  readonly #operations: readonly Operation[];
  readonly #isPinned: Uint8Array;
  #isSetUp = false;

  /** @throws RangeError when the values don't fit into memory. */
  constructor(program: Program, instance: WasmInstance) {
    this.#program = program;
    this.#evaluationOrder = evaluationOrderOf(program);
    const { starts, length } = planMemory(program, this.#evaluationOrder.order);
    this.starts = starts;
    this.#instance = instance;
    instance.computeInJs = (operation) => this.#operations[operation]();
    this.#workspace = new Workspace(this.#instance);
    this.#valuesAddress = this.#instance.allocate(bytesPerElement * length);
    const [setup, perRun] = [this.#evaluationOrder.setup, this.#evaluationOrder.perRun].map((steps) =>
      this.#emitSteps(steps),
    );
    this.#setup = setup.loadInto(this.#instance);
    this.#perRun = perRun.loadInto(this.#instance);
    this.data = new Float64Array(this.#instance.buffer, this.#valuesAddress, length);
    this.#isPinned = new Uint8Array(program.length);
    this.#operations = this.#jsNodes.map((node) => this.#createOperation(node));
    for (const node of this.#presetNodes()) {
      if (program.operator(node) === constant) this.#writeConstant(node);
    }
  }

  pin(node: NodeId): void {
    this.#isPinned[node] = 1;
  }

  unpin(node: NodeId): void {
    this.#isPinned[node] = 0;
    if (this.#isSetUp) this.#initialize(node);
  }

  run(): void {
    if (!this.#isSetUp) runToCompletion(this.#prepare());
    this.#instance.run64(this.#perRun[0].start, this.#perRun[this.#perRun.length - 1].end);
  }

  *runInSlices(): Generator<undefined, void> {
    if (!this.#isSetUp) yield* this.#prepare();
    yield* this.#runSegments(this.#perRun);
  }

  /** Computes what is the same in every run, and initializes the leaves. */
  *#prepare(): Generator<undefined, void> {
    yield* this.#runSegments(this.#setup);
    for (const node of this.#presetNodes()) {
      if (this.#program.operator(node) === leaf && this.#isPinned[node] === 0) this.#initialize(node);
    }
    this.#isSetUp = true;
  }

  *#runSegments(segments: readonly CodeSegment[]): Generator<undefined, void> {
    for (const [i, { start, end }] of segments.entries()) {
      if (i > 0) yield undefined;
      this.#instance.run64(start, end);
    }
  }

  #presetNodes(): Int32Array {
    return this.#evaluationOrder.order.subarray(0, this.#evaluationOrder.presetCount);
  }

  /** Reads a scalar constant without allocating an attributes object. */
  #writeConstant(node: NodeId): void {
    const number = this.#program.constantValue(node);
    if (number === undefined) this.data.set(this.#program.attributes(node).values ?? [], this.starts[node]);
    else this.data[this.starts[node]] = number;
  }

  #initialize(node: NodeId): void {
    createJsOperation(this.#program, node, this.data, this.starts)();
  }

  #emitSteps(steps: readonly EvaluationStep[]): Code {
    const code = new Code();
    for (const step of steps) {
      if (step.opcode === noScalarInstruction) this.#emit(this.#evaluationOrder.order[step.first], code);
      else this.#emitScalars(step, code);
    }
    return code;
  }

  #emitScalars({ opcode, first, end }: EvaluationStep, code: Code): void {
    const { order } = this.#evaluationOrder;
    const count = end - first;
    const arity = this.#program.arity(order[first]);
    const args = code.allocateInstruction(opcode, 2 + count * arity, (1 + arity) * count);
    args[0] = count;
    args[1] = this.#address(order[first]);
    for (let index = first, argIndex = 2; index < end; index++) {
      for (let operandIndex = 0; operandIndex < arity; operandIndex++) {
        args[argIndex++] = this.#address(this.#program.operand(order[index], operandIndex));
      }
    }
  }

  #emit(node: NodeId, code: Code): void {
    const program = this.#program;
    const operands = program.operands(node);
    const selected = emitters.get(program.operator(node))?.({
      operands: operands.map((operand) => this.#address(operand)),
      output: this.#address(node),
      shapes: { operands: operands.map((operand) => program.shape(operand)), output: program.shape(node) },
      attributes: program.attributes(node),
      scratch: (elements) => this.#workspace.scratch(elements),
      constants: (numbers) => this.#workspace.constants(numbers),
    });
    const instructions: readonly Instruction[] = selected ?? [[callJs, this.#jsNodes.push(node) - 1]];
    const cost = costOf(program, node) / instructions.length;
    for (const instruction of instructions) code.append(instruction, cost);
  }

  #address(node: NodeId): number {
    return this.#valuesAddress + bytesPerElement * this.starts[node];
  }

  #createOperation(node: NodeId): Operation {
    const operation = createJsOperation(this.#program, node, this.data, this.starts);
    if (this.#program.operator(node) !== leaf) return operation;
    return () => {
      if (this.#isPinned[node] === 0) operation();
    };
  }
}

const bytesPerElement = Float64Array.BYTES_PER_ELEMENT;
