/** The node at the cursor and its highlighted wires. */
import { expect, test } from 'vitest';
import { nodeIndexAt, wiresTouching } from '../../../client/webview/src/state/nodeAtSelection.ts';
import { structureOf } from '../graphs.ts';

const at = (line: number, character: number) => ({ start: { line, character }, end: { line, character } });

test('the cursor is on the innermost node around it', () => {
  const { nodes, ...rest } = structureOf(['x', 'y', 'q'], []);
  const [x, y, q] = nodes;
  const inner = { start: { line: 2, character: 4 }, end: { line: 2, character: 6 } };
  const structure = { ...rest, nodes: [x!, { ...y!, range: inner }, q!] };
  expect(nodeIndexAt(structure, at(0, 3))).toBe(0);
  expect(nodeIndexAt(structure, at(2, 1))).toBe(2);
  expect(nodeIndexAt(structure, at(2, 5))).toBe(1);
  expect(nodeIndexAt(structure, at(2, 6))).toBe(1);
  expect(nodeIndexAt(structure, at(2, 7))).toBe(2);
  expect(nodeIndexAt(structure, at(9, 0))).toBeUndefined();
});

test('a selection across several nodes is on none of them', () => {
  const structure = structureOf(['x', 'y'], []);
  expect(nodeIndexAt(structure, { start: { line: 0, character: 2 }, end: { line: 1, character: 2 } })).toBeUndefined();
});

test('a node without a source range is never selected', () => {
  const { nodes, ...rest } = structureOf(['x'], []);
  const structure = { ...rest, nodes: nodes.map((node) => ({ ...node, range: null })) };
  expect(nodeIndexAt(structure, at(0, 0))).toBeUndefined();
});

test('a node highlights its wires', () => {
  const structure = structureOf(
    ['x', 'y', 'q', 'f'],
    [
      [0, 2],
      [1, 2],
      [2, 3],
    ],
  );
  expect([...wiresTouching(structure, new Set([2]))]).toEqual([0, 1, 2]);
  expect([...wiresTouching(structure, new Set([1]))]).toEqual([1]);
  expect([...wiresTouching(structure, new Set())]).toEqual([]);
});
