/** A graph as ELK is asked to lay it out: from left to right in layers, open groups around what is in them. */

import type { ElkExtendedEdge, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import type { GraphNode, GraphStructure } from '../../../../server/src/protocol/graph.ts';
import { type Box, boxOf } from './box.ts';
import { endsOf } from './ends.ts';
import { widthOf } from './text.ts';

/** The names of the parts in ELK's graph, by their places in ours: so a new name of the same width is no new layout. */
export const elkName = {
  node: (place: number) => `n${place}`,
  group: (place: number) => `g${place}`,
  wire: (place: number) => `w${place}`,
  outlet: (place: number) => `n${place}>`,
  inlet: (place: number) => `>w${place}`,
};

/** How high the label of an open group is. */
export const frameHeader = 26;
const framePadding = 14;

/** From here on a layout takes longer than is waited for, unless less is tried. */
const manyNodes = 400;

export function elkGraphOf(structure: GraphStructure): ElkNode {
  const ends = endsOf(structure);
  const root: ElkNode = { id: 'root', layoutOptions: optionsFor(structure.nodes.length), children: [], edges: [] };
  const groups = structure.groups.map(
    (group, place): ElkNode => ({ id: elkName.group(place), layoutOptions: frameOptions(group.label), children: [] }),
  );
  const byId = new Map(structure.groups.map((group, place) => [group.id, groups[place]!]));
  const around = (parent: string | null) => (parent === null ? undefined : byId.get(parent)) ?? root;

  structure.groups.forEach(({ parent }, place) => {
    around(parent).children?.push(groups[place]!);
  });
  structure.nodes.forEach((node, place) => {
    around(node.parent).children?.push(elkNode(node, place, ends.entering[place]!));
  });
  root.edges = structure.wires.map(
    ({ from }, place): ElkExtendedEdge => ({
      id: elkName.wire(place),
      sources: [elkName.outlet(from)],
      targets: [elkName.inlet(place)],
    }),
  );
  return root;
}

/** Equal keys, equal layouts. */
export function layoutKey(structure: GraphStructure): string {
  return JSON.stringify(elkGraphOf(structure));
}

function elkNode(node: GraphNode, place: number, entering: readonly number[]): ElkNode {
  const box = boxOf(node, entering.length);
  return {
    id: elkName.node(place),
    width: box.width,
    height: box.height,
    layoutOptions: { 'elk.portConstraints': 'FIXED_POS' },
    ports: [
      { id: elkName.outlet(place), x: box.width, y: box.outlet.y, width: 0, height: 0, layoutOptions: onSide('EAST') },
      ...inlets(box, entering),
    ],
  };
}

function inlets(box: Box, entering: readonly number[]) {
  return entering.map((wire, index) => ({
    id: elkName.inlet(wire),
    ...{ x: 0, y: box.inlets[index]!.y, width: 0, height: 0 },
    layoutOptions: onSide('WEST'),
  }));
}

function onSide(side: 'EAST' | 'WEST'): LayoutOptions {
  return { 'elk.port.side': side };
}

function frameOptions(label: string): LayoutOptions {
  const padding = `[top=${framePadding + frameHeader},left=${framePadding},bottom=${framePadding},right=${framePadding}]`;
  // The room for the label and for the button that folds.
  return {
    'elk.padding': padding,
    'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    'elk.nodeSize.minimum': `(${widthOf(label) + 60},60)`,
  };
}

function optionsFor(nodes: number): LayoutOptions {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': 'RIGHT',
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.edgeRouting': 'POLYLINE',
    'elk.json.shapeCoords': 'ROOT',
    'elk.json.edgeCoords': 'ROOT',
    // An edit of one statement leaves the others in their order.
    'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
    'elk.layered.nodePlacement.strategy': nodes < manyNodes ? 'NETWORK_SIMPLEX' : 'BRANDES_KOEPF',
    'elk.layered.thoroughness': nodes < manyNodes ? '7' : '1',
    'elk.spacing.nodeNode': '26',
    'elk.spacing.edgeNode': '18',
    'elk.spacing.edgeEdge': '12',
    'elk.layered.spacing.nodeNodeBetweenLayers': '68',
    'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  };
}
