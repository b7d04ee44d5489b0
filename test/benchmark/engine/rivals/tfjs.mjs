/** TensorFlow.js with its WebAssembly backend: valueAndGrads and train.sgd. It has no float64. */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { serve } from './serve.mjs';

const activations = { tanh: tf.tanh, relu: tf.relu };
const losses = {
  mse: (made, wanted) => tf.losses.meanSquaredError(wanted, made),
  cross_entropy: (made, wanted) => tf.losses.softmaxCrossEntropy(wanted, made),
};

const require = createRequire(import.meta.url);
const { version } = require('@tensorflow/tfjs-backend-wasm/package.json');
setWasmPaths(join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist', '/'));
await tf.setBackend('wasm');

function lesson({ params, target }) {
  const given = params.map(tensor);
  const gradients = tf.valueAndGrads((x, y, z) => tf.square(tf.sub(target, tf.mul(tf.add(x, y), z))));
  const run = () => gradients(given);
  return { check: () => checked(run().value, run().grads), call: () => tf.tidy(() => void run()) };
}

function network({ data: [X, y], params, activation, loss, lr }) {
  const samples = tensor(X);
  const classes = params.at(-1)[1][0];
  const labels = loss === 'mse' ? tensor(y) : tf.oneHot(tf.tensor1d(y[0], 'int32'), classes).toFloat();
  const variables = params.map((param) => tf.variable(tensor(param)));
  const optimizer = tf.train.sgd(lr);
  const lossOf = () => {
    let h = samples;
    for (let i = 0; i < variables.length; i += 2) {
      h = tf.add(tf.matMul(h, variables[i]), variables[i + 1]);
      if (i < variables.length - 2) h = activations[activation](h);
    }
    return losses[loss](h, labels);
  };
  return {
    check: () => {
      const { value, grads } = tf.variableGrads(lossOf);
      return checked(
        value,
        variables.map(({ name }) => grads[name]),
      );
    },
    call: () => void optimizer.minimize(lossOf),
  };
}

function matmul({ params }) {
  const [left, right] = params.map(tensor);
  const multiply = () => tf.matMul(left, right);
  return { check: () => checked(tf.sum(multiply()), []), call: () => multiply().dispose() };
}

function tensor([values, shape]) {
  return tf.tensor(values, shape);
}

function checked(loss, gradients) {
  return { loss: loss.dataSync()[0], gradients: gradients.flatMap((gradient) => Array.from(gradient.dataSync())) };
}

await serve({ lesson, network, matmul }, { '@tensorflow/tfjs': version });
