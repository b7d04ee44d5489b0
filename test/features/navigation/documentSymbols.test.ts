/** The outline: names with kinds and details, nested by function. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver';
import { documentSymbolsIn } from '../../../server/src/features/navigation/documentSymbols.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';
import { fuzzedTexts } from '../../support/models/fuzzedTexts.ts';

const kinds = Object.fromEntries(Object.entries(SymbolKind).map(([name, kind]) => [kind, name]));

function outline(symbols: readonly DocumentSymbol[], indent = ''): string[] {
  return symbols.flatMap(({ name, kind, detail, children }) => [
    `${indent}${name} (${kinds[kind]})${detail && `  ${detail}`}`,
    ...outline(children ?? [], `${indent}  `),
  ]);
}

test('the outline lists all names with roles, and shapes of tensors or definitions of scalars', () => {
  const text = `const rate = 1 / 10
data X = [[1, 2], [3, 4]]
# A layer.
fn layer(x, n, by = 2) {
  param W[size(x, -1), n] ~ glorot()
  h = x @ W
  return h * by
}
fn squared(x) = x^2
param b = 0.5
h = layer(X, 3)
fit = mean(squared(h)) + b
loss L = fit * rate
expect L ≈ L
train sgd(lr = rate)`;
  expect(outline(documentSymbolsIn(evaluatedIfPossible(text)))).toMatchInlineSnapshot(`
    [
      "rate (Constant)  1 / 10",
      "X (Array)  [2, 2]",
      "layer (Function)  (x, n, by = 2)",
      "  x (Variable)",
      "  n (Variable)",
      "  by (Variable)",
      "  W (Property)  [size(x, -1), n] ~ glorot()",
      "  h (Variable)  x @ W",
      "squared (Function)  (x)",
      "  x (Variable)",
      "b (Property)  0.5",
      "h (Variable)  [2, 3]",
      "fit (Variable)  mean(squared(h)) + b",
      "L (Number)  fit * rate",
    ]
  `);
});

test('the outline contains incomplete definitions that have a name', () => {
  const text = 'param x =\nfn f(x\ny = x + \nloss L = (x\n = 3';
  expect(outline(documentSymbolsIn(evaluatedIfPossible(text)))).toMatchInlineSnapshot(`
    [
      "x (Property)",
      "f (Function)",
      "y (Variable)",
      "L (Number)",
    ]
  `);
});

test('selection ranges are inside their symbol, and locals inside their function', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const snapshot = evaluatedIfPossible(text);
      const offset = ({ start, end }: DocumentSymbol['range']) => [start, end].map((at) => snapshot.lines.offsetAt(at));
      const lies = (inner: DocumentSymbol['range'], outer: DocumentSymbol['range']) => {
        const [[start, end], [from, to]] = [offset(inner), offset(outer)];
        expect(from <= start && start < end && end <= to).toBe(true);
      };
      for (const symbol of documentSymbolsIn(snapshot)) {
        lies(symbol.selectionRange, symbol.range);
        for (const child of symbol.children ?? []) lies(child.range, symbol.range);
      }
    }),
  );
});
