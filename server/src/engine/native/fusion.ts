/**
 * Which nodes of a program are computed for the sake of some of them, the roots, in which order, and which of them together:
 * elementwise nodes of one shape go through their elements at once where nothing else has to be computed in between.
 */

import { plain } from '../kernels/opcodes.ts';
import type { NodeId, Program } from '../program.ts';
import { type Shape, sameShape, sizeOf } from '../shape.ts';
import { stepOf } from './elementwise.ts';
import { type Layout, layoutOf } from './lies.ts';
import type { Reading, Readings } from './readings.ts';
import { singleCode } from './singles.ts';

/** Nodes that are computed at once. */
export type Work =
  /** Elementwise nodes of one shape, each after its operands; or one node of any other kind. */
  | { readonly kind: 'chain' | 'other'; readonly nodes: readonly NodeId[] }
  /** Single elements of one operator, whose opcode it is. */
  | { readonly kind: 'singles'; readonly nodes: readonly NodeId[]; readonly code: number };

export interface Fusion {
  /** What is the same in every run, in order; and what is computed in each. */
  readonly once: readonly Work[];
  readonly each: readonly Work[];
  /** What each node that is computed reads. */
  readonly reads: ReadonlyMap<NodeId, readonly Reading[]>;
  /** Those whose values are read by other work than their own, or from outside. */
  readonly stored: ReadonlySet<NodeId>;
}

/** @param varying the inputs that are not the same in every run; any other value that is given is. */
export function fused(
  program: Program,
  roots: readonly NodeId[],
  readings: Readings,
  varying: ReadonlySet<NodeId>,
): Fusion {
  const places = new Set(roots.map((root) => readings.placeOf(root)));
  const needed = neededFor(program, places, readings);
  settleVarying(needed, varying);
  settleLevels(program, needed);
  sink(program, needed, places);
  const works = worksOf(program, needed);
  return {
    once: works.filter(({ nodes }) => !needed.get(nodes[0])!.isVarying),
    each: works.filter(({ nodes }) => needed.get(nodes[0])!.isVarying),
    reads: new Map([...needed].map(([node, { reads }]) => [node, reads])),
    stored: storedOf(works, needed, places),
  };
}

/** What is known of a node that is computed. */
interface Needed {
  readonly kind: Work['kind'];
  readonly reads: readonly Reading[];
  isVarying: boolean;
  /** What has a level is computed after all that has lower ones. */
  level: number;
}

/** The nodes that are computed, in order. */
type AllNeeded = ReadonlyMap<NodeId, Needed>;

function neededFor(program: Program, roots: ReadonlySet<NodeId>, readings: Readings): AllNeeded {
  const wanted = new Set(roots);
  const found: [NodeId, Needed][] = [];
  for (let node = program.length - 1; node >= 0; node--) {
    if (!wanted.has(node) || readings.isGiven(node)) continue;
    const operands = program.operands(node);
    const kind = kindOf(program, node, readings);
    const reads = operands.map((operand) => (kind === 'chain' ? readings.broadcast(operand) : readings.whole(operand)));
    for (const reading of reads) wanted.add(reading.node);
    found.push([node, { kind, reads, isVarying: false, level: 0 }]);
  }
  return new Map(found.reverse());
}

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

function settleVarying(needed: AllNeeded, varying: ReadonlySet<NodeId>): void {
  for (const each of needed.values()) {
    each.isVarying = each.reads.some(({ node }) => needed.get(node)?.isVarying ?? varying.has(node));
  }
}

function settleLevels(program: Program, needed: AllNeeded): void {
  for (const [node, each] of needed) {
    for (const reading of each.reads) {
      const read = needed.get(reading.node);
      if (read === undefined) continue;
      each.level = Math.max(each.level, read.level + (canJoin(program, node, each, reading.node, read) ? 0 : 1));
    }
  }
}

/** Whether two nodes may be computed at once, though one reads the other. */
function canJoin(program: Program, a: NodeId, ofA: Needed, b: NodeId, ofB: Needed): boolean {
  return (
    ofA.kind === 'chain' &&
    ofB.kind === 'chain' &&
    ofA.isVarying === ofB.isVarying &&
    sameShape(program.shape(a), program.shape(b))
  );
}

/** What is read by one later chain alone is computed there, and so needs no place in memory. */
function sink(program: Program, needed: AllNeeded, roots: ReadonlySet<NodeId>): void {
  const nobody = -1;
  const several = -2;
  const readers = new Map<NodeId, number>();
  for (const [node, each] of [...needed].reverse()) {
    const level = roots.has(node) ? several : (readers.get(node) ?? nobody);
    if (level > each.level) each.level = level;
    for (const reading of each.reads) {
      const read = needed.get(reading.node);
      if (read === undefined) continue;
      const known = readers.get(reading.node) ?? each.level;
      const isOne = known === each.level && canJoin(program, node, each, reading.node, read);
      readers.set(reading.node, isOne ? each.level : several);
    }
  }
}

function worksOf(program: Program, needed: AllNeeded): Work[] {
  const groups = new Map<string, { readonly level: number; readonly nodes: NodeId[]; readonly work: Work }>();
  for (const [node, { kind, level, isVarying }] of needed) {
    const code = kind === 'singles' ? singleCode(program, node) : plain;
    const key = `${level} ${isVarying} ${kind === 'other' ? `node ${node}` : `${code} ${program.shape(node)}`}`;
    const known = groups.get(key);
    if (known) known.nodes.push(node);
    else {
      const nodes = [node];
      groups.set(key, { level, nodes, work: kind === 'singles' ? { kind, nodes, code } : { kind, nodes } });
    }
  }
  return [...groups.values()].sort((a, b) => a.level - b.level).map(({ work }) => work);
}

function storedOf(works: readonly Work[], needed: AllNeeded, roots: ReadonlySet<NodeId>): ReadonlySet<NodeId> {
  const workOf = new Map(works.flatMap((work) => work.nodes.map((node) => [node, work] as const)));
  const stored = new Set(roots);
  for (const [node, { kind, reads }] of needed) {
    if (kind !== 'chain') stored.add(node);
    for (const reading of reads) if (workOf.get(reading.node) !== workOf.get(node)) stored.add(reading.node);
  }
  return stored;
}
