/** Products that the playback multiplies in sight: their operands, their labels, and that each element is the sum shown. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { MatrixProduct } from '../../../protocol/panel/playback.ts';
import { examples } from '../../../scripts/paths.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { createPlayback } from '../../../server/src/graph/playback/createPlayback.ts';
import { evaluated } from '../../support/models/evaluated.ts';

const expanded = { isCollapsed: false, except: [] };

function productsOf(text: string, digits = 4, collapseState = expanded): readonly MatrixProduct[] {
  const snapshot = evaluated(text);
  const { steps } = createPlayback(buildDisplayGraph(snapshot, collapseState), snapshot, digits, 'model.bp');
  return steps.flatMap(({ product }) => product ?? []);
}

const labelsOf = ({ left, right, result }: MatrixProduct): string => `${left.label} @ ${right.label} = ${result.label}`;
const numbersIn = (rows: readonly (readonly string[])[]): number[][] =>
  rows.map((row) => row.map((text) => Number(text.replace('−', '-'))));

describe('xor', () => {
  const products = productsOf(readFileSync(join(examples, 'xor.bp'), 'utf8'), 12);

  test('has two products forward, and one for each operand with a gradient', () => {
    expect(products.map(labelsOf)).toEqual([
      'x @ W1 = ',
      'h @ W2 = ',
      '∂L/∂(h @ W2) @ W2.T = ∂L/∂h',
      'h.T @ ∂L/∂(h @ W2) = ∂L/∂W2',
      'x.T @ ∂L/∂(x @ W1) = ∂L/∂W1',
    ]);
  });

  test('colors values and gradients', () => {
    expect(products.map(({ left, right, result }) => [left.tone, right.tone, result.tone].join(' '))).toEqual([
      'value value value',
      'value value value',
      'gradient value gradient',
      'value gradient gradient',
      'value gradient gradient',
    ]);
  });

  test('multiplies rows by columns', () => {
    for (const { left, right, result } of products) {
      const [a, b, c] = [left, right, result].map(({ rows }) => numbersIn(rows));
      for (const [i, row] of c!.entries())
        for (const [j, element] of row.entries()) {
          const sum = a![i]!.reduce((total, factor, k) => total + factor * b![k]![j]!, 0);
          expect(sum).toBeCloseTo(element, 10);
        }
    }
  });
});

test('a vector is a row on the left and a column on the right', () => {
  const [matrixTimesVector, vectorTimesMatrix, scalar] = productsOf(
    'A = [[1, 2], [3, 4]]\nv = [5, 6]\na = A @ v\nb = v @ A\nc = v @ v\nloss L = sum(a) + sum(b) + c',
  );
  expect(matrixTimesVector!.right.rows).toEqual([['5'], ['6']]);
  expect(matrixTimesVector!.result.rows).toEqual([['17'], ['39']]);
  expect(vectorTimesMatrix!.left.rows).toEqual([['5', '6']]);
  expect(vectorTimesMatrix!.result.rows).toEqual([['23', '34']]);
  expect(scalar!.result.rows).toEqual([['61']]);
});

test.each([
  ['more than 6 rows', 'A = ones([7, 2])\nB = ones([2, 2])\nloss L = sum(A @ B)'],
  ['more than 12 columns in all', 'A = ones([2, 6])\nB = ones([6, 4])\nloss L = sum(A @ B)'],
  ['a batch of matrices', 'A = ones([2, 2, 2])\nB = ones([2, 2])\nloss L = sum(A @ B)'],
  ['no elements', 'A = zeros([0, 2])\nB = ones([2, 2])\nloss L = sum(A @ B)'],
])('%s are not multiplied in sight', (_, text) => expect(productsOf(text)).toEqual([]));

test('a collapsed call shows no product', () => {
  const text = 'fn f(x) {\n  return x @ [[1, 2], [3, 4]]\n}\nA = ones([2, 2])\nloss L = sum(f(A))';
  expect(productsOf(text)).toHaveLength(1);
  expect(productsOf(text, 4, { isCollapsed: true, except: [] })).toEqual([]);
});
