/** The display graph of a file: nodes, symbols and wires. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { displayGraphOf, nodeRows, wires } from '../support/fixtures/graphText.ts';

const lesson = readFileSync(join(examples, 'lesson.bp'), 'utf8');

describe('the display graph of the lesson', () => {
  test('has the documented nodes and wires', () => {
    const { structure } = displayGraphOf(lesson);
    expect(structure.nodes.map(({ id, kind, name, symbol, source }) => [id, kind, name, symbol, source])).toEqual([
      ['x', 'param', 'x', 'x', 'param x = -2'],
      ['y', 'param', 'y', 'y', 'param y = 5'],
      ['z', 'param', 'z', 'z', 'param z = -4'],
      ['target', 'const', 'target', 'target', 'const target = -10'],
      ['q', 'operator', 'q', '+', 'q = x + y'],
      ['f', 'operator', 'f', '×', 'f = q * z'],
      ['L/0', 'operator', null, '−', 'loss L = (target - f)^2'],
      ['L', 'operator', 'L', '^ 2', 'loss L = (target - f)^2'],
    ]);
    expect(structure).toMatchObject({
      groups: [],
      objectiveName: 'L',
      collapseState: { isCollapsed: false, except: [] },
      notice: null,
    });
    expect(wires(structure)).toEqual(['x → q', 'y → q', 'q → f', 'z → f', 'target → L/0', 'f → L/0', 'L/0 → L']);
    expect(structure.wires.map(({ operandIndex: position }) => position)).toEqual([0, 1, 0, 1, 0, 1, 0]);
  });

  test('has a source range for each node', () => {
    const { structure } = displayGraphOf(lesson);
    const ranges = structure.nodes.map(({ id, range }) => [id, ...Object.values({ ...range?.start, to: range?.end })]);
    expect(ranges.slice(4)).toEqual([
      ['q', 6, 0, { line: 6, character: 9 }],
      ['f', 7, 0, { line: 7, character: 9 }],
      ['L/0', 8, 10, { line: 8, character: 20 }],
      ['L', 8, 0, { line: 8, character: 23 }],
    ]);
  });

  test('has one root, and its leaves can be scrubbed', () => {
    const { structure } = displayGraphOf(lesson);
    expect(structure.nodes.filter(({ isRoot }) => isRoot).map(({ id }) => id)).toEqual(['L']);
    expect(structure.nodes.filter(({ isScrubbable }) => isScrubbable).map(({ id }) => id)).toEqual([
      'x',
      'y',
      'z',
      'target',
    ]);
  });
});

describe('the symbol of a node', () => {
  test.each([
    ['param x = 2\na = x + 1', '+ 1'],
    ['param x = 2\na = 1 - x', '1 −'],
    ['param x = 2\na = x * 2', '× 2'],
    ['param x = 2\na = 2 * x', '2 ×'],
    ['param x = 2\na = x / 3', '÷ 3'],
    ['param x = 2\na = x^2', '^ 2'],
    ['param x = 2\na = square(x)', '^ 2'],
    ['param x = 2\na = x^10', '^ 10'],
    ['param x = 2\na = x^-1', '^ −1'],
    ['param x = 2\na = x^0.5', '^ 0.5'],
    ['param x = 2\na = x^100', '^ 100'],
    ['param x = 2\na = x^x', '^'],
    ['param x = 2\na = 3^x', '3 ^'],
    ['param x = 2\na = -x', '−x'],
    ['param x = 2\na = x + -1.5', '+ −1.5'],
    ['param x = 2\na = x', '='],
    ['param x = 2\na = x >= 1', '≥ 1'],
    ['param x = 2\na = x != 1', '≠ 1'],
    ['param x = 2\na = tanh(x)', 'tanh'],
    ['param x = 2\na = max(x, 0)', 'max(·, 0)'],
    ['param x = 2\na = clip(x, 0, 1)', 'clip(·, 0, 1)'],
    ['param x = 2\na = hardtanh(x)', 'hardtanh'],
    ['param x = 2\na = leaky_relu(x, 0.2)', 'leaky_relu(·, 0.2)'],
    ['param x = 2\na = [x, 1]', '[·, 1]'],
    ['param x = 2\na = [x, x, x, x, x]', '[…]'],
    ['param W = [[1, 2]]\na = W.T', '.T'],
    ['param W = [[1, 2]]\na = W @ [3, 4]', '@'],
    ['param W = [[1, 2]]\na = W[0, 1]', '[0, 1]'],
    ['param W = [[1, 2]]\na = W[:, ::-1]', '[:, ::-1]'],
    ['a = sqrt(2)', 'sqrt(2)'],
    ['a[2] ~ normal()', 'normal'],
    ['a ~ uniform(-1, 1)', 'uniform(−1, 1)'],
    ['param p = 0.5\na[3] ~ bernoulli(p)', 'bernoulli'],
    ['a = 3', 'a'],
    ['data a = [1, 2]', 'a'],
  ])('for %j is %s', (text, symbol) => {
    expect(displayGraphOf(text).structure.nodes.at(-1)).toMatchObject({ id: 'a', name: 'a', symbol });
  });

  test('is the source for a list literal', () => {
    const { nodes } = displayGraphOf('param x = [1, 2]\na = x * [3, 4]\nb = x - [1000000, 2000000]').structure;
    expect(nodes.filter(({ kind }) => kind === 'const').map(({ symbol }) => symbol)).toEqual([
      '[3, 4]',
      '[1000000, 20000…',
    ]);
  });
});

test('a draw without parameters is an operator, as training changes its elements', () => {
  expect(displayGraphOf('a[2] ~ normal()').structure.nodes).toMatchObject([{ id: 'a', kind: 'operator' }]);
});

describe('a display graph', () => {
  test('contains named values and their operands, but no expectations or settings', () => {
    const text = `const lr = 0.1\nparam x = 2\nloss L = x^2\ntrain sgd(lr = lr * 2)\nexpect tanh(x) + ∂L/∂x ≈ 5`;
    expect(nodeRows(text)).toEqual(['lr', 'x', 'L: ^ 2']);
  });

  test('omits initial values of params', () => {
    expect(nodeRows('const c = 3\nparam x = 2 * c + 1\nparam W[2] ~ normal(0, 1)\ny = x * W')).toEqual([
      'c',
      'x',
      'W',
      'y: ×',
    ]);
  });

  test('contains every name, including aliases', () => {
    expect(nodeRows('param x = 2\na = x\nb = a')).toEqual(['x', 'a: =', 'b: =']);
  });

  test('ends with the sum of several losses', () => {
    const { structure } = displayGraphOf('param x = 2\nloss a = x\nloss b = x^2\nloss c = x^3');
    expect(structure.objectiveName).toBe('(a + b + c)');
    expect(structure.nodes.map(({ id, isRoot }) => [id, isRoot])).toEqual([
      ['x', false],
      ['a', false],
      ['b', false],
      ['c', false],
      ['(a + b + c)/0', false],
      ['(a + b + c)', true],
    ]);
  });

  test('has a wire for each operand', () => {
    expect(wires(displayGraphOf('param x = 2\na = x * x').structure)).toEqual(['x → a', 'x → a']);
  });

  test('shows an index that drops an axis as one node', () => {
    const text = 'param W = [[1, 2]]\na = W[0, 1]';
    expect(nodeRows(text)).toEqual(['W', 'a: [0, 1]']);
    expect(wires(displayGraphOf(text).structure)).toEqual(['W → a']);
  });
});
