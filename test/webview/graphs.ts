/** Small graphs as the server would push them. */
import type { GraphNode, GraphStructure, GraphUpdate } from '../../protocol/panel/graph.ts';

/** @param names the names of scalar nodes; nodes without incoming wires are params. */
export function structureOf(
  names: readonly string[],
  wires: readonly (readonly [from: number, to: number])[],
): GraphStructure {
  const nodes = names.map((name, index): GraphNode => {
    const isLeaf = !wires.some(([, to]) => to === index);
    return {
      id: name,
      kind: isLeaf ? 'param' : 'operator',
      name,
      symbol: isLeaf ? name : '+',
      shape: '',
      elementsSize: null,
      parent: null,
      range: { start: { line: index, character: 0 }, end: { line: index, character: 10 } },
      source: name,
      isRoot: index === names.length - 1,
      isScrubbable: isLeaf,
      size: 1,
    };
  });
  return {
    nodes,
    groups: [],
    wires: wires.map(([from, to], index) => {
      const operandIndex = wires.slice(0, index).filter(([, other]) => other === to).length;
      return { from, to, operandIndex };
    }),
    objectiveName: 'L',
    collapseState: { isCollapsed: false, except: [] },
    notice: null,
  };
}

/** A graph in which every value is 1 and every gradient 2. */
export function graphOf(structure: GraphStructure, parts: Partial<GraphUpdate> = {}): GraphUpdate {
  return {
    uri: 'file:///lesson.bp',
    version: 1,
    structureVersion: 1,
    structure,
    numbers: {
      nodes: structure.nodes.map(() => ({
        value: '1',
        gradient: '2',
        elements: null,
        magnitude: 2,
        thumbnail: null,
        scalar: 1,
      })),
      wires: structure.wires.map(() => ({ value: null, gradient: null, magnitude: 2 })),
    },
    objectiveText: '1',
    sampleText: null,
    stepTitle: null,
    staleNotice: null,
    ...parts,
  };
}
