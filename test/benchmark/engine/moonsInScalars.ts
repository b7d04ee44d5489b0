/**
 * micrograd's demo in scalars: two moons separated by a 2-16-16-1 ReLU network, with the hinge loss over 100 samples
 * and the squares of all params. The network and its hinges have 64,300 operations, and some hundred more add them up.
 */

import { Random } from '../../../server/src/engine/math/random.ts';

const widths = [16, 16, 1];
const alpha = 1e-4;
const sampleCount = 100;
const noise = 0.1;

export interface Moons {
  /** Number of neurons in each layer. */
  readonly widths: readonly number[];
  /** Weight of the squared params in the loss. */
  readonly alpha: number;
  /** Layer by layer and neuron by neuron, the weights before the bias. */
  readonly params: readonly number[];
  readonly X: readonly (readonly [number, number])[];
  readonly y: readonly (1 | -1)[];
}

export function moons(): Moons {
  const random = new Random(0, 'moons');
  const params: number[] = [];
  let inputs = 2;
  for (const width of widths) {
    for (let neuron = 0; neuron < width; neuron++) {
      for (let i = 0; i < inputs; i++) params.push(2 * random.uniform() - 1);
      params.push(0);
    }
    inputs = width;
  }
  const y = Array.from({ length: sampleCount }, (_, i) => (i % 2 === 0 ? 1 : -1));
  const X = y.map((label): [number, number] => {
    const angle = Math.PI * random.uniform();
    const [x1, x2] = label === 1 ? [Math.cos(angle), Math.sin(angle)] : [1 - Math.cos(angle), 0.5 - Math.sin(angle)];
    return [x1 + noise * random.normal(), x2 + noise * random.normal()];
  });
  return { widths, alpha, params, X, y };
}

/** The model as a text. */
export function textOf({ widths, alpha, params, X, y }: Moons): string {
  const lines = ['# Two moons by a network whose every number is a node.'];
  lines.push(...params.map((value, i) => `param p${i} = ${value}`));
  for (const [sample, xs] of X.entries()) {
    let inputs = xs.map((value, i) => {
      lines.push(`const x${i}_${sample} = ${value}`);
      return `x${i}_${sample}`;
    });
    let place = 0;
    for (const [layer, width] of widths.entries()) {
      const outputs = Array.from({ length: width }, (_, neuron) => `h${layer}_${neuron}_${sample}`);
      for (const output of outputs) {
        const products = inputs.map((input, i) => `p${place + i} * ${input}`);
        const total = [`p${place + inputs.length}`, ...products].join(' + ');
        lines.push(`${output} = ${layer === widths.length - 1 ? total : `relu(${total})`}`);
        place += inputs.length + 1;
      }
      inputs = outputs;
    }
    lines.push(`hinge${sample} = relu(1 + ${-y[sample]} * ${inputs[0]})`);
  }
  lines.push(`hinges = (${y.map((_, sample) => `hinge${sample}`).join(' + ')}) * ${1 / sampleCount}`);
  lines.push(`squares = ${alpha} * (${params.map((_, i) => `p${i} * p${i}`).join(' + ')})`);
  lines.push('loss L = hinges + squares', 'train sgd(lr = 0.01)');
  return `${lines.join('\n')}\n`;
}
