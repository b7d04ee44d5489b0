/** A model lowered for a mini-batch: data and consts with a row for each sample have fewer samples, other consts keep their values. */

import { expect, test } from 'vitest';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { nodeAt } from '../../../server/src/language/lowering/model.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';

const text = `data X = [[1, 2], [3, 4], [5, 6]]
const centre = mean(X, axis = 0)
const n = size(X, 0)
half = n / 2
shifted = X - centre
all = zeros([size(X, 0), 2])
const Z = X - centre`;

const shapesOf = (samples?: number) => {
  const context = { ...emptyContext, ...(samples !== undefined && { sampleCount: samples, consts }) };
  const { names, model } = analyze(text, 0, context);
  return Object.fromEntries(
    [...names.definitions].map(([name, { id: index }]) => [
      name,
      model.program.shape(nodeAt(model.statementNodes, index)!),
    ]),
  );
};

const consts = new Map([
  ['centre', { shape: [2], values: Float64Array.of(3, 4) }],
  ['n', { shape: [], values: Float64Array.of(3) }],
  ['Z', { shape: [3, 2], values: Float64Array.of(-2, -2, 0, 0, 2, 2) }],
]);

test('data and nodes computed from data have the sample count of the batch', () => {
  expect(shapesOf(2)).toEqual({ X: [2, 2], centre: [2], n: [], half: [], shifted: [2, 2], all: [2, 2], Z: [2, 2] });
});

test('a const computed from data keeps its value over all samples', () => {
  const { model, names } = analyze(text, 0, { ...emptyContext, sampleCount: 2, consts });
  const centre = nodeAt(model.statementNodes, names.definitions.get('centre')!.id)!;
  expect(Array.from(model.program.attributes(centre).values!)).toEqual([3, 4]);
});

test('a const of a size keeps the number of all samples', () => {
  const { model, names } = analyze(text, 0, { ...emptyContext, sampleCount: 2, consts });
  const n = nodeAt(model.statementNodes, names.definitions.get('n')!.id)!;
  expect(Array.from(model.program.attributes(n).values!)).toEqual([3]);
});

test('a const with a row for each sample is data of the batch', () => {
  const { model } = analyze(text, 0, { ...emptyContext, sampleCount: 2, consts });
  expect(model.data.map(({ name, node }) => [name, model.program.shape(node)])).toEqual([
    ['X', [2, 2]],
    ['Z', [2, 2]],
  ]);
});

test('data keep all their samples without a batch', () => {
  expect(shapesOf()).toEqual({ X: [3, 2], centre: [2], n: [], half: [], shifted: [3, 2], all: [3, 2], Z: [3, 2] });
});
