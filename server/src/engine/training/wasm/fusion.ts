/**
 * Which nodes of a program are computed for the sake of some of them, the roots, in which order, and which of them together:
 * elementwise nodes of one shape go through their elements at once where nothing else has to be computed in between.
 */

import type { NodeId, Program } from '../../ir/program.ts';
import { type Shape, shapesEqual, sizeOf } from '../../ir/shape.ts';
import { add } from '../../operators/elementwise/arithmetic.ts';
import { crossEntropy } from '../../operators/losses/crossEntropy.ts';
import { type BroadcastLayout, broadcastLayoutOf } from '../../runtime/wasm/codegen/broadcastLayout.ts';
import { elementwiseOpcodeOf } from '../../runtime/wasm/codegen/elementwise.ts';
import { canFuseBias } from '../../runtime/wasm/codegen/products.ts';
import { scalarOpcode } from '../../runtime/wasm/codegen/scalarInstructions.ts';
import { isRowSoftmax } from '../../runtime/wasm/codegen/softmaxes.ts';
import { callJs } from '../../runtime/wasm/opcodes.ts';
import type { AliasedOperand, Aliases } from './aliases.ts';

/** Nodes that are computed at once. */
export interface FusionGroup {
  /**
   * Elementwise nodes of one shape, each after its operands; single elements of one operator; or one node of any other kind,
   * behind which what is joined to it may stand: the sum that adds a row to a product, the softmax of a cross-entropy's scores.
   */
  readonly kind: 'chain' | 'singles' | 'other';
  readonly nodes: readonly NodeId[];
  /** What has a level is computed after all that has lower ones. */
  readonly level: number;
  /** Whether it is computed in each run; once is enough for what is the same in every one. */
  readonly isVarying: boolean;
}

export class Fusion {
  /** What is computed once, and what in each run, both in order. */
  readonly setup: readonly FusionGroup[];
  readonly perRun: readonly FusionGroup[];
  readonly #program: Program;
  readonly #aliases: Aliases;
  /** How each node is computed, as a place in the list of kinds; 0 where it isn't. */
  readonly #kinds: Uint8Array;
  /** For each operand of each node that is computed, the node whose value is read for it. */
  readonly #inputs: Int32Array;
  /** 1 for what is not the same in every run. */
  readonly #varies: Uint8Array;
  readonly #levels: Int32Array;
  /** For each node that is computed with one of another operator, which is not elementwise, that one. */
  readonly #fusedInto = new Map<NodeId, NodeId>();
  /** 1 for what is read by other work than its own, or from outside. */
  readonly #isStored: Uint8Array;

  /** @param varying the inputs that are not the same in every run; any other value that is given is. */
  constructor(program: Program, roots: readonly NodeId[], aliases: Aliases, varying: Iterable<NodeId>) {
    this.#program = program;
    this.#aliases = aliases;
    this.#kinds = new Uint8Array(program.length);
    this.#inputs = new Int32Array(program.operandOffset(program.length));
    this.#varies = new Uint8Array(program.length);
    this.#levels = new Int32Array(program.length);
    this.#isStored = new Uint8Array(program.length);
    for (const root of roots) this.#isStored[aliases.baseOf(root)] = 1;
    for (const input of varying) this.#varies[input] = 1;
    this.#markNeeded();
    this.#markVarying();
    this.#fuseBiases();
    this.#assignLevels();
    this.#sinkNodes();
    this.#fuseSoftmaxes();
    const groups = this.#orderedGroups();
    this.#markStored(groups);
    this.setup = groups.filter(({ isVarying }) => !isVarying);
    this.perRun = groups.filter(({ isVarying }) => isVarying);
  }

  /** The node whose value is read for an operand. */
  inputOf(node: NodeId, operandIndex: number): NodeId {
    return this.#inputs[this.#program.operandOffset(node) + operandIndex];
  }

  /** The same with the shape in which it is read. */
  operandsOf(node: NodeId): AliasedOperand[] {
    const isChain = this.#kindOf(node) === 'chain';
    return this.#program
      .operands(node)
      .map((operand) => (isChain ? this.#aliases.broadcastOperand(operand) : this.#aliases.tensorOperand(operand)));
  }

  /** Whether a node's value is to lie in memory. */
  isStored(node: NodeId): boolean {
    return this.#isStored[node] === 1;
  }

  /** Whether a value is computed in each run. */
  isVarying(node: NodeId): boolean {
    return this.#kinds[node] !== notComputed && this.#varies[node] === 1;
  }

  #kindOf(node: NodeId): FusionGroup['kind'] | undefined {
    return kinds[this.#kinds[node]];
  }

  /** Backwards from the roots, how each node that is needed is computed, and what it reads. */
  #markNeeded(): void {
    const program = this.#program;
    const isNeeded = this.#isStored.slice();
    for (let node = program.length - 1; node >= 0; node--) {
      if (isNeeded[node] === 0 || this.#aliases.isPreset(node)) continue;
      const kind = kindOf(program, node, this.#aliases);
      this.#kinds[node] = kinds.indexOf(kind);
      const start = program.operandOffset(node);
      for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
        const operand = program.operand(node, operandIndex);
        const input = kind === 'chain' ? this.#aliases.broadcastOperand(operand).node : this.#aliases.baseOf(operand);
        this.#inputs[start + operandIndex] = input;
        isNeeded[input] = 1;
      }
    }
  }

  #markVarying(): void {
    const program = this.#program;
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
        if (this.#varies[this.inputOf(node, operandIndex)] === 1) this.#varies[node] = 1;
      }
    }
  }

  /** A row that is added to a product, which nothing else reads, is added as that is made. */
  #fuseBiases(): void {
    const program = this.#program;
    const useCounts = this.#countUses();
    const isFusible = (product: NodeId, bias: NodeId, sum: NodeId): boolean =>
      useCounts[product] === 1 &&
      this.#isStored[product] === 0 &&
      this.#varies[product] === this.#varies[sum] &&
      canFuseBias(program, product, this.#aliases.broadcastOperand(bias).shape) &&
      shapesEqual(program.shape(product), program.shape(sum));
    for (let node = 0; node < program.length; node++) {
      if (this.#kindOf(node) !== 'chain' || program.operator(node) !== add) continue;
      const [a, b] = program.operands(node);
      const product = isFusible(a, b, node) ? a : isFusible(b, a, node) ? b : undefined;
      if (product === undefined) continue;
      this.#fusedInto.set(node, product);
      this.#kinds[node] = kinds.indexOf('other');
    }
  }

  /** How often each value is read. */
  #countUses(): Int32Array {
    const useCounts = new Int32Array(this.#program.length);
    for (let node = 0; node < this.#program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let operandIndex = 0; operandIndex < this.#program.arity(node); operandIndex++)
        useCounts[this.inputOf(node, operandIndex)]++;
    }
    return useCounts;
  }

  /** The lowest level of each node. */
  #assignLevels(): void {
    const program = this.#program;
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
        const input = this.inputOf(node, operandIndex);
        if (this.#kinds[input] === notComputed) continue;
        const minLevel = this.#levels[input] + (this.#canFuse(node, input) ? 0 : 1);
        if (minLevel > this.#levels[node]) this.#levels[node] = minLevel;
      }
    }
  }

  /** Whether two nodes may be computed at once, though one reads the other. */
  #canFuse(a: NodeId, b: NodeId): boolean {
    if (this.#fusedInto.get(a) === b) return true;
    return (
      this.#kindOf(a) === 'chain' &&
      this.#kindOf(b) === 'chain' &&
      this.#varies[a] === this.#varies[b] &&
      shapesEqual(this.#program.shape(a), this.#program.shape(b))
    );
  }

  /** What is read by one later chain alone is computed there, and so needs no place in memory. */
  #sinkNodes(): void {
    const program = this.#program;
    const noUser = -1;
    const severalLevels = -2;
    const userLevels = new Int32Array(program.length).fill(noUser);
    for (let node = program.length - 1; node >= 0; node--) {
      if (this.#kinds[node] === notComputed) continue;
      if (this.#isStored[node] === 0 && userLevels[node] > this.#levels[node]) this.#levels[node] = userLevels[node];
      const level = this.#levels[node];
      for (let operandIndex = 0; operandIndex < program.arity(node); operandIndex++) {
        const input = this.inputOf(node, operandIndex);
        const hasOneLevel = (userLevels[input] === noUser || userLevels[input] === level) && this.#canFuse(node, input);
        userLevels[input] = hasOneLevel ? level : severalLevels;
      }
    }
  }

  /** Both are made of the same exponentials. */
  #fuseSoftmaxes(): void {
    const program = this.#program;
    const lossOf = new Map<NodeId, NodeId>();
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] !== notComputed && program.operator(node) === crossEntropy) {
        lossOf.set(program.operand(node, 0), node);
      }
    }
    for (let node = 0; node < program.length && lossOf.size > 0; node++) {
      if (this.#kinds[node] === notComputed || !isRowSoftmax(program, node)) continue;
      const logits = program.operand(node, 0);
      const loss = lossOf.get(logits);
      if (loss === undefined || this.#stageOf(loss) !== this.#stageOf(node)) continue;
      this.#fusedInto.set(node, loss);
      lossOf.delete(logits);
    }
  }

  #orderedGroups(): FusionGroup[] {
    const groups = new Map<number | string, FusionGroup & { readonly nodes: NodeId[] }>();
    for (let node = 0; node < this.#program.length; node++) {
      const kind = this.#kindOf(node);
      if (kind === undefined) continue;
      const key = this.#groupKey(node, kind);
      const existing = groups.get(key);
      if (existing === undefined)
        groups.set(key, { kind, nodes: [node], level: this.#levels[node], isVarying: this.#varies[node] === 1 });
      else if (kind === 'other' && !this.#fusedInto.has(node)) existing.nodes.unshift(node);
      else existing.nodes.push(node);
    }
    return [...groups.values()].sort((a, b) => a.level - b.level);
  }

  /** What is alike for nodes that are computed together. Of single elements there may be many: for them it is a number. */
  #groupKey(node: NodeId, kind: FusionGroup['kind']): number | string {
    const stage = this.#stageOf(node);
    if (kind === 'singles') return stage * opcodeCount + scalarOpcode(this.#program, node);
    return kind === 'chain' ? `${stage}: ${this.#program.shape(node)}` : `node ${this.#fusedInto.get(node) ?? node}`;
  }

  /** Only what has the same can be computed at once. */
  #stageOf(node: NodeId): number {
    return 2 * this.#levels[node] + this.#varies[node];
  }

  #markStored(groups: readonly FusionGroup[]): void {
    const groupOf = new Int32Array(this.#program.length).fill(-1);
    for (const [index, { nodes }] of groups.entries()) for (const node of nodes) groupOf[node] = index;
    for (const { kind, nodes } of groups) {
      for (const node of nodes) {
        if (kind !== 'chain') this.#isStored[node] = 1;
        for (let operandIndex = 0; operandIndex < this.#program.arity(node); operandIndex++) {
          const input = this.inputOf(node, operandIndex);
          if (groupOf[input] !== groupOf[node]) this.#isStored[input] = 1;
        }
      }
    }
    for (const [node, target] of this.#fusedInto) {
      if (this.#program.operands(node).includes(target)) this.#isStored[target] = 0;
    }
  }
}

const kinds: readonly (FusionGroup['kind'] | undefined)[] = [undefined, 'chain', 'singles', 'other'];
const notComputed = 0;

/** There are no more of them. */
const opcodeCount = 1 << 8;

function kindOf(program: Program, node: NodeId, aliases: Aliases): FusionGroup['kind'] {
  if (scalarOpcode(program, node) !== callJs) return 'singles';
  if (!elementwiseOpcodeOf.has(program.operator(node))) return 'other';
  const shape = program.shape(node);
  const operands = program.operands(node).map((operand) => aliases.broadcastOperand(operand).shape);
  const layout = sizeOf(shape) === 0 ? undefined : broadcastLayoutOf(operands, shape);
  return layout && hasLastAxisRows(layout, shape) ? 'chain' : 'other';
}

/** Whether its rows are those along the last axis, as they are in every chain, or none of its operands has any. */
function hasLastAxisRows({ operandLayouts, columns }: BroadcastLayout, shape: Shape): boolean {
  return columns === shape.at(-1) || operandLayouts.every((layout) => layout === 'whole' || layout === 'single');
}
