/**
 * jax-js with its WebAssembly backend: valueAndGrad and the update of a step, compiled by jit. It computes lazily, so each
 * call ends by reading a result.
 */

import { readFileSync } from 'node:fs';
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';
import { serve } from './serve.mjs';

const entry = new URL(import.meta.resolve('@jax-js/jax'));
const { version } = JSON.parse(readFileSync(new URL('../package.json', entry), 'utf8'));
await init('wasm');
defaultDevice('wasm');

const dtypes = { f32: np.float32, f64: np.float64 };
const activations = { tanh: np.tanh, relu: nn.relu };
const losses = {
  mse: (made, wanted) => np.mean(np.square(np.subtract(made, wanted))),
  cross_entropy: (made, wanted) => np.negative(np.mean(np.sum(np.multiply(wanted, nn.logSoftmax(made, 1)), 1))),
};

function lesson({ params, target }, precision) {
  const lossOf = ([x, y, z], target) => np.square(np.subtract(target, np.multiply(np.add(x, y), z)));
  return passes(
    lossOf,
    params.map((param) => tensor(param, precision)),
    tensor([[target], []], precision),
  );
}

function passes(lossOf, params, ...given) {
  const run = jit(valueAndGrad(lossOf));
  const result = () =>
    run(
      params.map(({ ref }) => ref),
      ...given.map(({ ref }) => ref),
    );
  const check = () => {
    const [loss, gradients] = result();
    return checked(loss, gradients);
  };
  const call = async () => {
    const [loss, gradients] = result();
    await blockUntilReady([loss, ...gradients]);
    for (const array of [loss, ...gradients]) array.dispose();
  };
  return { check, call };
}

function network({ data: [X, y], params, activation, loss, lr }, precision) {
  const samples = tensor(X, precision);
  const classes = params.at(-1)[1][0];
  const labels =
    loss === 'mse'
      ? tensor(y, precision)
      : tensor(
          [
            y[0].flatMap((label) => Array.from({ length: classes }, (_, i) => Number(i === label))),
            [y[0].length, classes],
          ],
          precision,
        );
  const lossOf = (params, samples, labels) => {
    let h = samples;
    for (let i = 0; i < params.length; i += 2) {
      h = np.add(np.matmul(h, params[i]), params[i + 1]);
      if (i < params.length - 2) h = activations[activation](h);
    }
    return losses[loss](h, labels);
  };
  let moved = params.map((param) => tensor(param, precision));
  const stepped = jit((params, samples, labels) => {
    const [value, gradients] = valueAndGrad(lossOf)(
      params.map(({ ref }) => ref),
      samples,
      labels,
    );
    return [value, params.map((param, i) => np.subtract(param, np.multiply(gradients[i], lr)))];
  });
  const call = async () => {
    const [value, after] = stepped(moved, samples.ref, labels.ref);
    await blockUntilReady([value, ...after]);
    value.dispose();
    moved = after;
  };
  return { check: passes(lossOf, moved, samples, labels).check, call };
}

function matmul({ params }, precision) {
  const [left, right] = params.map((param) => tensor(param, precision));
  const multiply = jit((left, right) => np.matmul(left, right));
  const product = () => multiply(left.ref, right.ref);
  return {
    check: () => checked(np.sum(product()), []),
    call: async () => (await product().blockUntilReady()).dispose(),
  };
}

function tensor([values, shape], precision) {
  const Elements = precision === 'f32' ? Float32Array : Float64Array;
  return np.array(Elements.from(values), { dtype: dtypes[precision] }).reshape(shape);
}

function checked(loss, gradients) {
  return { loss: loss.dataSync()[0], gradients: gradients.flatMap((gradient) => Array.from(gradient.dataSync())) };
}

await serve({ lesson, network, matmul }, { '@jax-js/jax': version });
