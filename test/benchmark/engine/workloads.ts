/** Workloads of the comparison: the model, the libraries that run it, and the goal against each. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examples } from '../../../scripts/paths.ts';
import { type Moons, moons, textOf } from './moonsInScalars.ts';
import type { RivalName } from './rivals.ts';

export type Precision = 'f32' | 'f64';

export interface Workload {
  /** Displayed title; `id` is the name in files and requests. */
  readonly title: string;
  readonly id: string;
  readonly text: string;
  /** A forward and backward pass, a training step, or only the product kernel. */
  readonly timed: 'pass' | 'step' | 'product';
  readonly contests: readonly Contest[];
  /** Description for the rivals besides the params and data of the model. */
  readonly forRival: RivalModel;
}

type RivalModel =
  | { readonly kind: 'lesson'; readonly target: number }
  | ({ readonly kind: 'moons' } & Pick<Moons, 'X' | 'y' | 'widths' | 'alpha'>)
  | {
      readonly kind: 'network';
      readonly activation: 'tanh' | 'relu';
      readonly loss: 'mse' | 'cross_entropy';
      readonly lr: number;
    }
  | { readonly kind: 'matmul' };

export interface Contest {
  readonly precision: Precision;
  readonly rivals: readonly RivalName[];
  readonly goals: readonly Goal[];
}

/** A goal: a speedup over a rival, or a number of arithmetic operations a second. */
export type Goal = { readonly rival: RivalName; readonly times: number } | { readonly perSecond: number };

/** Number of arithmetic operations in a product of 64×784 by 784×128. */
export const operationsOfProduct = 2 * 64 * 784 * 128;

const drawn = moons();

export const workloads: readonly Workload[] = [
  {
    title: 'lesson graph, forward and backward',
    id: 'lesson',
    text: readFileSync(join(examples, 'lesson.bp'), 'utf8'),
    timed: 'pass',
    forRival: { kind: 'lesson', target: -10 },
    contests: [contest('f64', ['torch', 'micrograd', 'tfjs', 'jax'], { rival: 'torch', times: 600 })],
  },
  {
    title: '64,300 scalar operations (micrograd’s moons), forward and backward',
    id: 'moons-in-scalars',
    text: textOf(drawn),
    timed: 'pass',
    forRival: { kind: 'moons', X: drawn.X, y: drawn.y, widths: drawn.widths, alpha: drawn.alpha },
    contests: [contest('f64', ['torch', 'micrograd'], { rival: 'torch', times: 600 })],
  },
  {
    title: 'MLP 2-16-16-1, batch 100, step',
    id: 'mlp-2-16-16-1',
    text: model('mlp-2-16-16-1'),
    timed: 'step',
    forRival: { kind: 'network', activation: 'tanh', loss: 'mse', lr: 0.05 },
    contests: [
      contest('f32', ['torch', 'tfjs', 'jax'], { rival: 'torch', times: 10 }),
      contest('f64', ['torch', 'jax'], { rival: 'torch', times: 5 }),
    ],
  },
  {
    title: 'MLP 4-16-3, batch 32, step',
    id: 'mlp-4-16-3',
    text: model('mlp-4-16-3'),
    timed: 'step',
    forRival: { kind: 'network', activation: 'tanh', loss: 'cross_entropy', lr: 0.05 },
    contests: [
      contest('f32', ['torch', 'tfjs', 'jax'], { rival: 'torch', times: 40 }),
      contest('f64', ['torch', 'jax'], { rival: 'torch', times: 40 }),
    ],
  },
  {
    title: 'MLP 784-128-10, batch 64, step',
    id: 'mlp-784-128-10',
    text: model('mlp-784-128-10'),
    timed: 'step',
    forRival: { kind: 'network', activation: 'relu', loss: 'cross_entropy', lr: 0.01 },
    contests: [
      contest('f32', ['torch', 'torch2', 'tfjs', 'jax'], { rival: 'torch', times: 1 }, { rival: 'torch2', times: 1 }),
      contest('f64', ['torch', 'torch2', 'jax'], { rival: 'torch', times: 1 }),
    ],
  },
  {
    title: 'matmul 64×784×128',
    id: 'matmul-64-784-128',
    text: model('matmul-64-784-128'),
    timed: 'product',
    forRival: { kind: 'matmul' },
    contests: [
      contest('f32', ['torch', 'torch2', 'tfjs', 'jax'], { perSecond: 52e9 }),
      contest('f64', ['torch', 'torch2', 'jax']),
    ],
  },
];

function contest(precision: Precision, rivals: readonly RivalName[], ...goals: readonly Goal[]): Contest {
  return { precision, rivals, goals };
}

function model(name: string): string {
  return readFileSync(join(import.meta.dirname, 'models', `${name}.bp`), 'utf8');
}
