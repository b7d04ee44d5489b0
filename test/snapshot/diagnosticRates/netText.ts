/** The text of a net in the language. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../../../scripts/paths.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { exampleFiles, type Net } from './nets.ts';

const sampleCount = 48;
const imageCount = 16;
const imageSide = 12;
const sequenceCount = 12;
const tokenCount = 5;
const featureCount = 8;
const classCount = 3;

/** The snapshot of a net with its numbers. */
export function evaluateNet(net: Net): EvaluatedSnapshot {
  return evaluated(textOf(net), net.family === 'example' ? filesOf(readExamples()) : undefined);
}

/** The text of a net. */
export function textOf(net: Net): string {
  return [...statementsOf[net.family](net), ''].join('\n');
}

const statementsOf: Record<Net['family'], (net: Net) => readonly string[]> = {
  mlp,
  lenet,
  transformer,
  chain,
  example: ({ variant }) => [readExamples()[`${variant}.bp`]],
};

let exampleTexts: Readonly<Record<string, string>> | undefined;

function readExamples(): Readonly<Record<string, string>> {
  exampleTexts ??= Object.fromEntries(exampleFiles.map((name) => [name, readFileSync(join(examples, name), 'utf8')]));
  return exampleTexts;
}

function mlp(net: Net): readonly string[] {
  const { depth, width, residual } = net;
  const lines = samples(net, [sampleCount, featureCount]);
  let input = 'X';
  for (let layer = 1; layer <= depth; layer++) {
    lines.push(...weights(net, `W${layer}`, [layer === 1 ? featureCount : width, width]));
    lines.push(`param b${layer}[${width}] ~ normal(${net.bias}, 0)`);
    lines.push(...normalized(net, `z${layer}`, `${input} @ W${layer} + b${layer}`));
    const output = `${net.activation}(z${layer})`;
    lines.push(`h${layer} = ${residual && layer > 1 ? `${input} + ${output}` : output}`);
    input = `h${layer}`;
  }
  return [...lines, ...head(net, input, width)];
}

function lenet(net: Net): readonly string[] {
  const { activation, bias } = net;
  return [
    ...samples(net, [imageCount, 1, imageSide, imageSide]),
    ...weights(net, 'W1', [6, 1, 3, 3]),
    `param b1[6, 1, 1] ~ normal(${bias}, 0)`,
    `h1 = max_pool2d(${activation}(conv2d(X, W1) + b1), size = 2)`,
    ...weights(net, 'W2', [12, 6, 3, 3]),
    `param b2[12, 1, 1] ~ normal(${bias}, 0)`,
    `h2 = reshape(${activation}(conv2d(h1, W2) + b2), [-1, 108])`,
    ...weights(net, 'W3', [108, 24]),
    `param b3[24] ~ normal(${bias}, 0)`,
    `h3 = ${activation}(h2 @ W3 + b3)`,
    ...weights(net, 'W4', [24, 16]),
    `param b4[16] ~ normal(${bias}, 0)`,
    `h4 = ${activation}(h3 @ W4 + b4)`,
    ...head(net, 'h4', 16),
  ];
}

function transformer(net: Net): readonly string[] {
  const { depth, width, activation, norm } = net;
  const normalize = (name: string): string => (norm === 'layer' ? `layer_norm(${name})` : name);
  const lines = [
    ...samples(net, [sequenceCount, tokenCount, featureCount]),
    ...weights(net, 'W0', [featureCount, width]),
    'h0 = X @ W0',
  ];
  for (let block = 1; block <= depth; block++) {
    for (const name of ['Q', 'K', 'V', 'O']) lines.push(...weights(net, `${name}${block}`, [width, width]));
    lines.push(...weights(net, `U${block}`, [width, 2 * width]), ...weights(net, `D${block}`, [2 * width, width]));
    lines.push(
      `n${block} = ${normalize(`h${block - 1}`)}`,
      `a${block} = h${block - 1} + attention(n${block} @ Q${block}, n${block} @ K${block}, n${block} @ V${block}) @ O${block}`,
      `h${block} = a${block} + ${activation}(${normalize(`a${block}`)} @ U${block}) @ D${block}`,
    );
  }
  return [...lines, `pooled = mean(h${depth}, axis = 1)`, ...head(net, 'pooled', width)];
}

function chain({ depth, activation, weights: weight, variant }: Net): readonly string[] {
  const [kind, , end] = variant.split(' ');
  const lines = kind === 'none' ? [`param x = ${end === undefined ? 0.7 : weight}`] : ['const x = 0.7'];
  if (kind === 'shared') lines.push(`param w = ${weight}`);
  let input = 'x';
  for (let layer = 1; layer <= depth; layer++) {
    if (kind === 'own') lines.push(`param w${layer} = ${weight}`);
    const factor = kind === 'own' ? `w${layer} * ` : kind === 'shared' ? 'w * ' : '';
    lines.push(`h${layer} = ${activation}(${factor}${input})`);
    input = `h${layer}`;
  }
  if (end === 'output') return [...lines, `loss L = ${input}`];
  if (end === 'target') return [...lines, `loss L = (${input} - 0.9)^2`];
  return [...lines, 'param c = 1', `loss L = (c * ${input} - 0.9)^2`];
}

function normalized({ norm }: Net, name: string, value: string): readonly string[] {
  if (norm === 'layer') return [`${name} = layer_norm(${value})`];
  if (norm === 'none') return [`${name} = ${value}`];
  const sum = `${name}_sum`;
  return [`${sum} = ${value}`, `${name} = (${sum} - mean(${sum}, axis = 0)) / sqrt(var(${sum}, axis = 0) + 1e-5)`];
}

function head(net: Net, input: string, width: number): readonly string[] {
  // Equal weights of all classes would cancel the gradient.
  const isConstant = net.weights.endsWith(', 0)');
  return [
    ...weights(isConstant ? { ...net, weights: 'glorot()' } : net, 'Wout', [width, classCount]),
    `param bout[${classCount}] ~ zeros()`,
    `out = ${input} @ Wout + bout`,
    net.loss === 'mse' ? `loss L = mse(out, one_hot(y, count = ${classCount}))` : 'loss L = cross_entropy(out, y)',
  ];
}

/** Normally distributed inputs, and the class that a random linear function of them gives. */
function samples({ seed, scale }: Net, shape: readonly number[]): string[] {
  const random = new Random(seed, 'inputs');
  const [count, ...rest] = shape;
  const size = rest.reduce((product, length) => product * length, 1);
  const rows = Array.from({ length: count }, () => Array.from({ length: size }, () => random.normal()));
  const directions = Array.from({ length: classCount }, () => Array.from({ length: size }, () => random.normal()));
  const labels = rows.map((row) => {
    const scores = directions.map((direction) => row.reduce((sum, x, i) => sum + x * direction[i], 0));
    return scores.indexOf(Math.max(...scores));
  });
  const text = rows.map((row) =>
    literal(
      row.map((x) => Number((scale * x).toPrecision(5))),
      rest,
    ),
  );
  return [`data X = [${text.join(', ')}]`, `data y = [${labels.join(', ')}]`, `train sgd(seed = ${seed})`];
}

function weights({ seed, weights: init }: Net, name: string, shape: readonly number[]): readonly string[] {
  const gain = /^orthogonal\((.*)\)$/.exec(init)?.[1];
  if (gain === undefined) return [`param ${name}[${shape.join(', ')}] ~ ${init}`];
  const matrix = orthogonal(new Random(seed, name), shape[0], shape[1]);
  return [
    `param ${name} = ${literal(
      matrix.map((x) => Number((Number(gain) * x).toPrecision(6))),
      shape,
    )}`,
  ];
}

function literal(values: readonly number[], [length, ...rest]: readonly number[]): string {
  if (rest.length === 0) return `[${values.join(', ')}]`;
  const size = values.length / length;
  const rows = Array.from({ length }, (_, row) => literal(values.slice(row * size, (row + 1) * size), rest));
  return `[${rows.join(', ')}]`;
}

/** Rows or columns, whichever are fewer, that are orthonormal: Gram–Schmidt on random ones. */
function orthogonal(random: Random, rows: number, columns: number): readonly number[] {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)];
  const basis: number[][] = [];
  while (basis.length < count) {
    let vector = Array.from({ length }, () => random.normal());
    for (const other of basis) {
      const projection = vector.reduce((sum, x, i) => sum + x * other[i], 0);
      vector = vector.map((x, i) => x - projection * other[i]);
    }
    const norm = Math.hypot(...vector);
    basis.push(vector.map((x) => x / norm));
  }
  return Array.from({ length: rows * columns }, (_, i) => {
    const [row, column] = [Math.floor(i / columns), i % columns];
    return rows <= columns ? basis[row][column] : basis[column][row];
  });
}
