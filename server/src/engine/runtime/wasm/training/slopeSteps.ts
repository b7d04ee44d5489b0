/** Adjoints times the slope of an activation function, as its value tells it: several nodes of a chain, which are one step. */

import type { Operator } from '../../../ir/operator.ts';
import type { NodeId, Program } from '../../../ir/program.ts';
import { multiply, subtract } from '../../../operators/elementwise/arithmetic.ts';
import { stepOf } from '../codegen/elementwise.ts';
import * as codes from '../elementwiseOpcodes.ts';
import type { Reading } from './aliases.ts';
import type { Fusion } from './fusion.ts';

/** What a step of a chain makes, and of what. */
export interface Made {
  readonly node: NodeId;
  readonly code: number;
  readonly reads: readonly Reading[];
}

/** The slope of an activation function: of which value, and the nodes that make it, which nothing else reads. */
interface Slope {
  readonly value: Reading;
  readonly parts: readonly NodeId[];
}

/** What a node of this operator reads, if it is read but once, in its chain. */
type ReadBy = (node: NodeId, operator: Operator) => readonly Reading[] | undefined;

type Find = (node: NodeId, readBy: ReadBy, isOne: (node: NodeId) => boolean) => Slope | undefined;

const slopes: readonly (readonly [code: number, find: Find])[] = [
  [
    codes.tanhSlope,
    (node, readBy, isOne) => {
      const [one, square] = readBy(node, subtract) ?? [];
      if (square === undefined || !isOne(one.node)) return undefined;
      const [value, again] = readBy(square.node, multiply) ?? [];
      return value && value.node === again.node ? { value, parts: [node, square.node] } : undefined;
    },
  ],
  [
    codes.sigmoidSlope,
    (node, readBy, isOne) => {
      const [value, rest] = readBy(node, multiply) ?? [];
      if (rest === undefined) return undefined;
      const [one, again] = readBy(rest.node, subtract) ?? [];
      return again?.node === value.node && isOne(one.node) ? { value, parts: [node, rest.node] } : undefined;
    },
  ],
];

/** The steps that make the nodes of a chain, in their order. */
export function stepsOf(program: Program, nodes: readonly NodeId[], fusion: Fusion): Made[] {
  const readings = new Map(nodes.map((node) => [node, fusion.readingsOf(node)]));
  const readers = new Map<NodeId, number>();
  for (const { node } of [...readings.values()].flat()) readers.set(node, (readers.get(node) ?? 0) + 1);
  const readBy: ReadBy = (node, operator) =>
    readers.get(node) === 1 && !fusion.isStored(node) && program.operator(node) === operator
      ? readings.get(node)
      : undefined;
  const isOne = (node: NodeId): boolean => program.number(node) === 1;
  const parts = new Set<NodeId>();
  const made = nodes.map((node): Made => {
    const reads = readings.get(node)!;
    if (program.operator(node) === multiply) {
      for (const [adjoint, factor] of [reads, reads.toReversed()]) {
        for (const [code, find] of slopes) {
          const slope = find(factor.node, readBy, isOne);
          if (slope === undefined) continue;
          for (const part of slope.parts) parts.add(part);
          return { node, code, reads: [adjoint, slope.value] };
        }
      }
    }
    return { node, code: stepOf.get(program.operator(node))!, reads };
  });
  return made.filter(({ node }) => !parts.has(node));
}
