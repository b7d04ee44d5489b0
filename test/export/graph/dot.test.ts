/** Graphviz DOT export, read back by a strict reader of the subset that is written. */

import { describe, expect, test } from 'vitest';
import { dotOf } from '../../../server/src/export/graph/dot.ts';
import { type HandmadeGraph, handmadeGraph, handmadeLesson } from '../../support/fixtures/handmadeGraph.ts';
import { awkwardTexts } from '../../support/models/fuzzedTexts.ts';

test('the lesson is drawn from left to right, with boxes, ellipses, values and gradients', () => {
  const { structure, numbers } = handmadeLesson;
  expect(dotOf(structure, numbers)).toBe(`digraph {
  rankdir=LR
  node [fontname=monospace]
  edge [fontname=monospace]
  "x" [shape=box, style=rounded, color=royalblue, label="x\\n−2 · ∂ 16"]
  "y" [shape=box, style=rounded, color=royalblue, label="y\\n5 · ∂ 16"]
  "z" [shape=box, style=rounded, color=royalblue, label="z\\n−4 · ∂ −12"]
  "target" [shape=box, style=rounded, color=gray, label="target\\n−10"]
  "q" [shape=ellipse, label="q\\n+\\n3 · ∂ 16"]
  "f" [shape=ellipse, label="f\\n×\\n−12 · ∂ −4"]
  "L/1" [shape=ellipse, label="−\\n−2 · ∂ −4"]
  "L" [shape=ellipse, penwidth=2, label="L\\n^ 2\\n4 · ∂ 1"]
  "x" -> "q"
  "y" -> "q"
  "q" -> "f"
  "z" -> "f"
  "f" -> "L/1"
  "target" -> "L/1"
  "L/1" -> "L"
}
`);
});

test('an expanded group is a nested cluster; a collapsed one is a box with two borders', () => {
  const { nodes, groups } = parsed(
    handmadeGraph(
      [
        { id: 'x', kind: 'data', shape: '[200×2]', value: '0.02 ± 0.5' },
        { id: 'h.W', kind: 'param', symbol: 'W', name: 'h.W', parent: 'h/dense' },
        { id: 'h/1', symbol: '@', parent: 'h/dense' },
        { id: 'net/dense', kind: 'group', symbol: 'dense', parent: 'net' },
      ],
      [],
      [
        { id: 'h/dense', label: 'dense', parent: 'net' },
        { id: 'net', label: 'mlp' },
      ],
    ),
  );
  expect(groups).toEqual([
    { name: 'cluster_net', label: 'mlp', around: [] },
    { name: 'cluster_h/dense', label: 'dense', around: ['cluster_net'] },
  ]);
  expect(nodes).toEqual([
    { id: 'h.W', around: ['cluster_net', 'cluster_h/dense'], label: 'h.W\nW', attributes: expect.any(String) },
    { id: 'h/1', around: ['cluster_net', 'cluster_h/dense'], label: '@', attributes: 'shape=ellipse' },
    { id: 'net/dense', around: ['cluster_net'], label: 'dense', attributes: 'shape=box, peripheries=2' },
    { id: 'x', around: [], label: 'x\n[200×2]\n0.02 ± 0.5', attributes: 'shape=box, style=rounded' },
  ]);
});

test('a wire is labeled with its own gradient', () => {
  const { wires } = parsed(
    handmadeGraph(
      [{ id: 'a' }, { id: 'b' }],
      [
        { from: 0, to: 1, gradient: '3', magnitude: 3 },
        { from: 0, to: 1, value: '[2]', gradient: '−5' },
      ],
    ),
  );
  expect(wires).toEqual([
    { from: 'a', to: 'b', label: '∂ 3' },
    { from: 'a', to: 'b', label: '[2] · ∂ −5' },
  ]);
});

describe('a name or label', () => {
  test.each(awkwardTexts)('is escaped: %j', (text) => {
    const graph = handmadeGraph(
      [{ id: text, parent: text, name: 'q', value: text, gradient: text }],
      [{ from: 0, to: 0, gradient: text }],
      [{ id: text, label: text }],
    );
    const { nodes, groups, wires } = parsed(graph);
    expect(groups).toEqual([{ name: `cluster_${text}`, label: text, around: [] }]);
    expect(nodes).toEqual([
      { id: text, around: [`cluster_${text}`], label: `q\n${text}\n${text} · ∂ ${text}`, attributes: 'shape=ellipse' },
    ]);
    expect(wires).toEqual([{ from: text, to: text, label: `∂ ${text}` }]);
  });
});

test('control characters are replaced with spaces', () => {
  expect(parsed(handmadeGraph([{ id: 'a', symbol: 'a\0\tb\r\nc' }])).nodes[0].label).toBe('a  b\nc');
});

/** Expects every line to be known, and every quoted text to be one that Graphviz reads as a whole. */
function parsed({ structure, numbers }: HandmadeGraph) {
  const [first, ...lines] = dotOf(structure, numbers).trimEnd().split('\n');
  expect(first).toBe('digraph {');
  const string = '"((?:[^"\\\\]|\\\\["\\\\n])*)"';
  const node = new RegExp(`^${string} \\[(.*?), label=${string}\\]$`);
  const wire = new RegExp(`^${string} -> ${string}(?: \\[label=${string}\\])?$`);
  const subgraph = new RegExp(`^subgraph ${string} \\{$`);
  const label = new RegExp(`^label=${string}$`);
  const around: string[] = ['the graph'];
  const nodes = [];
  const groups: { name: string; label?: string; around: readonly string[] }[] = [];
  const wires = [];
  for (const line of lines.map((indented) => indented.trim())) {
    const isNode = node.exec(line);
    const isWire = wire.exec(line);
    const isSubgraph = subgraph.exec(line);
    const isLabel = label.exec(line);
    if (isWire) {
      wires.push({ from: read(isWire[1]), to: read(isWire[2]), ...(isWire[3] && { label: read(isWire[3]) }) });
    } else if (isNode) {
      nodes.push({ id: read(isNode[1]), around: around.slice(1), attributes: isNode[2], label: read(isNode[3]) });
    } else if (isSubgraph) {
      groups.push({ name: read(isSubgraph[1]), around: around.slice(1) });
      around.push(read(isSubgraph[1]));
    } else if (isLabel) {
      groups.at(-1)!.label = read(isLabel[1]);
    } else if (line === '}') {
      around.pop();
    } else {
      expect(line).toMatch(/^(rankdir=LR|(node|edge) \[fontname=monospace\]|style=rounded)$/);
    }
  }
  expect(around).toEqual([]);
  return { nodes, groups, wires };
}

function read(quoted: string): string {
  const unescaped = quoted.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  expect(unescaped).not.toMatch(/&(?!amp;)/);
  return unescaped.replaceAll('&amp;', '&');
}
