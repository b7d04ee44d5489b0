/** The focused node after groups were collapsed or expanded. */
import { expect, test } from 'vitest';
import { survivingNode } from '../../../client/webview/src/canvas/survivingNode.ts';
import type { GraphStructure } from '../../../protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const around = { label: '', range: null };

/** x → (outer: a → (inner: b)) → y. */
const plain = structureOf(['x', 'a', 'b', 'y'], []);
const open: GraphStructure = {
  ...plain,
  nodes: plain.nodes.map((node) => ({ ...node, parent: { a: 'outer', b: 'inner' }[node.id] ?? null })),
  groups: [
    { ...around, id: 'outer', parent: null },
    { ...around, id: 'inner', parent: 'outer' },
  ],
};
const collapsed = structureOf(['x', 'outer', 'y'], []);
const emptied = structureOf(['y'], []);

const nameAfter = (name: string, before: GraphStructure, after: GraphStructure) => {
  const index = before.nodes.findIndex(({ id }) => id === name);
  return after.nodes[survivingNode(index, before, after) ?? -1]?.name;
};

test('a node that is still shown keeps the focus', () => {
  expect(nameAfter('y', open, collapsed)).toBe('y');
  expect(nameAfter('b', open, open)).toBe('b');
});

test('a collapsed group takes the focus from any node inside it', () => {
  expect(nameAfter('a', open, collapsed)).toBe('outer');
  expect(nameAfter('b', open, collapsed)).toBe('outer');
});

test('the first node inside an expanded group takes the focus from it', () => {
  expect(nameAfter('outer', collapsed, open)).toBe('a');
});

test('no node takes the focus from a removed node', () => {
  expect(nameAfter('a', open, emptied)).toBeUndefined();
  expect(nameAfter('outer', collapsed, emptied)).toBeUndefined();
});
