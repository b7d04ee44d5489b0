/** The code that computes the outputs of a program, and the memory for its values. */

import { constant } from '../../ir/constant.ts';
import type { NodeId, Program } from '../../ir/program.ts';
import { sizeOf } from '../../ir/shape.ts';
import { bindJsOperation, costOf, type Operation } from '../../runtime/js/operations.ts';
import type { Code } from '../../runtime/wasm/codegen/code.ts';
import type { EmitContext, Instruction } from '../../runtime/wasm/codegen/instruction.ts';
import { emitters } from '../../runtime/wasm/codegen/instructionSelection.ts';
import { scalarInstructionOpcode } from '../../runtime/wasm/codegen/scalarInstructions.ts';
import { callJs } from '../../runtime/wasm/opcodes.ts';
import { Aliases } from './aliases.ts';
import { allocateBuffers } from './bufferAllocation.ts';
import { fusedGroupInstruction } from './fusedGroup.ts';
import { Fusion, type FusionGroup } from './fusion.ts';
import type { FloatArray, TrainingMemory } from './trainingMemory.ts';

export class OutputCode {
  readonly #program: Program;
  readonly #memory: TrainingMemory;
  readonly #aliases: Aliases;
  readonly #fusion: Fusion;
  readonly #constants: readonly NodeId[];
  /** The number of outputs that share each value. */
  readonly #outputCounts = new Map<NodeId, number>();
  /** The byte address of each pinned or stored value. */
  readonly #addresses: Float64Array;
  readonly #deferredOperations: (() => Operation)[];

  /**
   * @param pinned byte addresses of the leaves set from outside.
   * @param fixed those of them that are the same in every run.
   * @param deferredOperations factories of the operations computed in TypeScript, by number, to be called after the
   * last allocation; this code appends its own.
   */
  constructor(
    program: Program,
    outputs: readonly NodeId[],
    pinned: ReadonlyMap<NodeId, number>,
    fixed: ReadonlySet<NodeId>,
    memory: TrainingMemory,
    deferredOperations: (() => Operation)[],
  ) {
    this.#program = program;
    this.#memory = memory;
    this.#deferredOperations = deferredOperations;
    this.#aliases = new Aliases(program, pinned);
    this.#fusion = new Fusion(
      program,
      outputs,
      this.#aliases,
      [...pinned.keys()].filter((leaf) => !fixed.has(leaf)),
    );
    for (const output of outputs) {
      const base = this.#aliases.baseOf(output);
      this.#outputCounts.set(base, (this.#outputCounts.get(base) ?? 0) + 1);
    }
    const { starts, length } = allocateBuffers(program, this.#fusion, (node) => this.#outputCounts.has(node));
    const values = memory.allocate(length);
    this.#addresses = Float64Array.from(starts, (start) => values + memory.bytesPerElement * start);
    for (const [leaf, address] of pinned) this.#addresses[leaf] = address;
    this.#constants = this.#findConstants();
    const constantsLength = this.#constants.reduce((total, node) => total + sizeOf(program.shape(node)), 0);
    let address = memory.allocate(constantsLength);
    for (const node of this.#constants) {
      this.#addresses[node] = address;
      address += memory.bytesPerElement * sizeOf(program.shape(node));
    }
  }

  /** The byte address of an output or a pinned value. */
  addressOf(node: NodeId): number {
    return this.#addresses[this.#aliases.baseOf(node)];
  }

  /** True if an output's value is computed in each run and shared with no other output. */
  isExclusive(output: NodeId): boolean {
    const base = this.#aliases.baseOf(output);
    return this.#fusion.isVarying(base) && this.#outputCounts.get(base) === 1;
  }

  /** Appends the code that runs once. */
  appendSetup(code: Code): void {
    for (const group of this.#fusion.setup) this.#emitGroup(group, code);
  }

  /** Appends the code of each run. */
  appendPerRun(code: Code): void {
    for (const group of this.#fusion.perRun) this.#emitGroup(group, code);
  }

  /** To be called after the last allocation. */
  writeConstants(): void {
    for (const node of this.#constants) {
      const number = this.#program.constantValue(node);
      if (number === undefined) this.#view(node).set(this.#program.attributes(node).values ?? []);
      else this.#memory.write(this.#addresses[node], number);
    }
  }

  /** The constants that are read, or that are outputs. */
  #findConstants(): NodeId[] {
    const program = this.#program;
    const isNeeded = new Uint8Array(program.length);
    for (const output of this.#outputCounts.keys()) isNeeded[output] = 1;
    for (const { nodes } of [...this.#fusion.setup, ...this.#fusion.perRun]) {
      for (const node of nodes) {
        for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++)
          isNeeded[this.#fusion.inputOf(node, operandIndex)] = 1;
      }
    }
    const constants: NodeId[] = [];
    for (let node = 0; node < program.length; node++) {
      if (isNeeded[node] === 1 && program.operator(node) === constant) constants.push(node);
    }
    return constants;
  }

  #emitGroup({ kind, nodes }: FusionGroup, code: Code): void {
    if (kind === 'scalar') {
      this.#emitScalars(nodes, code);
      return;
    }
    const instructions = kind === 'elementwise' ? [this.#emitElementwise(nodes)] : this.#emitNode(nodes);
    const cost = nodes.reduce((total, node) => total + costOf(this.#program, node), 0) / instructions.length;
    for (const instruction of instructions) code.append(instruction, cost);
  }

  #emitScalars(nodes: readonly NodeId[], code: Code): void {
    const program = this.#program;
    const [first] = nodes;
    const arity = program.arity(first);
    const { length: count } = nodes;
    const args = code.allocateInstruction(
      scalarInstructionOpcode(program, first),
      2 + count * arity,
      (1 + arity) * count,
    );
    args[0] = count;
    args[1] = this.#addresses[first];
    let argIndex = 2;
    for (const node of nodes) {
      for (let operandIndex = 0; operandIndex < arity; operandIndex++) {
        args[argIndex++] = this.#addresses[this.#fusion.inputOf(node, operandIndex)];
      }
    }
  }

  #emitElementwise(nodes: readonly NodeId[]): Instruction {
    const addressOf = (node: NodeId): number => this.#addresses[node];
    return fusedGroupInstruction(this.#program, nodes, this.#fusion, addressOf, (elements) =>
      this.#memory.workspace.scratch(elements),
    );
  }

  /** Emits a node and the node fused into it, if any. */
  #emitNode([node, fused]: readonly NodeId[]): readonly Instruction[] {
    const program = this.#program;
    const inputs = this.#fusion.operandsOf(node);
    const selected = emitters.get(program.operator(node))?.({
      operands: inputs.map((input) => this.#addresses[input.node]),
      ...this.#outputs(node, fused),
      shapes: { operands: inputs.map(({ shape }) => shape), output: program.shape(node) },
      attributes: program.attributes(node),
      scratch: (elements) => this.#memory.workspace.scratch(elements),
      constants: (numbers) => this.#memory.workspace.constants(numbers),
    });
    return selected ?? [[callJs, this.#deferredOperations.push(() => this.#createOperation(node)) - 1]];
  }

  /** The outputs of a node and of the node fused into it. */
  #outputs(node: NodeId, fused: NodeId | undefined): Pick<EmitContext, 'output' | 'bias' | 'softmax'> {
    const output = this.#addresses[node];
    if (fused === undefined) return { output };
    if (this.#fusion.isStored(node)) return { output, softmax: this.#addresses[fused] };
    const bias = [0, 1]
      .map((operandIndex) => this.#fusion.inputOf(fused, operandIndex))
      .find((input) => input !== node)!;
    return { output: this.#addresses[fused], bias: this.#addresses[bias] };
  }

  #view(node: NodeId): FloatArray {
    return this.#memory.view(this.addressOf(node), sizeOf(this.#program.shape(node)));
  }

  /** 32-bit values are computed in 64 bits and rounded. */
  #createOperation(node: NodeId): Operation {
    const operands = this.#program.operands(node).map((operand) => this.#view(operand));
    const output = this.#view(node);
    const inputs = operands.map(toFloat64);
    const result = toFloat64(output);
    const operation = bindJsOperation(this.#program, node, inputs, result);
    if (result === output) return operation;
    return () => {
      for (let i = 0; i < inputs.length; i++) inputs[i].set(operands[i]);
      operation();
      output.set(result);
    };
  }
}

/** The array itself, or a 64-bit array for copies of it. */
function toFloat64(numbers: FloatArray): Float64Array {
  return numbers instanceof Float64Array ? numbers : new Float64Array(numbers.length);
}
