/** A drawn graph as a Mermaid flowchart, from left to right: what is open is a subgraph, what is folded one node. */

import type { GraphNode, GraphNumbers, GraphStructure } from '../protocol/panel/graph.ts';
import { linesOfNode, outlineOf, textOfWire } from './outline.ts';

/** The brackets that make a node's shape. */
const shapes: Readonly<Record<GraphNode['kind'], readonly [string, string]>> = {
  param: ['(', ')'],
  data: ['(', ')'],
  const: ['(', ')'],
  operator: ['((', '))'],
  group: ['[[', ']]'],
};

/** A circle is as wide as its widest line: with more room around that, all lines are inside. */
const padding = '%%{init: {"flowchart": {"padding": 30}}}%%';

/** How many wires Mermaid draws, unless whoever shows the text allows it more. */
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
  const comment = `  %% ${length} wires: Mermaid draws more than ${defaultMaxEdges} only where its setting maxEdges allows it. Or fold some groups.`;
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

/** The styles, and the nodes that have each. */
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

/** Mermaid reads labels as Markdown, in which `+` alone is a list, and then its entities: every sign that could mean more is one. */
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
