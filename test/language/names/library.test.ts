/** The layer library compared with PyTorch: values and all gradients. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { nn } from '../../../server/src/language/library/built.ts';
import { parse } from '../../../server/src/language/syntax/parser/parse.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { pytorchDifferences } from '../../support/oracles/pytorchComparison.ts';

const samples = 'data X = [[0.5, -1, 2], [0.1, 0.3, -0.7]]\ndata y = [[1], [-1]]\n';

const models: Record<string, string> = {
  dense: 'h = dense(X, 4)\nloss L = mean(h^2)',
  'dense of a batch of sequences':
    'data S = [[[1, 2], [3, 4], [5, 6]], [[0, 1], [0, 2], [0, 3]]]\nh = dense(S, 4)\nloss L = sum(h^2)',
  'dense of one sample': 'h = dense(X[0], 4)\nloss L = sum(h^3)',
  mlp: 'net = mlp(X, 5, 1)\nloss L = mse(net, y)',
  attention: 'param k[2, 3] ~ normal()\nparam v[2, 4] ~ normal()\nloss L = sum(attention(X, k, v)^2)',
  'layers in a function': `fn block(x) {
  h = relu(dense(x, 3) + 0.1)
  return h + dense(h, 3)
}
a = block(X)
loss L = mean(block(a)^2) + sum(a.h.W^2)`,
};

describe.skipIf(!isPytorchRequired)('a library layer', () => {
  beforeAll(() => runPython('import torch'), 60_000);

  test.each(Object.entries(models))('%s matches PyTorch', async (_, text) => {
    const { model, problems } = evaluated(samples + text);
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(await pytorchDifferences(model.program, model.objective!.backwardPass.root, 1e-14)).toEqual([]);
  });
});

test.each([
  ['dense', { 'h.W': [3, 4], 'h.b': [4] }],
  ['dense of a batch of sequences', { 'h.W': [2, 4], 'h.b': [4] }],
  ['dense of one sample', { 'h.W': [3, 4], 'h.b': [4] }],
  [
    'mlp',
    { 'net.h1.W': [3, 5], 'net.h1.b': [5], 'net.h2.W': [5, 5], 'net.h2.b': [5], 'net.out.W': [5, 1], 'net.out.b': [1] },
  ],
])('the params of %s and their gradients have the expected shapes', (name, shapes) => {
  const { program, params, objective } = evaluated(samples + models[name]).model;
  expect(Object.fromEntries(params.map((param) => [param.name, program.shape(param.node)]))).toEqual(shapes);
  const adjoints = params.map((param) => program.shape(adjointOf(objective!.backwardPass, param.node)!));
  expect(adjoints).toEqual(Object.values(shapes));
});

test('a mismatched layer input is reported at the call', () => {
  const [problem] = evaluated('q = [[1, 2]]\nk = [[1, 2, 3]]\na = attention(q, k, k)').problems;
  expect(problem.message).toBe(
    'in attention (nn.bp, line 18): matmul [1, 2] @ [3, 1]: 2 ≠ 3; the right side must have as many rows as q has columns, 2',
  );
});

test('the library parses without a problem and every function has a comment', () => {
  const { tree, problems } = parse(nn);
  expect(problems).toEqual([]);
  for (const { start } of tree.statements) expect(nn.slice(0, start)).toMatch(/(^|\n)# .*\.\n$/);
});

test('attention works on a batch of sequences', () => {
  const text = `param q[2, 3, 4] ~ normal()
param k[2, 5, 4] ~ normal()
param v[2, 5, 6] ~ normal()
h = attention(q, k, v)
first = attention(q[0], k[0], v[0])
expect h[0] ≈ first`;
  const { problems, model } = evaluated(text);
  expect(problems).toEqual([]);
  expect(model.program.shape(model.statementNodes[3])).toEqual([2, 3, 6]);
});
