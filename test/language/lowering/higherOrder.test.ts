/** Gradients of gradients in a file, compared with PyTorch's double backward. */

import { beforeAll, describe, expect, test } from 'vitest';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { evaluated, valuesOf } from '../../support/models/evaluated.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { closeTo, forwardScript, runPytorch } from '../../support/oracles/pytorchHessians.ts';

const tolerance = 1e-10;
const letters = ['a', 'b', 'c'];
const elementwise = operators.filter(({ kind }) => kind === 'elementwise');
const unary = elementwise.filter(({ vjp }) => vjp.length === 1);

describe.runIf(isPytorchRequired)('higher-order derivatives compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(elementwise.map((it) => [it.name, it] as const))(
    'all second derivatives of %s match',
    async (_, operator) => {
      const names = letters.slice(0, operator.vjp.length);
      const points = pointsOf(operator);
      const ours = points.map((point) => {
        const params = names.map((name, k) => `param ${name} = ${point[k]}`);
        const roots = [`y = ${written(operator, names)}`, 's = square(y)'];
        const pairs = names.flatMap((first) => names.map((second) => [first, second]));
        const derivatives = pairs.flatMap(([first, second]) => [
          `y_${first}${second} = ∂(∂y/∂${first})/∂${second}`,
          `s_${first}${second} = ∂(∂s/∂${first})/∂${second}`,
        ]);
        const snapshot = evaluated([...params, ...roots, ...derivatives].join('\n'));
        return ['y', 's'].map((root) => pairs.map((pair) => valuesOf(snapshot, `${root}_${pair.join('')}`)![0]));
      });
      const theirs = await runPytorch(`
def second(y, xs):
    return [h.item() for g in grad(y, xs) for h in grad(g, xs)]

found = []
for point in ${JSON.stringify(points)}:
    ${names.map((name) => `${name}, `).join('')}= xs = [torch.tensor(x, requires_grad=True) for x in point]
    y = ${operator.torch(names, {}, [])}
    found.append([second(y, xs), second(y * y, xs)])
print(json.dumps(found))
`);
      expect(closeTo(theirs, ours, tolerance)).toEqual(ours);
    },
  );

  test.each(unary.map((it) => [it.name, it] as const))('the third derivative of %s matches', async (_, operator) => {
    const points = pointsOf(operator).flat();
    const ours = points.map((x) => {
      const text = `param a = ${x}\ny = square(${written(operator, ['a'])})\nt = ∂(∂(∂y/∂a)/∂a)/∂a`;
      return valuesOf(evaluated(text), 't')![0];
    });
    const theirs = await runPytorch(`
found = []
for x in ${JSON.stringify(points)}:
    a = torch.tensor(x, requires_grad=True)
    y = (${operator.torch(['a'], {}, [])})**2
    for _ in range(3):
        [y] = grad(y, [a])
    found.append(y.item())
print(json.dumps(found))
`);
    expect(closeTo(theirs, ours, tolerance)).toEqual(ours);
  });

  test.each(tensorExpressions())('the second derivatives of %s by its operands match', async (expression) => {
    const text = `${tensors}L = ${expression}
gx = sum(∂L/∂x * weights)
gw = sum(∂L/∂w * weights.T)
xx = ∂gx/∂x
xw = ∂gx/∂w
wx = ∂gw/∂x
ww = ∂gw/∂w`;
    const snapshot = evaluated(text);
    expect(snapshot.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { model, names } = snapshot;
    const nodeOf = (name: string) => model.statementNodes[names.definitions.get(name)!.id];
    const theirs = await runPytorch(`${forwardScript(model.program, nodeOf('L'))}
xs = [n${nodeOf('x')}, n${nodeOf('w')}]
weights = n${nodeOf('weights')}
gx, gw = grad(n${nodeOf('L')}, xs)
print(json.dumps([flat(h) for root in [(gx * weights).sum(), (gw * weights.T).sum()] for h in grad(root, xs)]))
`);
    const ours = ['xx', 'xw', 'wx', 'ww'].map((name) => valuesOf(snapshot, name));
    expect(closeTo(theirs, ours, tolerance)).toEqual(ours);
  });
});

const tensors = `const weights = [[1, -0.5, 0.3], [0.7, 1.2, -0.9]]
const target = [[0.2, 0.9, 0.4], [0.6, 0.1, 0.3]]
param x = [[0.5, -1.2, 0.8], [1.5, 0.3, -0.7]]
param w = [[0.4, -0.3], [1.1, 0.6], [-0.8, 0.9]]
`;

/** Scalar expressions in `x [2, 3]` and `w [3, 2]`. */
function tensorExpressions(): readonly string[] {
  return [
    'sum((x @ w)^2)',
    'sum(tanh(x @ w) * x[:, 0:2])',
    'mean(exp(x) * w.T)',
    'sum(softmax(x * w.T) * weights)',
    'sum(softmax(x, axis = 0) * sin(w.T))',
    'sum(log_softmax(x * x) * w.T)',
    'logsumexp(x @ w)',
    'sum(logsumexp(x * w.T, axis = 0, keep = 1)^2)',
    'norm(x) * norm(w, axis = 1)[0]',
    'sum(std(x * w.T, axis = 1))',
    'var(x) * var(w)',
    'sum(layer_norm(x) * w.T^2)',
    'sum(batch_norm(x, eps = 0.1) * w.T * weights)',
    'prod(x) + sum(prod(w, axis = 0)^2)',
    'sum(max(x, axis = 1)^3) + min(w)^2',
    'sum(max(x, w.T)^2)',
    'sum(where(x > w.T, x^2 * w.T, sin(w.T)))',
    'sum(clip(x, -1, 1)^3 * w.T)',
    'sum(cumsum(x, axis = 1)^2 * w.T)',
    'sum(concat([x^2, w.T^3], axis = 1))',
    'sum(stack([x, w.T * x])[1, :, ::-1]^3)',
    'sum(gather(x, [0, 0, 1])^3) * sum(w)',
    'sum(embedding([2, 0, 2], w)^3 * w) * sum(x)',
    'sum(expand(mean(x, axis = 0), [4, 3])^3) + sum(w)',
    'sum(reshape(x, [3, 2])^2 * w^2)',
    'sum(outer(x[0], w[:, 1])^2)',
    'dot(x[1], w[:, 0])^3',
    'mse(x @ w, target[:, 0:2])',
    'mse(x, w.T, reduction = "sum") * norm(x)',
    'huber(x^2, w.T, delta = 0.7)',
    'bce(sigmoid(x * w.T), target)',
    'bce_with_logits(x * w.T, target)',
    'cross_entropy(x * w.T, [2, 0])',
    'cross_entropy(x * w.T, softmax(target))',
    'hinge(sum(x^2 * w.T, axis = 1), [1, -1])',
    'kl_div(log_softmax(x * w.T), target)',
    'sum(conv2d(reshape(x, [1, 2, 3]), reshape(w, [1, 1, 3, 2]), padding = 1)^3)',
    'sum(avg_pool2d(reshape(x^2, [1, 2, 3]), 2, stride = 1)^2) * sum(w^2)',
    'sum(max_pool2d(reshape(x, [1, 2, 3]), 2, stride = 1)^3) * sum(w^2)',
  ];
}

/** The operator as a user writes it. */
function written({ symbol, call }: Operator, operands: readonly string[]): string {
  if (symbol?.kind === 'infix') return operands.join(` ${symbol.text} `);
  return symbol ? `${symbol.text} ${operands[0]}` : `${call!.name}(${operands.join(', ')})`;
}

/** Points all over the intervals, none with two operands that are the same. */
function pointsOf({ sampleIntervals }: Operator): readonly (readonly number[])[] {
  return [0, 1, 2, 3, 4].map((round) =>
    sampleIntervals.map((intervals, position) => {
      const [low, high] = intervals[(round + position) % intervals.length];
      const fraction = (0.19 + 0.23 * round + 0.37 * position) % 1;
      return Number((low + (high - low) * fraction).toFixed(3));
    }),
  );
}
