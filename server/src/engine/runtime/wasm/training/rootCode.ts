/** Instructions for what the roots of a program need, with a place in memory for every value that has to have one. */

import type { NodeId, Program } from '../../../ir/program.ts';
import { sizeOf } from '../../../ir/shape.ts';
import { constant } from '../../../operators/leaves.ts';
import { costOf, type Operation, operationOver } from '../../js/evaluateNode.ts';
import type { Code } from '../codegen/code.ts';
import type { Instruction, Site } from '../codegen/instruction.ts';
import { emissions } from '../codegen/instructionSelection.ts';
import { singleCode } from '../codegen/scalarInstructions.ts';
import { plain } from '../opcodes.ts';
import { Readings } from './aliases.ts';
import { placesOf } from './bufferAllocation.ts';
import { fusedChain } from './fusedChain.ts';
import { Fusion, type Work } from './fusion.ts';
import type { Numbers, TrainingMemory } from './memory.ts';

export class RootCode {
  readonly #program: Program;
  readonly #memory: TrainingMemory;
  readonly #readings: Readings;
  readonly #fusion: Fusion;
  readonly #constants: readonly NodeId[];
  /** How many roots have each value. */
  readonly #rootsAt = new Map<NodeId, number>();
  /** Where each value begins that is given or stored. */
  readonly #addresses: Float64Array;
  readonly #later: (() => Operation)[];

  /**
   * @param held where the leaves lie that are set from outside.
   * @param fixed those of them that are the same in every run.
   * @param later what makes the operations in TypeScript once nothing more is reserved, each at its number: it adds its own.
   */
  constructor(
    program: Program,
    roots: readonly NodeId[],
    held: ReadonlyMap<NodeId, number>,
    fixed: ReadonlySet<NodeId>,
    memory: TrainingMemory,
    later: (() => Operation)[],
  ) {
    this.#program = program;
    this.#memory = memory;
    this.#later = later;
    this.#readings = new Readings(program, held);
    this.#fusion = new Fusion(
      program,
      roots,
      this.#readings,
      [...held.keys()].filter((leaf) => !fixed.has(leaf)),
    );
    for (const root of roots) {
      const place = this.#readings.placeOf(root);
      this.#rootsAt.set(place, (this.#rootsAt.get(place) ?? 0) + 1);
    }
    const { starts, length } = placesOf(program, this.#fusion, (node) => this.#rootsAt.has(node));
    const values = memory.reserve(length);
    this.#addresses = Float64Array.from(starts, (start) => values + memory.bytesPerNumber * start);
    for (const [leaf, address] of held) this.#addresses[leaf] = address;
    this.#constants = this.#neededConstants();
    const numbers = this.#constants.reduce((total, node) => total + sizeOf(program.shape(node)), 0);
    let address = memory.reserve(numbers);
    for (const node of this.#constants) {
      this.#addresses[node] = address;
      address += memory.bytesPerNumber * sizeOf(program.shape(node));
    }
  }

  /** Where the value of a node lies: one that is a root, or given. */
  addressOf(node: NodeId): number {
    return this.#addresses[this.#readings.placeOf(node)];
  }

  /** Whether the value of a root is computed in each run, and is that of no other root. */
  isOwn(root: NodeId): boolean {
    const place = this.#readings.placeOf(root);
    return this.#fusion.isVarying(place) && this.#rootsAt.get(place) === 1;
  }

  /** Appends what is computed once. */
  appendOnce(code: Code): void {
    for (const work of this.#fusion.once) this.#append(work, code);
  }

  /** Appends what is computed in each run. */
  appendEach(code: Code): void {
    for (const work of this.#fusion.each) this.#append(work, code);
  }

  /** To be called once nothing more is reserved. */
  writeConstants(): void {
    for (const node of this.#constants) {
      const number = this.#program.number(node);
      if (number === undefined) this.#view(node).set(this.#program.attributes(node).values ?? []);
      else this.#memory.write(this.#addresses[node], number);
    }
  }

  /** The constants that are read by what is computed, or that are roots. */
  #neededConstants(): NodeId[] {
    const program = this.#program;
    const isNeeded = new Uint8Array(program.length);
    for (const root of this.#rootsAt.keys()) isNeeded[root] = 1;
    for (const { nodes } of [...this.#fusion.once, ...this.#fusion.each]) {
      for (const node of nodes) {
        for (let position = 0; position < program.arity(node); position++)
          isNeeded[this.#fusion.read(node, position)] = 1;
      }
    }
    const constants: NodeId[] = [];
    for (let node = 0; node < program.length; node++) {
      if (isNeeded[node] === 1 && program.operator(node) === constant) constants.push(node);
    }
    return constants;
  }

  #append({ kind, nodes }: Work, code: Code): void {
    if (kind === 'singles') {
      this.#appendSingles(nodes, code);
      return;
    }
    const instructions = kind === 'chain' ? [this.#chain(nodes)] : this.#other(nodes);
    const cost = nodes.reduce((total, node) => total + costOf(this.#program, node), 0) / instructions.length;
    for (const instruction of instructions) code.append(instruction, cost);
  }

  #appendSingles(nodes: readonly NodeId[], code: Code): void {
    const program = this.#program;
    const [first] = nodes;
    const arity = program.arity(first);
    const { length: count } = nodes;
    const words = code.room(singleCode(program, first), 2 + count * arity, (1 + arity) * count);
    words[0] = count;
    words[1] = this.#addresses[first];
    let word = 2;
    for (const node of nodes) {
      for (let position = 0; position < arity; position++) {
        words[word++] = this.#addresses[this.#fusion.read(node, position)];
      }
    }
  }

  #chain(nodes: readonly NodeId[]): Instruction {
    const addressOf = (node: NodeId): number => this.#addresses[node];
    return fusedChain(this.#program, nodes, this.#fusion, addressOf, (elements) =>
      this.#memory.workspace.scratch(elements),
    );
  }

  /** @param joined what is computed with the node. */
  #other([node, joined]: readonly NodeId[]): readonly Instruction[] {
    const program = this.#program;
    const reads = this.#fusion.readingsOf(node);
    const emitted = emissions.get(program.operator(node))?.({
      operands: reads.map((reading) => this.#addresses[reading.node]),
      ...this.#outputs(node, joined),
      shapes: { operands: reads.map(({ shape }) => shape), output: program.shape(node) },
      attributes: program.attributes(node),
      scratch: (elements) => this.#memory.workspace.scratch(elements),
      numbers: (numbers) => this.#memory.workspace.numbers(numbers),
    });
    return emitted ?? [[plain, this.#later.push(() => this.#operation(node)) - 1]];
  }

  /** Where the value of a node goes, and that of the node that is computed with it. */
  #outputs(node: NodeId, joined: NodeId | undefined): Pick<Site, 'output' | 'row' | 'softmax'> {
    const output = this.#addresses[node];
    if (joined === undefined) return { output };
    if (this.#fusion.isStored(node)) return { output, softmax: this.#addresses[joined] };
    const row = [0, 1].map((position) => this.#fusion.read(joined, position)).find((read) => read !== node)!;
    return { output: this.#addresses[joined], row: this.#addresses[row] };
  }

  #view(node: NodeId): Numbers {
    return this.#memory.view(this.addressOf(node), sizeOf(this.#program.shape(node)));
  }

  /** Numbers of 32 bits are computed in 64, and rounded. */
  #operation(node: NodeId): Operation {
    const operands = this.#program.operands(node).map((operand) => this.#view(operand));
    const output = this.#view(node);
    const inputs = operands.map(inDoubles);
    const computed = inDoubles(output);
    const operation = operationOver(this.#program, node, inputs, computed);
    if (computed === output) return operation;
    return () => {
      for (let i = 0; i < inputs.length; i++) inputs[i].set(operands[i]);
      operation();
      output.set(computed);
    };
  }
}

/** The numbers themselves, or a place for copies of them. */
function inDoubles(numbers: Numbers): Float64Array {
  return numbers instanceof Float64Array ? numbers : new Float64Array(numbers.length);
}
