/** The root of a model's gradients: its losses or a picked scalar. */

import { expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { emptyContext } from '../../../server/src/language/lowering/context.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';

const text = `param x = 2
param y = 3
q = x * y
v = [x, y]
loss a = q^2
loss b = x`;

test.each<[string, string | undefined, string | undefined, string | undefined, string[]]>([
  ['nothing', undefined, '(a + b)', undefined, ['x', 'y']],
  ['a node', 'q', 'q', 'q', ['x', 'y']],
  ['one of the losses', 'b', 'b', 'b', ['x']],
  ['a param', 'y', 'y', 'y', ['y']],
  ['a tensor', 'v', '(a + b)', undefined, ['x', 'y']],
  ['an undefined name', 'z', '(a + b)', undefined, ['x', 'y']],
  ['an operator', 'relu', '(a + b)', undefined, ['x', 'y']],
])('picking %s gives the expected root and gradients', (_, root, label, picked, reached) => {
  const { model, problems } = picking(text, root);
  expect({ label: model.objective?.label, picked: model.pickedRootName }).toEqual({ label, picked });
  expect(reachedIn(model)).toEqual(reached);
  expect(problems).toEqual([]);
});

test('a param created by a call is picked by its full name', () => {
  const { model } = picking('fn scaled(x) {\n  param s = 2\n  return x * s\n}\nh = scaled(3)\nk = h.s', 'h.s');
  expect(model).toMatchObject({ pickedRootName: 'h.s', objective: { label: 'h.s' } });
  expect(reachedIn(model)).toEqual(['h.s']);
});

test.each([
  ['a broken node', 'param x = 2\nq = x *\nloss L = x', ['missing-operand']],
  ['a node that uses a broken param', 'param x =\nq = x * 2\nloss L = 3', ['missing-operand']],
])('%s stays picked, without a gradient', (_, broken, codes) => {
  const { model, problems } = picking(broken, 'q');
  expect({ picked: model.pickedRootName, objective: model.objective }).toEqual({ picked: 'q', objective: undefined });
  expect(problems.map(({ code }) => code)).toEqual(codes);
});

test('a problem of the losses is reported, and the picked scalar keeps its gradient', () => {
  const { model, problems } = picking('param x = [1, 2]\nq = sum(x)\nloss L = x', 'q');
  expect(problems.map(({ code }) => code)).toEqual(['loss-not-scalar']);
  expect(model.objective?.label).toBe('q');
});

test('a long name is shortened in the label', () => {
  const name = 'q'.repeat(100);
  const { model } = picking(`param x = 2\n${name} = x`, name);
  expect(model.pickedRootName).toBe(name);
  expect(model.objective?.label).toBe(`${'q'.repeat(47)}…`);
});

function picking(source: string, root: string | undefined): Snapshot {
  return analyze(source, 0, { ...emptyContext, pickedRootName: root });
}

/** The params that have a gradient. */
function reachedIn({ params, objective }: Snapshot['model']): string[] {
  return params
    .filter(({ node }) => objective && adjointOf(objective.backwardPass, node) !== undefined)
    .map(({ name }) => name);
}
