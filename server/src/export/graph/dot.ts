/**
 * Writes a display graph in the Graphviz DOT language, from left to right: expanded groups are clusters, collapsed
 * ones nodes.
 */

import type { GraphNode, GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import { linesOfNode, outlineOf, textOfWire } from './outline.ts';

const nodeStyles: Readonly<Record<GraphNode['kind'], string>> = {
  param: 'shape=box, style=rounded, color=royalblue',
  data: 'shape=box, style=rounded',
  const: 'shape=box, style=rounded, color=gray',
  operator: 'shape=ellipse',
  group: 'shape=box, peripheries=2',
};

export function dotOf(structure: GraphStructure, numbers: GraphNumbers): string {
  const { nodes, wires } = structure;
  const lines = outlineOf(structure).flatMap((entry) => {
    const indent = '  '.repeat(entry.depth + 1);
    if (entry.kind === 'close') return [`${indent}}`];
    if (entry.kind === 'open') {
      const { id, label } = entry.group;
      return [
        `${indent}subgraph ${quoted(`cluster_${id}`)} {`,
        `${indent}  label=${quoted(label)}`,
        `${indent}  style=rounded`,
      ];
    }
    const { id, kind, isRoot } = entry.node;
    const label = quoted(linesOfNode(entry.node, numbers.nodes[entry.index]).join('\n'));
    return [`${indent}${quoted(id)} [${nodeStyles[kind]}${isRoot ? ', penwidth=2' : ''}, label=${label}]`];
  });
  const arrows = wires.map(({ from, to }, index) => {
    const label = textOfWire(numbers.wires[index]);
    const labelAttribute = label === '' ? '' : ` [label=${quoted(label)}]`;
    return `  ${quoted(nodes[from].id)} -> ${quoted(nodes[to].id)}${labelAttribute}`;
  });
  return [
    'digraph {',
    '  rankdir=LR',
    '  node [fontname=monospace]',
    '  edge [fontname=monospace]',
    ...lines,
    ...arrows,
    '}',
    '',
  ].join('\n');
}

/** Escapes a quoted label: backslashes start escape sequences, ampersands entities. */
function quoted(text: string): string {
  const escaped = text
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('&', '&amp;')
    .replaceAll(/\r?\n/g, '\\n')
    .replaceAll(/\p{Cc}/gu, ' ');
  return `"${escaped}"`;
}
