/** The focused node after groups were collapsed or expanded. */
import { expect, test } from 'vitest';
import { survivingNode } from '../../../client/webview/src/canvas/survivingNode.ts';
import type { GraphStructure } from '../../../server/src/protocol/panel/graph.ts';
import { structureOf } from '../graphs.ts';

const around = { label: '', range: null };

/** x → (h: (a → b)) → y: b is in `inner`, and that and a are in `outer`. */
const plain = structureOf(['x', 'a', 'b', 'y'], []);
const open: GraphStructure = {
  ...plain,
  nodes: plain.nodes.map((node) => ({ ...node, parent: { a: 'outer', b: 'inner' }[node.id] ?? null })),
  groups: [
    { ...around, id: 'outer', parent: null },
    { ...around, id: 'inner', parent: 'outer' },
  ],
};
const folded = structureOf(['x', 'outer', 'y'], []);
const emptied = structureOf(['y'], []);

const nameAfter = (name: string, before: GraphStructure, after: GraphStructure) => {
  const index = before.nodes.findIndex(({ id }) => id === name);
  return after.nodes[survivingNode(index, before, after) ?? -1]?.name;
};

test('is the same node if it is still shown', () => {
  expect(nameAfter('y', open, folded)).toBe('y');
  expect(nameAfter('b', open, open)).toBe('b');
});

test('is the collapsed group that contains it, at any depth', () => {
  expect(nameAfter('a', open, folded)).toBe('outer');
  expect(nameAfter('b', open, folded)).toBe('outer');
});

test('a group that is unfolded is stood for by the first node inside of it', () => {
  expect(nameAfter('outer', folded, open)).toBe('a');
});

test('is none for a removed node', () => {
  expect(nameAfter('a', open, emptied)).toBeUndefined();
  expect(nameAfter('outer', folded, emptied)).toBeUndefined();
});
