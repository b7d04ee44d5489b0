/** Descriptions of the nets on which the diagnostics of numbers are measured. */

import { readdirSync } from 'node:fs';
import { examples } from '../../../scripts/paths.ts';

export type Activation = 'relu' | 'leaky_relu' | 'tanh' | 'sigmoid' | 'gelu' | 'silu' | 'elu' | 'selu' | 'softplus';

/** Initial values of the weights: a call of the language, or one of two that are written out as numbers. */
export type WeightInit = string;

export interface Net {
  readonly id: number;
  /** The seed of its data and initial values. */
  readonly seed: number;
  /** `mlp`, `lenet` and `transformer` classify; a `chain` consists of scalars; an `example` is a file of `examples/`. */
  readonly family: 'mlp' | 'lenet' | 'transformer' | 'chain' | 'example';
  /** Hidden layers, blocks or scalars. */
  readonly depth: number;
  readonly width: number;
  readonly activation: Activation;
  readonly weights: WeightInit;
  /** The mean of the initial biases. */
  readonly bias: number;
  /** The standard deviation of the inputs. */
  readonly scale: number;
  readonly norm: 'none' | 'layer' | 'batch';
  readonly residual: boolean;
  readonly loss: 'cross_entropy' | 'mse';
  /** The weights of a chain and the end of it, or the name of an example. */
  readonly variant: string;
}

type Values = { readonly [Key in keyof Net]?: readonly Net[Key][] };

const defaults: Net = {
  id: 0,
  seed: 0,
  family: 'mlp',
  depth: 4,
  width: 16,
  activation: 'relu',
  weights: 'he()',
  bias: 0,
  scale: 1,
  norm: 'none',
  residual: false,
  loss: 'cross_entropy',
  variant: '',
};

const rectified: readonly Activation[] = ['relu', 'leaky_relu', 'gelu', 'silu', 'elu'];
const bounded: readonly Activation[] = ['tanh', 'sigmoid'];
const all: readonly Activation[] = [...rectified, ...bounded, 'selu', 'softplus'];
const normal = (...deviations: readonly number[]): readonly string[] => deviations.map((std) => `normal(0, ${std})`);

/** Each group stands for all combinations of its values. */
const groups: readonly Values[] = [
  // Fitting initial values.
  { activation: rectified, depth: [3, 8], weights: ['he()'] },
  { activation: ['relu'], depth: [3, 5, 8], width: [8, 32], weights: ['he()'], loss: ['mse'] },
  { activation: ['tanh', 'sigmoid', 'selu', 'softplus'], depth: [3, 6], weights: ['glorot()'] },
  { activation: ['relu', 'tanh', 'elu'], depth: [12, 24], width: [32], weights: ['he()', 'glorot()'] },
  { activation: ['relu', 'tanh'], depth: [4, 12], weights: ['orthogonal(1)', 'orthogonal(1.4)'] },
  { activation: all, depth: [10], weights: ['he()'], norm: ['layer'], residual: [true] },
  { activation: ['relu', 'tanh', 'gelu'], depth: [6], weights: ['he()'], norm: ['batch', 'layer'], loss: ['mse'] },
  // Large weights.
  { activation: ['relu', 'leaky_relu', 'gelu', 'elu'], depth: [3, 6, 10], weights: normal(1, 4) },
  { activation: ['silu', 'selu', 'softplus'], depth: [5], weights: normal(2, 6) },
  { activation: ['tanh'], depth: [2, 4, 8], weights: normal(0.5, 2, 6) },
  { activation: ['sigmoid'], depth: [2, 4, 6], weights: normal(1, 4, 12) },
  { activation: ['tanh'], depth: [4], weights: normal(4), norm: ['layer', 'batch'] },
  { activation: ['relu', 'tanh'], depth: [6], weights: ['orthogonal(8)'] },
  { activation: ['relu', 'gelu'], depth: [8], weights: normal(4), norm: ['layer'], residual: [false, true] },
  // Small weights.
  { activation: ['relu', 'tanh', 'gelu', 'sigmoid'], depth: [3, 6, 10], weights: normal(0.001, 0.03) },
  { activation: ['silu', 'elu', 'leaky_relu', 'selu'], depth: [6], weights: normal(0.01, 0.1) },
  { activation: ['relu', 'tanh'], depth: [6], weights: normal(0.001), norm: ['layer', 'batch'] },
  { activation: ['relu', 'tanh'], depth: [6], weights: ['orthogonal(0.05)'] },
  { activation: ['sigmoid'], depth: [8, 14, 20], width: [32], weights: ['glorot()'] },
  { activation: ['tanh', 'relu'], depth: [3, 8], weights: ['normal(0.01, 0)', 'normal(0.3, 0)'] },
  // Biases that turn units off, or saturate them.
  { activation: ['relu'], depth: [2, 4], width: [16, 32], weights: ['he()'], bias: [-1, -3, -8] },
  { activation: ['relu'], depth: [3], weights: ['normal(-0.5, 0.3)', 'normal(-0.2, 0.3)'], loss: ['mse'] },
  { activation: ['relu'], depth: [4], weights: ['he()'], bias: [-2, -6], norm: ['layer', 'batch'] },
  { activation: ['relu'], depth: [6], weights: ['he()'], bias: [-4], norm: ['layer'], residual: [true] },
  { activation: ['leaky_relu', 'elu'], depth: [4], weights: ['he()'], bias: [-3] },
  { activation: bounded, depth: [3], weights: ['glorot()'], bias: [-4, 10] },
  // Inputs that are not standardized.
  { activation: ['relu', 'gelu', 'leaky_relu'], depth: [4], weights: ['he()'], scale: [0.01, 30, 3000], loss: ['mse'] },
  { activation: bounded, depth: [3], weights: ['glorot()'], scale: [0.01, 5, 300] },
  { activation: ['tanh', 'relu'], depth: [5], weights: ['glorot()'], scale: [300], norm: ['layer'] },
  // Scalars in a chain.
  {
    family: ['chain'],
    activation: ['tanh'],
    depth: [5, 20, 160],
    weights: ['0.5', '1', '1.5'],
    variant: ['own', 'shared'],
    loss: ['mse'],
  },
  {
    family: ['chain'],
    activation: ['sigmoid'],
    depth: [3, 10, 40],
    weights: ['1', '4'],
    variant: ['own'],
    loss: ['mse'],
  },
  {
    family: ['chain'],
    activation: ['leaky_relu'],
    depth: [30],
    weights: ['0.5', '1', '3'],
    variant: ['own'],
    loss: ['mse'],
  },
  { family: ['chain'], activation: ['tanh'], depth: [10, 160], weights: ['1'], variant: ['none'], loss: ['mse'] },
  // Models in use.
  {
    family: ['lenet'],
    activation: ['relu', 'tanh', 'gelu'],
    weights: ['he()', 'glorot()', 'normal(0, 0.003)', 'normal(0, 5)'],
    depth: [4],
  },
  { family: ['lenet'], activation: ['relu'], weights: ['he()'], depth: [4], bias: [-4] },
  {
    family: ['transformer'],
    activation: ['gelu', 'relu'],
    depth: [2, 4],
    weights: ['glorot()', 'normal(0, 0.02)', 'normal(0, 3)'],
    norm: ['layer', 'none'],
    residual: [true],
  },
  { family: ['example'], variant: ['xor', 'two-moons', 'iris', 'attention', 'linear-regression'] },
  // More nets that are dead, or explode.
  { activation: ['relu'], depth: [3, 5], width: [16, 32], weights: ['he()'], bias: [-2, -5, -12] },
  {
    activation: ['relu'],
    depth: [3],
    weights: ['normal(-0.4, 0.2)', 'normal(-0.3, 0.1)'],
    scale: [0.5, 2],
    bias: [0, -1],
  },
  { family: ['lenet'], activation: ['relu'], weights: ['he()'], bias: [-1.5, -8], loss: ['cross_entropy', 'mse'] },
  { activation: ['relu', 'leaky_relu', 'elu'], depth: [7, 9], weights: normal(1.5, 3), loss: ['mse'] },
  // Chains of scalars without a param after them, whose objective is their end, or its distance from a target.
  {
    family: ['chain'],
    activation: ['tanh'],
    depth: [20, 160],
    weights: ['0.5', '0.9', '1', '1.5'],
    variant: ['own to output', 'shared to output', 'own to target', 'shared to target'],
    loss: ['mse'],
  },
  {
    family: ['chain'],
    activation: ['tanh'],
    depth: [20, 160],
    weights: ['0.7', '2', '3'],
    variant: ['none to output', 'none to target'],
    loss: ['mse'],
  },
];

/** The net without its number, as a stable description. */
export function describeNet({ id: _, seed: __, ...net }: Net): string {
  const changes = Object.entries(net).filter(([key, value]) => value !== defaults[key as keyof Net]);
  return changes.map(([key, value]) => `${key} ${value}`).join(', ');
}

export const nets: readonly Net[] = groups
  .flatMap((group) =>
    Object.entries(group).reduce<readonly Net[]>(
      (partial, [key, values]) => partial.flatMap((net) => values.map((value) => ({ ...net, [key]: value }))),
      [defaults],
    ),
  )
  .map((net, id) => ({ ...net, id, seed: isForTuning({ id }) ? id : 3_000 + id }));

/** Half of the nets, in no order: thresholds are chosen on these only. */
export function isForTuning({ id }: Pick<Net, 'id'>): boolean {
  return ((Math.imul(id + 1, 0x9e3779b1) >>> 16) & 1) === 0;
}

/** Files of `examples/` by name, which the examples among the nets read. */
export const exampleFiles: readonly string[] = readdirSync(examples).filter((name) => /\.(bp|csv)$/.test(name));
