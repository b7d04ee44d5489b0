/** Instructions for what the roots of a program need, with a place in memory for every value that has to have one. */

import { plain } from '../kernels/opcodes.ts';
import { constant } from '../ops/leaves.ts';
import { costOf, type Operation, operationOver } from '../plainOperation.ts';
import type { NodeId, Program } from '../program.ts';
import { sizeOf } from '../shape.ts';
import type { Code } from './code.ts';
import { emissions } from './emissions.ts';
import { fusedChain } from './fusedChain.ts';
import { type Fusion, fused, type Work } from './fusion.ts';
import type { Instruction } from './instruction.ts';
import { placesOf } from './places.ts';
import { Readings } from './readings.ts';
import type { Numbers, TrainingMemory } from './trainingMemory.ts';

export class RootCode {
  readonly #program: Program;
  readonly #memory: TrainingMemory;
  readonly #readings: Readings;
  readonly #fusion: Fusion;
  readonly #constants: readonly NodeId[];
  /** How many roots have each value. */
  readonly #rootsAt = new Map<NodeId, number>();
  /** What is computed in each run. */
  readonly #computed: ReadonlySet<NodeId>;
  /** Where each value begins that is given or stored. */
  readonly #addresses = new Map<NodeId, number>();
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
    this.#readings = new Readings(program, new Set(held.keys()));
    const varying = new Set([...held.keys()].filter((leaf) => !fixed.has(leaf)));
    this.#fusion = fused(program, roots, this.#readings, varying);
    for (const root of roots) {
      const place = this.#readings.placeOf(root);
      this.#rootsAt.set(place, (this.#rootsAt.get(place) ?? 0) + 1);
    }
    const kept = new Set(this.#rootsAt.keys());
    const { starts, length } = placesOf(program, this.#fusion, kept);
    const values = memory.reserve(length);
    for (const [node, start] of starts) this.#addresses.set(node, values + memory.bytesPerNumber * start);
    for (const [leaf, address] of held) this.#addresses.set(leaf, address);
    const read = [...this.#fusion.reads.values()].flatMap((reads) => reads.map(({ node }) => node));
    this.#constants = [...new Set([...read, ...kept])].filter((node) => program.operator(node) === constant);
    for (const node of this.#constants) this.#addresses.set(node, memory.reserve(sizeOf(program.shape(node))));
    this.#computed = new Set(this.#fusion.each.flatMap(({ nodes }) => nodes));
  }

  /** Where the value of a node lies: one that is a root, or given. */
  addressOf(node: NodeId): number {
    return this.#addresses.get(this.#readings.placeOf(node))!;
  }

  /** Whether the value of a root is computed in each run, and is that of no other root. */
  isOwn(root: NodeId): boolean {
    const place = this.#readings.placeOf(root);
    return this.#computed.has(place) && this.#rootsAt.get(place) === 1;
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
    for (const node of this.#constants) this.#view(node).set(this.#program.attributes(node).values ?? []);
  }

  #append(work: Work, code: Code): void {
    const instructions = this.#instructionsFor(work);
    const cost = work.nodes.reduce((total, node) => total + costOf(this.#program, node), 0) / instructions.length;
    for (const instruction of instructions) code.append(instruction, cost);
  }

  #instructionsFor(work: Work): readonly Instruction[] {
    const { nodes } = work;
    const address = (node: NodeId): number => this.#addresses.get(node)!;
    const scratch = (elements: number): number => this.#memory.workspace.scratch(elements);
    switch (work.kind) {
      case 'chain':
        return [fusedChain(this.#program, nodes, this.#fusion, address, scratch)];
      case 'singles': {
        const operands = nodes.flatMap((node) => this.#fusion.reads.get(node)!.map((read) => address(read.node)));
        return [[work.code, nodes.length, address(nodes[0]), ...operands]];
      }
      case 'other':
        return this.#emitted(nodes[0]) ?? [[plain, this.#later.push(() => this.#operation(nodes[0])) - 1]];
    }
  }

  #emitted(node: NodeId): readonly Instruction[] | undefined {
    const program = this.#program;
    const reads = this.#fusion.reads.get(node)!;
    return emissions.get(program.operator(node))?.({
      operands: reads.map((read) => this.#addresses.get(read.node)!),
      output: this.#addresses.get(node)!,
      shapes: { operands: reads.map(({ shape }) => shape), output: program.shape(node) },
      attributes: program.attributes(node),
      scratch: (elements) => this.#memory.workspace.scratch(elements),
      numbers: (numbers) => this.#memory.workspace.numbers(numbers),
    });
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
