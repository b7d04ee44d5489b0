/** Texts that a file may hold at some moment: word salad, and good files in which something was torn out or put in. */

import { readFileSync } from 'node:fs';
import fc from 'fast-check';

/** Words of the language and things that are none, so that salad often gets far. */
const words = [
  ...['const', 'param', 'data', 'loss', 'fn', 'train', 'expect', 'import', 'return', 'within'],
  ...['x', 'y', 'L', 'q', 'sum', 'relu', 'where', 'sgd', 'lr', 'axis', 'grad', 'T', '사과', '__proto__', 'constructor'],
  ...['**', '~=', '<=', '==', '+', '-', '−', '*', '/', '@', '^', '=', '<', '~', '≈', ':', '.', '∂', ','],
  ...['(', ')', '[', ']', '{', '}', '1', '2.5', '1e-3', '1e999', '3a', '"s"', '"', '#c', '$', '\\'],
  ...['\n', '\n', '\n', '\r\n', '\r', ' ', '\t', '\ufeff', '\0', '\ud800', '\udc00', '😀', '\u2028'],
  ...['∂L/∂x', '\nparam x = 2\n', '\nloss L = x^2\n', '\nparam y = [1, 2]\n', '\nq = ', '\nexpect '],
];

const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...words) }, fc.string({ unit: 'binary', maxLength: 3 }));

const salad = fc
  .tuple(fc.array(word, { maxLength: 50 }), fc.constantFrom('', ' '))
  .map(([parts, separator]) => parts.join(separator));

/** Files that use everything there is. */
export const models: readonly string[] = [
  ...['lesson', 'shop', 'chain-rule', 'four-nodes', 'linear-regression'].map(example),
  `# Two layers.
data X = [[1, 2, 3], [4, 5, 6]]
data y = [1, 0]
param W = [[0.1, -0.2], [0.3, 0.4],
  [1e-9, − 0.1]]  # weights
param b = [0.5, -0.5]
h = relu(X @ W + b)
p = sigmoid(sum(h, axis = 1) / 100)
loss fit = mean((p - y)^2)
loss small = 0.1 * sum(W * W)
size = where(sum(b) > 0, 1, 2) * ∂fit/∂b
train sgd(lr = 0.1)
expect sum(y) ≈ 1 within 1e-6`,
];

function example(name: string): string {
  return readFileSync(new URL(`../../examples/${name}.bp`, import.meta.url), 'utf8');
}

/** A good file, a few edits later. */
const edited = fc
  .tuple(
    fc.constantFrom(...models),
    fc.array(fc.record({ at: fc.nat(), length: fc.nat(8), put: fc.oneof(fc.constant(''), word) }), { maxLength: 4 }),
    fc.constantFrom('\n', '\r\n', '\r'),
  )
  .map(([model, edits, newline]) =>
    edits
      .reduce((text, { at, length, put }) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + put + text.slice(start + length);
      }, model)
      .replaceAll('\n', newline),
  );

export const texts: fc.Arbitrary<string> = fc.oneof(salad, edited);
