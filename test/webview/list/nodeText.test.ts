/** The graph as text for screen readers, line by line. */
import { expect, test } from 'vitest';
import { nodeLines } from '../../../client/webview/src/list/nodeText.ts';
import { graphOf, structureOf } from '../graphs.ts';

test("a node's text has its operands, its value and its gradient", () => {
  const structure = structureOf(
    ['x', 'y', 'q'],
    [
      [1, 2],
      [0, 2],
    ],
  );
  expect(nodeLines(structure, graphOf(structure).numbers)).toEqual([
    { description: 'param x', value: '= 1', gradient: '∂L/∂x = 2' },
    { description: 'param y', value: '= 1', gradient: '∂L/∂y = 2' },
    { description: 'q: + of y and x', value: '= 1', gradient: '∂L/∂q = 2' },
  ]);
});

test('operands are listed in operand order', () => {
  const structure = structureOf(['a', 'b', 'c', 'd'], []);
  const wires = [
    { from: 2, to: 3, operandIndex: 0 },
    { from: 0, to: 3, operandIndex: 2 },
    { from: 1, to: 3, operandIndex: 1 },
  ];
  const nodes = structure.nodes.map((node, index) => (index === 3 ? { ...node, kind: 'operator' as const } : node));
  const lines = nodeLines({ ...structure, nodes, wires }, graphOf(structure).numbers);
  expect(lines[3]?.description).toBe('d of c, b and a');
});

test('many operands are abbreviated, and a group lists each operand once', () => {
  const names = Array.from({ length: 12 }, (_, i) => `x${i}`);
  const sum = structureOf(
    [...names, 'L'],
    names.map((_, i) => [i, 12]),
  );
  expect(nodeLines(sum, graphOf(sum).numbers)[12]?.description).toBe('L: + of x0, x1, x2, x3, x4, x5, x6 and 5 more');
  const twice = structureOf(
    ['x', 'y'],
    [
      [0, 1],
      [0, 1],
    ],
  );
  const descriptionAs = (kind: 'group' | 'operator') => {
    const nodes = twice.nodes.map((node, index) => (index === 1 ? { ...node, kind } : node));
    return nodeLines({ ...twice, nodes }, graphOf(twice).numbers)[1]?.description;
  };
  expect([descriptionAs('operator'), descriptionAs('group')]).toEqual(['y: + of x and x', 'y: + of x']);
});

test("a tensor's text has its shape and gradient norm", () => {
  const structure = structureOf(['W'], []);
  const nodes = structure.nodes.map((node) => ({ ...node, shape: '[2×3]' }));
  const [line] = nodeLines({ ...structure, nodes }, graphOf(structure).numbers);
  expect(line).toEqual({ description: 'param W', value: '= [2×3] 1', gradient: '‖∂L/∂W‖ = 2' });
});

test('a missing value or gradient is omitted', () => {
  const structure = structureOf(['x'], []);
  const none = { value: '', gradient: null, elements: null, magnitude: null, thumbnail: null, scalar: null };
  expect(nodeLines(structure, { nodes: [none], wires: [] })).toEqual([
    { description: 'param x', value: '', gradient: '' },
  ]);
  const { numbers } = graphOf(structure);
  expect(nodeLines({ ...structure, objectiveName: null }, numbers)[0]?.gradient).toBe('');
});
