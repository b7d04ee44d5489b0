/** Drawn graphs made by hand, for tests of what is made of one. */

import type {
  GraphGroup,
  GraphNode,
  GraphNumbers,
  GraphStructure,
  GraphWire,
  NodeNumbers,
  WireNumbers,
} from '../../server/src/protocol/panel/graph.ts';

export interface HandmadeNode extends Partial<GraphNode>, Partial<NodeNumbers> {
  readonly id: string;
}

export interface HandmadeWire extends Partial<WireNumbers>, Pick<GraphWire, 'from' | 'to'> {}

export interface HandmadeGraph {
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
}

/** What a node doesn't say is that of a scalar operator without a name; wires enter in the order in which they are listed. */
export function handmadeGraph(
  nodes: readonly HandmadeNode[],
  wires: readonly HandmadeWire[] = [],
  groups: readonly (Pick<GraphGroup, 'id' | 'label'> & Partial<GraphGroup>)[] = [],
): HandmadeGraph {
  const entered = new Map<number, number>();
  return {
    structure: {
      nodes: nodes.map(({ value, gradient, magnitude, picture, scalar, ...node }) => ({
        kind: 'operator',
        name: null,
        symbol: node.id,
        shape: '',
        parent: null,
        range: null,
        source: '',
        isRoot: false,
        isScrubbable: false,
        size: 1,
        ...node,
      })),
      groups: groups.map((group) => ({ parent: null, range: null, ...group })),
      wires: wires.map(({ from, to }) => {
        const operandIndex = entered.get(to) ?? 0;
        entered.set(to, operandIndex + 1);
        return { from, to, operandIndex };
      }),
      root: nodes.find(({ isRoot }) => isRoot)?.id ?? null,
      folding: { isFolded: false, except: [] },
      notice: null,
    },
    numbers: {
      nodes: nodes.map(({ value = '', gradient = null, magnitude = null, picture = null, scalar = null }) => ({
        value,
        gradient,
        magnitude,
        picture,
        scalar,
      })),
      wires: wires.map(({ value = null, gradient = null, magnitude = null }) => ({ value, gradient, magnitude })),
    },
  };
}

/** q = x + y, f = q z, L = (f − target)². */
export const handmadeLesson = handmadeGraph(
  [
    { id: 'x', kind: 'param', name: 'x', value: '−2', gradient: '16', magnitude: 16, scalar: -2, isScrubbable: true },
    { id: 'y', kind: 'param', name: 'y', value: '5', gradient: '16', magnitude: 16, scalar: 5, isScrubbable: true },
    { id: 'z', kind: 'param', name: 'z', value: '−4', gradient: '−12', magnitude: 12, scalar: -4, isScrubbable: true },
    { id: 'target', kind: 'const', name: 'target', value: '−10', scalar: -10, isScrubbable: true },
    { id: 'q', name: 'q', symbol: '+', value: '3', gradient: '16', magnitude: 16, scalar: 3 },
    { id: 'f', name: 'f', symbol: '×', value: '−12', gradient: '−4', magnitude: 4, scalar: -12 },
    { id: 'L/1', symbol: '−', value: '−2', gradient: '−4', magnitude: 4, scalar: -2 },
    { id: 'L', name: 'L', symbol: 'x²', value: '4', gradient: '1', magnitude: 1, scalar: 4, isRoot: true },
  ],
  [
    { from: 0, to: 4, magnitude: 16 },
    { from: 1, to: 4, magnitude: 16 },
    { from: 4, to: 5, magnitude: 16 },
    { from: 2, to: 5, magnitude: 12 },
    { from: 5, to: 6, magnitude: 4 },
    { from: 3, to: 6 },
    { from: 6, to: 7, magnitude: 4 },
  ],
);
