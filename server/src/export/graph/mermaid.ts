/**
 * Writes a display graph as a Mermaid flowchart, from left to right: expanded groups are subgraphs, collapsed ones
 * nodes.
 */

import type { GraphNode, GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import { linesOfNode, outlineOf, textOfWire } from './outline.ts';

/** The brackets that set a node's shape. */
const shapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  param: ['(', ')'],
  data: ['(', ')'],
  const: ['(', ')'],
  operator: ['((', '))'],
  group: ['[[', ']]'],
};

/** Mermaid makes a circle as wide as its widest line; the larger padding keeps all lines inside. */
const padding = '%%{init: {"flowchart": {"padding": 30}}}%%';

/** Maximum number of wires that Mermaid draws by default. */
const defaultMaxEdges = 500;

const classes = ['classDef param stroke:royalblue', 'classDef const stroke:gray', 'classDef root stroke-width:3px'];

export function mermaidOf(structure: GraphStructure, numbers: GraphNumbers): string {
  const lines = outlineOf(structure).flatMap((entry) => {
    const indent = '  '.repeat(entry.depth + 1);
    if (entry.kind === 'close') return [`${indent}end`];
    if (entry.kind === 'open') return [`${indent}subgraph g${entry.index} [${quoteLabel(entry.group.label)}]`];
    const [open, close] = shapes[entry.node.kind];
    const label = linesOfNode(entry.node, numbers.nodes[entry.index]).map(escapeLabel).join('<br/>');
    return [`${indent}n${entry.index}${open}"${label}"${close}`];
  });
  const arrows = structure.wires.map(({ from, to }, index) => {
    const label = textOfWire(numbers.wires[index]);
    return `  n${from} -->${label === '' ? '' : `|${quoteLabel(label)}|`} n${to}`;
  });
  const { length } = structure.wires;
  const comment = `  %% ${length} wires: Mermaid draws more than ${defaultMaxEdges} only where its setting maxEdges allows it. Or collapse some groups.`;
  return [
    padding,
    'flowchart LR',
    ...(length > defaultMaxEdges ? [comment] : []),
    ...lines,
    ...arrows,
    ...classLines(structure.nodes),
    '',
  ].join('\n');
}

/** The style definitions in use, and the nodes of each. */
function classLines(nodes: readonly GraphNode[]): readonly string[] {
  return classes.flatMap((definition) => {
    const name = definition.split(' ')[1];
    const members = nodes.flatMap(({ kind, isRoot }, index) =>
      kind === name || (name === 'root' && isRoot) ? [`n${index}`] : [],
    );
    return members.length === 0 ? [] : [`  ${definition}`, `  class ${members.join(',')} ${name}`];
  });
}

function quoteLabel(text: string): string {
  return `"${escapeLabel(text)}"`;
}

/**
 * Escapes all special characters as entities: Mermaid parses labels as Markdown, where `+` alone is a list, and then
 * decodes entities.
 */
function escapeLabel(text: string): string {
  return text
    .trim()
    .split(/\s*\n\s*/)
    .map((line) =>
      line
        .replaceAll(/[\s\p{Cc}]+/gu, ' ')
        .replaceAll(/[!-\-/:-@[-`{-~]|\.(?!\d)/g, (sign) => `#${sign.charCodeAt(0)};`),
    )
    .join('<br/>');
}
