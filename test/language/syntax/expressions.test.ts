/** Operator precedence, shown with all parentheses written out. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Expression, type IndexItem, isDefinition } from '../../../server/src/language/syntax/ast.ts';
import { parse } from '../../../server/src/language/syntax/parser/parse.ts';

describe('operator precedence', () => {
  test.each([
    ['1 + 2 * 3', '(1 + (2 * 3))'],
    ['1 - 2 - 3', '((1 - 2) - 3)'],
    ['1 − 2 − 3', '((1 - 2) - 3)'],
    ['6 / 3 * 2 @ 1', '(((6 / 3) * 2) @ 1)'],
    ['1 + 2 < 3 * 4', '((1 + 2) < (3 * 4))'],
    ['1 < 2 < 3', '((1 < 2) < 3)'],
    ['1 == 2 != 3', '((1 == 2) != 3)'],
    ['-x^2', '(-(x ^ 2))'],
    ['−x ** 2', '(-(x ^ 2))'],
    ['(-x)^2', '((-x) ^ 2)'],
    ['2^-x', '(2 ^ (-x))'],
    ['2^-x^2', '(2 ^ (-(x ^ 2)))'],
    ['a^b^c', '(a ^ (b ^ c))'],
    ['a ** b ^ c', '(a ^ (b ^ c))'],
    ['-a * b', '((-a) * b)'],
    ['a * -b', '(a * (-b))'],
    ['a - -b', '(a - (-b))'],
    ['--a', '(-(-a))'],
    ['a.T', 'a.T'],
    ['h.W', 'h.W'],
    ['net.h1.W.T', 'net.h1.W.T'],
    ['-h.W^2', '(-(h.W ^ 2))'],
    ['∂L/∂h.W', '∂L/∂h.W'],
    ['a[0]', 'a[0]'],
    ['a[0, 1:3, :]', 'a[0, 1:3:, ::]'],
    ['a[::-1]', 'a[::(-1)]'],
    ['a[1:][0].T', 'a[1::][0].T'],
    ['-a[0]^2', '(-(a[0] ^ 2))'],
    ['f(a)[-1]', 'f(a)[(-1)]'],
    ['(a + b)[n - 1]', '(a + b)[(n - 1)]'],
    ['a [0]', undefined],
    ['[a, 2 * b]', '[a, (2 * b)]'],
    ['mse(a, b, reduction = "sum")', 'mse(a, b, reduction = "sum")'],
    ['a.T.T', 'a.T.T'],
    ['-a.T', '(-a.T)'],
    ['a.T^2', '(a.T ^ 2)'],
    ['a @ b.T', '(a @ b.T)'],
    ['(a @ b).T', '(a @ b).T'],
    ['f(a).T', 'f(a).T'],
    ['[1, 2].T', '[1, 2].T'],
    ['2 * f(a + 1, axis = -1)', '(2 * f((a + 1), axis = (-1)))'],
    ['f()', 'f()'],
    ['f(a, b,)', 'f(a, b)'],
    ['[1, [2, -3], ]', '[1, [2, (-3)]]'],
    ['∂L/∂x', '∂L/∂x'],
    ['grad(L, x)', '∂L/∂x'],
    ['2 * ∂L/∂x / 3', '((2 * ∂L/∂x) / 3)'],
    ['-∂L/∂x^2', '(-(∂L/∂x ^ 2))'],
    ['∂(x^2 + 1)/∂x', '∂((x ^ 2) + 1)/∂x'],
    ['∂f(x)/∂x', '∂f(x)/∂x'],
    ['∂∂L/∂x/∂y', undefined],
    ['∂(∂L/∂x)/∂y', '∂∂L/∂x/∂y'],
    ['a = 1', undefined],
    ['1.5.T', '1.5.T'],
  ])('%s parses as %s', (text, brackets) => {
    const [statement] = parse(`v = ${text}`).tree.statements;
    expect(isDefinition(statement) ? bracketed(statement.value) : undefined).toBe(brackets);
  });
});

test('every subexpression has its exact range', () => {
  const { tree } = parse('v = -(a + 2)^f(b, axis = [1, 2]).T');
  const text = 'v = -(a + 2)^f(b, axis = [1, 2]).T';
  expect(
    tree.expressions.map((_, index) => tree.expressionAt(index).range).map(({ start, end }) => text.slice(start, end)),
  ).toEqual([
    'a',
    '2',
    'a + 2',
    'b',
    '1',
    '2',
    '[1, 2]',
    'f(b, axis = [1, 2])',
    'f(b, axis = [1, 2]).T',
    '(a + 2)^f(b, axis = [1, 2]).T',
    '-(a + 2)^f(b, axis = [1, 2]).T',
  ]);
});

test('a formula parses the same with minimal and with full parentheses', () => {
  const spaces = fc.constantFrom('', ' ', '  ');
  fc.assert(
    fc.property(formulas, spaces, ({ brackets, text }, space) => {
      const [statement] = parse(`v = ${text.replaceAll(' ', space)}`).tree.statements;
      expect(isDefinition(statement) && bracketed(statement.value)).toBe(brackets);
    }),
  );
});

interface Formula {
  readonly brackets: string;
  readonly text: string;
  /** The precedence of the outermost operator. */
  readonly binding: number;
}

const infix: Record<string, number> = {
  ...{ or: 1, and: 2, '<': 4, '==': 4 },
  ...{ '+': 5, '-': 5, '*': 6, '/': 6, '%': 6, '@': 6 },
};
const not = 3;
const minus = 7;
const power = 8;
const atom = 9;
/** A space that words need around them. */
const nbsp = '\u00a0';

const { formula: formulas } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('x', 'y', '2', '0.5').map((text) => ({ brackets: text, text, binding: atom })),
    fc.tuple(fc.constantFrom(...Object.keys(infix)), tie('formula'), tie('formula')).map(([symbol, left, right]) => ({
      brackets: `(${left.brackets} ${symbol} ${right.brackets})`,
      text: [within(infix[symbol], left), symbol, within(infix[symbol] + 1, right)].join(
        /\w/.test(symbol) ? nbsp : ' ',
      ),
      binding: infix[symbol],
    })),
    fc.tuple(tie('formula'), tie('formula')).map(([base, exponent]) => ({
      brackets: `(${base.brackets} ^ ${exponent.brackets})`,
      text: `${within(atom, base)}^${within(minus, exponent)}`,
      binding: power,
    })),
    tie('formula').map((operand) => ({
      brackets: `(-${operand.brackets})`,
      text: `-${within(minus, operand)}`,
      binding: minus,
    })),
    tie('formula').map((operand) => ({
      brackets: `(not ${operand.brackets})`,
      text: `not${nbsp}${within(not, operand)}`,
      binding: not,
    })),
    tie('formula').map((operand) => ({
      brackets: `f(${operand.brackets}).T`,
      text: `f(${operand.text}).T`,
      binding: atom,
    })),
  ),
}));

function within(binding: number, formula: Formula): string {
  return formula.binding < binding ? `(${formula.text})` : formula.text;
}

function bracketed(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'string':
      return `"${expression.value}"`;
    case 'member':
      return [expression.owner.name, ...expression.path].join('.');
    case 'index':
      return `${bracketed(expression.operand)}[${expression.indices.map(bracketedIndex).join(', ')}]`;
    case 'list':
      return `[${expression.items.map(bracketed).join(', ')}]`;
    case 'negate':
      return `(-${bracketed(expression.operand)})`;
    case 'not':
      return `(not ${bracketed(expression.operand)})`;
    case 'transpose':
      return `${bracketed(expression.operand)}.T`;
    case 'binary':
      return `(${bracketed(expression.left)} ${expression.symbol} ${bracketed(expression.right)})`;
    case 'call': {
      const given = expression.arguments.map(({ keyword, value }) =>
        keyword ? `${keyword.name} = ${bracketed(value)}` : bracketed(value),
      );
      return `${expression.callee.name}(${given.join(', ')})`;
    }
    case 'draw':
      return `~ ${expression.distribution.name}`;
    case 'gradient':
      return `∂${bracketed(expression.of)}/∂${bracketed(expression.wrt)}`;
  }
}

function bracketedIndex(item: IndexItem): string {
  if (item.kind === 'at') return bracketed(item.at);
  return [item.from, item.to, item.step].map((part) => (part ? bracketed(part) : '')).join(':');
}
