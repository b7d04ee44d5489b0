/**
 * Which nodes of a program are computed for the sake of some of them, the roots, in which order, and which of them together:
 * elementwise nodes of one shape go through their elements at once where nothing else has to be computed in between.
 */

import type { NodeId, Program } from '../../../ir/program.ts';
import { type Shape, sameShape, sizeOf } from '../../../ir/shape.ts';
import { add } from '../../../operators/elementwise/arithmetic.ts';
import { crossEntropy } from '../../../operators/losses/crossEntropy.ts';
import { type Layout, layoutOf } from '../codegen/broadcastLayout.ts';
import { stepOf } from '../codegen/elementwise.ts';
import { takesRow } from '../codegen/products.ts';
import { singleCode } from '../codegen/scalarInstructions.ts';
import { isSoftmaxOfRows } from '../codegen/softmaxes.ts';
import { plain } from '../opcodes.ts';
import type { Reading, Readings } from './aliases.ts';

/** Nodes that are computed at once. */
export interface Work {
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
  readonly once: readonly Work[];
  readonly each: readonly Work[];
  readonly #program: Program;
  readonly #readings: Readings;
  /** How each node is computed, as a place in the list of kinds; 0 where it isn't. */
  readonly #kinds: Uint8Array;
  /** For each operand of each node that is computed, the node whose value is read for it. */
  readonly #reads: Int32Array;
  /** 1 for what is not the same in every run. */
  readonly #varies: Uint8Array;
  readonly #levels: Int32Array;
  /** For each node that is computed with one of another operator, which is not elementwise, that one. */
  readonly #joinedTo = new Map<NodeId, NodeId>();
  /** 1 for what is read by other work than its own, or from outside. */
  readonly #isStored: Uint8Array;

  /** @param varying the inputs that are not the same in every run; any other value that is given is. */
  constructor(program: Program, roots: readonly NodeId[], readings: Readings, varying: Iterable<NodeId>) {
    this.#program = program;
    this.#readings = readings;
    this.#kinds = new Uint8Array(program.length);
    this.#reads = new Int32Array(program.operandStart(program.length));
    this.#varies = new Uint8Array(program.length);
    this.#levels = new Int32Array(program.length);
    this.#isStored = new Uint8Array(program.length);
    for (const root of roots) this.#isStored[readings.placeOf(root)] = 1;
    for (const input of varying) this.#varies[input] = 1;
    this.#findNeeded();
    this.#findVarying();
    this.#joinRows();
    this.#settle();
    this.#sink();
    this.#joinSoftmaxes();
    const works = this.#worksInOrder();
    this.#findStored(works);
    this.once = works.filter(({ isVarying }) => !isVarying);
    this.each = works.filter(({ isVarying }) => isVarying);
  }

  /** The node whose value is read for an operand. */
  read(node: NodeId, position: number): NodeId {
    return this.#reads[this.#program.operandStart(node) + position];
  }

  /** The same with the shape in which it is read. */
  readingsOf(node: NodeId): Reading[] {
    const isChained = this.#kindOf(node) === 'chain';
    return this.#program
      .operands(node)
      .map((operand) => (isChained ? this.#readings.broadcast(operand) : this.#readings.whole(operand)));
  }

  /** Whether a node's value is to lie in memory. */
  isStored(node: NodeId): boolean {
    return this.#isStored[node] === 1;
  }

  /** Whether a value is computed in each run. */
  isVarying(node: NodeId): boolean {
    return this.#kinds[node] !== notComputed && this.#varies[node] === 1;
  }

  #kindOf(node: NodeId): Work['kind'] | undefined {
    return kinds[this.#kinds[node]];
  }

  /** Backwards from the roots, how each node that is needed is computed, and what it reads. */
  #findNeeded(): void {
    const program = this.#program;
    const isNeeded = this.#isStored.slice();
    for (let node = program.length - 1; node >= 0; node--) {
      if (isNeeded[node] === 0 || this.#readings.isGiven(node)) continue;
      const kind = kindOf(program, node, this.#readings);
      this.#kinds[node] = kinds.indexOf(kind);
      const start = program.operandStart(node);
      for (let position = 0; position < program.arity(node); position++) {
        const operand = program.operand(node, position);
        const read = kind === 'chain' ? this.#readings.broadcast(operand).node : this.#readings.placeOf(operand);
        this.#reads[start + position] = read;
        isNeeded[read] = 1;
      }
    }
  }

  #findVarying(): void {
    const program = this.#program;
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let position = 0; position < program.arity(node); position++) {
        if (this.#varies[this.read(node, position)] === 1) this.#varies[node] = 1;
      }
    }
  }

  /** A row that is added to a product, which nothing else reads, is added as that is made. */
  #joinRows(): void {
    const program = this.#program;
    const readers = this.#readers();
    const isJoined = (product: NodeId, row: NodeId, sum: NodeId): boolean =>
      readers[product] === 1 &&
      this.#isStored[product] === 0 &&
      this.#varies[product] === this.#varies[sum] &&
      takesRow(program, product, this.#readings.broadcast(row).shape) &&
      sameShape(program.shape(product), program.shape(sum));
    for (let node = 0; node < program.length; node++) {
      if (this.#kindOf(node) !== 'chain' || program.operator(node) !== add) continue;
      const [a, b] = program.operands(node);
      const product = isJoined(a, b, node) ? a : isJoined(b, a, node) ? b : undefined;
      if (product === undefined) continue;
      this.#joinedTo.set(node, product);
      this.#kinds[node] = kinds.indexOf('other');
    }
  }

  /** How often each value is read. */
  #readers(): Int32Array {
    const readers = new Int32Array(this.#program.length);
    for (let node = 0; node < this.#program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let position = 0; position < this.#program.arity(node); position++) readers[this.read(node, position)]++;
    }
    return readers;
  }

  /** The lowest level of each node. */
  #settle(): void {
    const program = this.#program;
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] === notComputed) continue;
      for (let position = 0; position < program.arity(node); position++) {
        const read = this.read(node, position);
        if (this.#kinds[read] === notComputed) continue;
        const least = this.#levels[read] + (this.#canJoin(node, read) ? 0 : 1);
        if (least > this.#levels[node]) this.#levels[node] = least;
      }
    }
  }

  /** Whether two nodes may be computed at once, though one reads the other. */
  #canJoin(a: NodeId, b: NodeId): boolean {
    if (this.#joinedTo.get(a) === b) return true;
    return (
      this.#kindOf(a) === 'chain' &&
      this.#kindOf(b) === 'chain' &&
      this.#varies[a] === this.#varies[b] &&
      sameShape(this.#program.shape(a), this.#program.shape(b))
    );
  }

  /** What is read by one later chain alone is computed there, and so needs no place in memory. */
  #sink(): void {
    const program = this.#program;
    const nobody = -1;
    const several = -2;
    const readers = new Int32Array(program.length).fill(nobody);
    for (let node = program.length - 1; node >= 0; node--) {
      if (this.#kinds[node] === notComputed) continue;
      if (this.#isStored[node] === 0 && readers[node] > this.#levels[node]) this.#levels[node] = readers[node];
      const level = this.#levels[node];
      for (let position = 0; position < program.arity(node); position++) {
        const read = this.read(node, position);
        const isOne = (readers[read] === nobody || readers[read] === level) && this.#canJoin(node, read);
        readers[read] = isOne ? level : several;
      }
    }
  }

  /** Both are made of the same exponentials. */
  #joinSoftmaxes(): void {
    const program = this.#program;
    const lossOf = new Map<NodeId, NodeId>();
    for (let node = 0; node < program.length; node++) {
      if (this.#kinds[node] !== notComputed && program.operator(node) === crossEntropy) {
        lossOf.set(program.operand(node, 0), node);
      }
    }
    for (let node = 0; node < program.length && lossOf.size > 0; node++) {
      if (this.#kinds[node] === notComputed || !isSoftmaxOfRows(program, node)) continue;
      const scores = program.operand(node, 0);
      const loss = lossOf.get(scores);
      if (loss === undefined || this.#stageOf(loss) !== this.#stageOf(node)) continue;
      this.#joinedTo.set(node, loss);
      lossOf.delete(scores);
    }
  }

  #worksInOrder(): Work[] {
    const groups = new Map<number | string, Work & { readonly nodes: NodeId[] }>();
    for (let node = 0; node < this.#program.length; node++) {
      const kind = this.#kindOf(node);
      if (kind === undefined) continue;
      const key = this.#groupOf(node, kind);
      const known = groups.get(key);
      if (known === undefined)
        groups.set(key, { kind, nodes: [node], level: this.#levels[node], isVarying: this.#varies[node] === 1 });
      else if (kind === 'other' && !this.#joinedTo.has(node)) known.nodes.unshift(node);
      else known.nodes.push(node);
    }
    return [...groups.values()].sort((a, b) => a.level - b.level);
  }

  /** What is alike for nodes that are computed together. Of single elements there may be many: for them it is a number. */
  #groupOf(node: NodeId, kind: Work['kind']): number | string {
    const stage = this.#stageOf(node);
    if (kind === 'singles') return stage * opcodes + singleCode(this.#program, node);
    return kind === 'chain' ? `${stage}: ${this.#program.shape(node)}` : `node ${this.#joinedTo.get(node) ?? node}`;
  }

  /** Only what has the same can be computed at once. */
  #stageOf(node: NodeId): number {
    return 2 * this.#levels[node] + this.#varies[node];
  }

  #findStored(works: readonly Work[]): void {
    const workOf = new Int32Array(this.#program.length).fill(-1);
    for (const [place, { nodes }] of works.entries()) for (const node of nodes) workOf[node] = place;
    for (const { kind, nodes } of works) {
      for (const node of nodes) {
        if (kind !== 'chain') this.#isStored[node] = 1;
        for (let position = 0; position < this.#program.arity(node); position++) {
          const read = this.read(node, position);
          if (workOf[read] !== workOf[node]) this.#isStored[read] = 1;
        }
      }
    }
    for (const [node, first] of this.#joinedTo) {
      if (this.#program.operands(node).includes(first)) this.#isStored[first] = 0;
    }
  }
}

const kinds: readonly (Work['kind'] | undefined)[] = [undefined, 'chain', 'singles', 'other'];
const notComputed = 0;

/** There are no more of them. */
const opcodes = 1 << 8;

function kindOf(program: Program, node: NodeId, readings: Readings): Work['kind'] {
  if (singleCode(program, node) !== plain) return 'singles';
  if (!stepOf.has(program.operator(node))) return 'other';
  const shape = program.shape(node);
  const operands = program.operands(node).map((operand) => readings.broadcast(operand).shape);
  const layout = sizeOf(shape) === 0 ? undefined : layoutOf(operands, shape);
  return layout && isInRows(layout, shape) ? 'chain' : 'other';
}

/** Whether its rows are those along the last axis, as they are in every chain, or none of its operands has any. */
function isInRows({ lies, columns }: Layout, shape: Shape): boolean {
  return columns === shape.at(-1) || lies.every((lie) => lie === 'whole' || lie === 'single');
}
