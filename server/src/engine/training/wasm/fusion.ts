/**
 * Operator fusion: selects the nodes that the outputs need, orders them, and groups those that are computed together.
 * Elementwise nodes of one shape share a pass over their elements if nothing else has to be computed in between.
 */

import type { NodeId, Program } from '../../ir/program.ts';
import { type Shape, shapesEqual, sizeOf } from '../../ir/shape.ts';
import { add } from '../../operators/elementwise/arithmetic.ts';
import { crossEntropy } from '../../operators/losses/crossEntropy.ts';
import { type BroadcastLayout, broadcastLayoutOf } from '../../runtime/wasm/codegen/broadcastLayout.ts';
import { tensorOpcodes } from '../../runtime/wasm/codegen/elementwise.ts';
import { canFuseBias } from '../../runtime/wasm/codegen/products.ts';
import { noScalarInstruction, scalarInstructionOpcode } from '../../runtime/wasm/codegen/scalarInstructions.ts';
import { isRowSoftmax } from '../../runtime/wasm/codegen/softmaxes.ts';
import type { AliasedOperand, Aliases } from './aliases.ts';

/** Nodes computed together. */
export interface FusionGroup {
  /**
   * `elementwise`: nodes of one shape in dependency order. `scalar`: scalar nodes of one operator. `tensor`: any other
   * node, optionally followed by a node fused into it, the addition of a bias to a product or the softmax of a
   * cross-entropy's logits.
   */
  readonly kind: 'elementwise' | 'scalar' | 'tensor';
  readonly nodes: readonly NodeId[];
  /** Groups are computed in ascending order of level. */
  readonly level: number;
  /** True if it is computed in each run; otherwise once is enough. */
  readonly isVarying: boolean;
}

export class Fusion {
  /** The groups computed once and those computed in each run, in order. */
  readonly setup: readonly FusionGroup[];
  readonly perRun: readonly FusionGroup[];
  readonly #program: Program;
  readonly #aliases: Aliases;
  /** The kind of each node as an index into the list of kinds; 0 if it is not computed. */
  readonly #kinds: Uint8Array;
  /** For each operand of each computed node, the node whose value is read. */
  readonly #inputs: Int32Array;
  /** 1 for values that change from run to run. */
  readonly #varies: Uint8Array;
  readonly #levels: Int32Array;
  /** For each node computed together with a node of another operator that is not elementwise, that node. */
  readonly #fusedInto = new Map<NodeId, NodeId>();
  /** 1 for values read by other groups or from outside. */
  readonly #isStored: Uint8Array;

  /** @param varying the inputs that change from run to run. */
  constructor(program: Program, outputs: readonly NodeId[], aliases: Aliases, varying: Iterable<NodeId>) {
    this.#program = program;
    this.#aliases = aliases;
    this.#kinds = new Uint8Array(program.length);
    this.#inputs = new Int32Array(program.operandOffset(program.length));
    this.#varies = new Uint8Array(program.length);
    this.#levels = new Int32Array(program.length);
    this.#isStored = new Uint8Array(program.length);
    for (const output of outputs) this.#isStored[aliases.baseOf(output)] = 1;
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

  /** The nodes read for all operands, with the shapes in which they are read. */
  operandsOf(node: NodeId): AliasedOperand[] {
    const isElementwise = this.#kindOf(node) === 'elementwise';
    return this.#program
      .operands(node)
      .map((operand) =>
        isElementwise ? this.#aliases.broadcastOperand(operand) : this.#aliases.tensorOperand(operand),
      );
  }

  /** True if a node's value is stored in memory. */
  isStored(node: NodeId): boolean {
    return this.#isStored[node] === 1;
  }

  /** True if a value is computed in each run. */
  isVarying(node: NodeId): boolean {
    return this.#kinds[node] !== notComputed && this.#varies[node] === 1;
  }

  #kindOf(node: NodeId): FusionGroup['kind'] | undefined {
    return kinds[this.#kinds[node]];
  }

  /** Finds, backwards from the outputs, the needed nodes, their kinds and their inputs. */
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
        const input =
          kind === 'elementwise' ? this.#aliases.broadcastOperand(operand).node : this.#aliases.baseOf(operand);
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

  /** A bias with no other use of its product is added as the product is stored. */
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
      if (this.#kindOf(node) !== 'elementwise' || program.operator(node) !== add) continue;
      const [a, b] = program.operands(node);
      const product = isFusible(a, b, node) ? a : isFusible(b, a, node) ? b : undefined;
      if (product === undefined) continue;
      this.#fusedInto.set(node, product);
      this.#kinds[node] = kinds.indexOf('tensor');
    }
  }

  /** The number of uses of each value. */
  #countUses(): Int32Array {
    const useCounts = new Int32Array(this.#program.length);
    for (let node = 0; node < this.#program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let operandIndex = 0; operandIndex < this.#program.arity(node); operandIndex++)
        useCounts[this.inputOf(node, operandIndex)]++;
    }
    return useCounts;
  }

  /** The lowest possible level of each node. */
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

  /** True if two nodes may be computed together although one reads the other. */
  #canFuse(a: NodeId, b: NodeId): boolean {
    if (this.#fusedInto.get(a) === b) return true;
    return (
      this.#kindOf(a) === 'elementwise' &&
      this.#kindOf(b) === 'elementwise' &&
      this.#varies[a] === this.#varies[b] &&
      shapesEqual(this.#program.shape(a), this.#program.shape(b))
    );
  }

  /** Moves nodes that only one later elementwise group reads into that group, so that they need no memory. */
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

  /** A cross-entropy and the softmax of its logits share their exponentials. */
  #fuseSoftmaxes(): void {
    const program = this.#program;
    const lossOf = new Map<NodeId, NodeId>();
    for (let node = 0; node < program.length; node++) {
      const isLoss = this.#kinds[node] !== notComputed && program.operator(node) === crossEntropy;
      // A loss that ignores a class has no kernel.
      if (isLoss && program.attributes(node).ignore_index === undefined) lossOf.set(program.operand(node, 0), node);
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
      else if (kind === 'tensor' && !this.#fusedInto.has(node)) existing.nodes.unshift(node);
      else existing.nodes.push(node);
    }
    return [...groups.values()].sort((a, b) => a.level - b.level);
  }

  /** The key shared by nodes computed together; a number for scalar nodes, since there may be many. */
  #groupKey(node: NodeId, kind: FusionGroup['kind']): number | string {
    const stage = this.#stageOf(node);
    if (kind === 'scalar') return stage * opcodeCount + scalarInstructionOpcode(this.#program, node);
    return kind === 'elementwise'
      ? `${stage}: ${this.#program.shape(node)}`
      : `node ${this.#fusedInto.get(node) ?? node}`;
  }

  /** Only nodes of the same stage can be computed together. */
  #stageOf(node: NodeId): number {
    return 2 * this.#levels[node] + this.#varies[node];
  }

  #markStored(groups: readonly FusionGroup[]): void {
    const groupOf = new Int32Array(this.#program.length).fill(-1);
    for (const [index, { nodes }] of groups.entries()) for (const node of nodes) groupOf[node] = index;
    for (const { kind, nodes } of groups) {
      for (const node of nodes) {
        if (kind !== 'elementwise') this.#isStored[node] = 1;
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

const kinds: readonly (FusionGroup['kind'] | undefined)[] = [undefined, 'elementwise', 'scalar', 'tensor'];
const notComputed = 0;

/** An upper bound. */
const opcodeCount = 1 << 8;

function kindOf(program: Program, node: NodeId, aliases: Aliases): FusionGroup['kind'] {
  if (scalarInstructionOpcode(program, node) !== noScalarInstruction) return 'scalar';
  if (!tensorOpcodes.has(program.operator(node))) return 'tensor';
  const shape = program.shape(node);
  const operands = program.operands(node).map((operand) => aliases.broadcastOperand(operand).shape);
  const layout = sizeOf(shape) === 0 ? undefined : broadcastLayoutOf(operands, shape);
  return layout && hasLastAxisRows(layout, shape) ? 'elementwise' : 'tensor';
}

/** True if the rows run along the last axis, as in every elementwise group, or no operand is a row or a column. */
function hasLastAxisRows({ operandLayouts, columns }: BroadcastLayout, shape: Shape): boolean {
  return columns === shape.at(-1) || operandLayouts.every((layout) => layout === 'full' || layout === 'scalar');
}
