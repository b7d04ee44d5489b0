/** Recurrences: values and gradients compared with loops in PyTorch, params of blocks, and what steps may use. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf } from '../../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { analyze, type EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated, scalarsOf, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { closeTo, forwardScript, runPytorch } from '../../support/oracles/pytorchHessians.ts';

/** A model, and the same in PyTorch from its params on: each name is a tensor, `steps` lists those of a recurrence. */
const models: readonly (readonly [name: string, text: string, python: string, recurrences: readonly string[]])[] = [
  [
    'an RNN',
    `const T = 5
const x = sin(reshape(arange(30), [2, 5, 3]))
param Wx[3, 4] ~ normal(0, 0.5)
param Wh[4, 4] ~ normal(0, 0.5)
h[0] = zeros([2, 4])
for t in 1..T {
  z = x[:, t - 1] @ Wx
  h[t] = tanh(z + h[t - 1] @ Wh)
}
loss L = mean(h[T]^2) + sum(h[1:3, 0])`,
    `x = torch.sin(torch.arange(30.).reshape(2, 5, 3))
h = [start((2, 4))]
for t in range(1, 6): h.append(torch.tanh(x[:, t - 1] @ Wx + h[t - 1] @ Wh))
L = (h[5]**2).mean() + torch.stack(h)[1:3, 0].sum()`,
    ['h'],
  ],
  [
    'an LSTM',
    `const x = cos(reshape(arange(24), [2, 4, 3]))
param W[3, 8] ~ normal(0, 0.5)
param U[2, 8] ~ normal(0, 0.5)
h[0] = zeros([2, 2])
c[0] = zeros([2, 2])
for t in 1..4 {
  gates = x[:, t - 1] @ W + h[t - 1] @ U
  c[t] = sigmoid(gates[:, 0:2]) * c[t - 1] + sigmoid(gates[:, 2:4]) * tanh(gates[:, 4:6])
  h[t] = sigmoid(gates[:, 6:]) * tanh(c[t])
}
loss L = sum(h[4] * c[3])`,
    `x = torch.cos(torch.arange(24.).reshape(2, 4, 3))
h, c = [start((2, 2))], [start((2, 2))]
for t in range(1, 5):
    gates = x[:, t - 1] @ W + h[t - 1] @ U
    i = torch.sigmoid
    c.append(i(gates[:, 0:2]) * c[t - 1] + i(gates[:, 2:4]) * torch.tanh(gates[:, 4:6]))
    h.append(i(gates[:, 6:]) * torch.tanh(c[t]))
L = (h[4] * c[3]).sum()`,
    ['h', 'c'],
  ],
  [
    'two steps back, with a block in a block',
    `param a = 0.7
param b = -0.4
u[0] = 1
u[1] = a
for t in 2..6 {
  s[0] = u[t - 1]
  for k in 1..3 { s[k] = sin(s[k - 1]) * b + k / t }
  u[t] = a * s[3] + u[t - 2]
}
loss L = sum(u^2)`,
    `u = [start(()) + 1, a * 1]
for t in range(2, 7):
    s = u[t - 1]
    for k in range(1, 4): s = torch.sin(s) * b + k / t
    u.append(a * s + u[t - 2])
L = (torch.stack(u)**2).sum()`,
    ['u'],
  ],
];

describe.runIf(isPytorchRequired)('a recurrence compared with a loop in PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(models)('%s has the same loss, param gradients and gradients of steps', async (_, text, python, names) => {
    const snapshot = evaluated(text);
    expect(snapshot.problems).toEqual([]);
    const { model } = snapshot;
    const params = model.params.map(({ name }) => name);
    const assignments = params.map((name) => `${name} = leaf(${JSON.stringify(nested(snapshot, name))})\n`);
    const theirs = await runPytorch(`
def leaf(value): return torch.tensor(value, requires_grad=True)
def start(shape): return torch.zeros(shape, requires_grad=True)
${assignments.join('')}${python}
print(json.dumps([flat(L), [flat(g) for g in grad(L, [${params.join(', ')}])],
  [[flat(g) for g in grad(L, list(steps))] for steps in [${names.join(', ')}]]]))
`);
    const ofSteps = names.map((name) => {
      const all = gradientOf(snapshot, name);
      const { length } = model.recurrences.find(({ statement }) => statement.name.name === name)!.steps;
      const size = all.length / length;
      return Array.from({ length }, (_, step) => all.slice(step * size, (step + 1) * size));
    });
    const ours = [valuesOf(snapshot, 'L'), params.map((name) => gradientOf(snapshot, name)), ofSteps];
    expect(closeTo(theirs, ours, 1e-12)).toEqual(ours);
  });

  test('second derivatives match', async () => {
    const [, , [, text]] = models;
    const snapshot = evaluated(`${text}\ng = ∂L/∂a\nloss P = g^2`);
    const { model } = snapshot;
    const nodeOf = (name: string) => model.statementNodes[snapshot.names.definitions.get(name)!.id];
    const [root, a, b] = ['L', 'a', 'b'].map(nodeOf);
    const theirs = await runPytorch(`${forwardScript(model.program, root)}
[g] = grad(n${root}, [n${a}])
print(json.dumps([flat(h) for h in grad(g * g + n${root}, [n${a}, n${b}])]))
`);
    const ours = ['a', 'b'].map((name) => gradientOf(snapshot, name));
    expect(closeTo(theirs, ours, 1e-10)).toEqual(ours);
  });
});

test('the params of a block, and of the functions that it calls, are created once', () => {
  const { model, problems } = evaluated(`fn layer(x) {
  param gain = 2
  return dense(x, 3) * gain
}
h[0] = ones([2, 3])
for t in 1..4 {
  param w = 0.5
  param V[3, 3] ~ normal(0, 1)
  h[t] = layer(h[t - 1] @ V) * w
}
loss L = mean(h[4])`);
  expect(problems).toEqual([]);
  expect(model.params.map(({ name }) => name)).toEqual(['w', 'V', 'h.gain', 'h_2.W', 'h_2.b']);
});

test('the last step of a recurrence is that of the tensor after it', () => {
  const values = scalarsOf(`f[0] = 0
f[1] = 1
for t in 2..20 {
  f[t] = f[t - 1] + f[t - 2]
}
last = f[20]
count = size(f, 0)
sum20 = sum(f)`);
  expect(values).toMatchObject({ last: 6765, count: 21, sum20: 17710 });
});

test('an index may be computed, and a function may contain a block', () => {
  const values = scalarsOf(`fn horner(x, n) {
  s[0] = 1
  for k in 1..n { s[k] = s[k - 1] * x + 1 }
  return s[n]
}
for t in 1..4 {
  y[t - 1] = horner(t, 3)
}
a = y[0]
b = y[3]`);
  expect(values).toMatchObject({ a: 4, b: 85 });
});

test('a line with an error does not hide the lines of its block that do not depend on it', () => {
  const snapshot = evaluated(`param w = 0.5
h[0] = 1
for t in 1..3 {
  h[t] = w * h[t - 1]
  y[t - 1] = h[t] @ 3
}
loss L = h[3]`);
  expect(snapshot.problems.map(({ code }) => code)).toEqual(['shape-mismatch']);
  expect(valuesOf(snapshot, 'h')).toEqual([1, 0.5, 0.25, 0.125]);
  expect(valuesOf(snapshot, 'y')).toBeUndefined();
  expect(gradientOf(snapshot, 'w')).toEqual([0.75]);
});

test('a path from an initial step that depends on no param is no path of layers', () => {
  const snapshot = evaluated(`param p = 0.5
h[0] = 1
for t in 1..3 { h[t] = tanh(h[t - 1]) }
loss L = h[3] + p`);
  expect(snapshot.problems).toEqual([]);
  expect(gradientOf(snapshot, 'h')).toHaveLength(4);
});

test.each([
  ['h[0] = 1\nfor t in 1..1000000000 {\n  h[t] = h[t - 1]\n}', '1..1000000000'],
  ['for t in 1..1000000000 { }', '1..1000000000'],
  ['for t in 1..1000000 {\n  for k in 1..1000000 { z = missing }\n}', '1..1000000'],
  ['fn f(x) {\n  s[0] = x\n  for k in 1..1000000000 { s[k] = s[k - 1] }\n  return s[1]\n}\na = f(1)', 'f(1)'],
])('the steps of %j are limited', (text, underlined) => {
  const { problems } = analyze(text);
  const found = problems.find(({ code }) => code === 'too-many-steps')!;
  expect(text.slice(found.start, found.end)).toBe(underlined);
});

const block = (body: string, steps = '1..3') => `h[0] = 1\nfor t in ${steps} {\n${body}\n}`;

/** A model, its problem, and the text that the problem underlines. */
test.each([
  ['h[0] = 1\nfor t in 1..3', 'incomplete-for', 'for'],
  ['h[0] = 1\nfor t in 1..T {\n  h[t] = 1\n}', 'undefined-name', 'T'],
  ['n = exp(1)\nh[0] = 1\nfor t in 1..n {\n  h[t] = 1\n}', 'steps-not-constant', '1..n'],
  [block('  h[t] = 1', '4..2'), 'no-steps', '4..2'],
  [block('  h[t] = 1', '2..4'), 'step-out-of-order', 't'],
  [block('  h[t] = h'), 'step-needed', 'h'],
  [block('  h[t] = h[t]'), 'undefined-step', 'h[t]'],
  [block('  h[t] = h[t - 2]'), 'undefined-step', 'h[t - 2]'],
  [block('  h[t] = [h[t - 1], 1]'), 'step-shape', 'h[t] = [h[t - 1], 1]'],
  [block('  a = t\n  h[t] = a').concat('\nb = a'), 'used-outside-block', 'a'],
  [block('  h[t] = 1\n  const c = 2'), 'not-allowed-in-block', 'const c = 2'],
  [block('  h[t] = 1\n  param w[t] ~ ones()'), 'not-constant', 't'],
  ['h[0] = 1', 'no-recurrence', 'h'],
  ['h = 2\nh[0] = 1', 'duplicate-definition', 'h'],
  [`t = 1\n${block('  h[t] = 1')}`, 'duplicate-definition', 't'],
  ['b = h[1]\n'.concat(block('  h[t] = 1')), 'used-before-definition', 'h'],
  ['h[0] = 1\nfor t in 1..3 {\n  h[t] = 1', 'unclosed-bracket', '{'],
  ['for i in range(10):\n  x = i', 'foreign-statement', 'for'],
])('%j has the problem %s', (text, code, underlined) => {
  const { problems } = analyze(text);
  expect(problems.map((problem) => [problem.code, text.slice(problem.start, problem.end)])).toEqual([
    [code, underlined],
  ]);
});

function gradientOf(snapshot: EvaluatedSnapshot, name: string): readonly number[] {
  const { model, evaluation } = snapshot;
  const definition = snapshot.names.definitions.get(name);
  const node = definition
    ? model.statementNodes[definition.id]
    : model.params.find((param) => param.name === name)!.node;
  return Array.from(elementsOf(model.program, evaluation.values, adjointOf(model.objective!.backwardPass, node)!));
}

/** The value of a param as nested lists. */
function nested({ model, evaluation }: EvaluatedSnapshot, name: string): unknown {
  const { node } = model.params.find((param) => param.name === name)!;
  const shape = model.program.shape(node);
  const flat: unknown[] = Array.from(elementsOf(model.program, evaluation.values, node));
  return (
    shape.reduceRight<unknown[]>(
      (items, length) =>
        items.length === length && shape.length === 1
          ? items
          : Array.from({ length: items.length / length }, (_, i) => items.slice(i * length, (i + 1) * length)),
      flat,
    )[0] ?? flat[0]
  );
}
