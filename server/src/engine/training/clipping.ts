/** Clipping of gradients before a step, as by torch.nn.utils.clip_grad_value_ and clip_grad_norm_. */

import type { ranges } from './optimizers.ts';
import { normOf } from './trainer.ts';

interface ClippingRow {
  readonly name: string;
  readonly range: keyof typeof ranges;
  /** The function of PyTorch that does the same. */
  readonly torch: string;
  readonly doc: string;
}

/** The hyperparameters of any optimizer; without one of them it clips nothing. */
export const clippingTable = [
  {
    name: 'clip_norm',
    range: 'positive',
    torch: 'torch.nn.utils.clip_grad_norm_',
    doc: 'The largest norm of all gradients together: if it is larger, all are scaled by the same factor.',
  },
  {
    name: 'clip_value',
    range: 'positive',
    torch: 'torch.nn.utils.clip_grad_value_',
    doc: 'The largest magnitude of an element of a gradient: larger ones are clipped, before clip_norm.',
  },
] as const satisfies readonly ClippingRow[];

/** True if hyperparameters clip gradients. */
export function clipsGradients(hyperparameters: Readonly<Record<string, number>>): boolean {
  return clippingTable.some(({ name }) => name in hyperparameters);
}

/** A change of each element: it is clipped to the limit, then multiplied by the factor. */
export interface Clipping {
  readonly limit: number;
  readonly factor: number;
}

/** As in PyTorch, so that a norm of 0 divides nothing by 0. */
const normEpsilon = 1e-6;

/** @param gradients those of all params. @returns undefined if nothing is clipped. */
export function clippingOf(
  gradients: readonly (ArrayLike<number> | undefined)[],
  hyperparameters: Readonly<Record<string, number>>,
): Clipping | undefined {
  const { clip_norm: maxNorm, clip_value: limit = Number.POSITIVE_INFINITY } = hyperparameters;
  if (maxNorm === undefined) return limit === Number.POSITIVE_INFINITY ? undefined : { limit, factor: 1 };
  const clipped =
    limit === Number.POSITIVE_INFINITY
      ? gradients
      : gradients.map((gradient) => gradient && Float64Array.from(gradient, (element) => clipTo(element, limit)));
  return { limit, factor: Math.min(1, maxNorm / (normOf(clipped) + normEpsilon)) };
}

/** Clips the elements in place. */
export function clip(gradient: Float64Array | Float32Array, { limit, factor }: Clipping): void {
  for (let i = 0; i < gradient.length; i++) gradient[i] = factor * clipTo(gradient[i], limit);
}

function clipTo(element: number, limit: number): number {
  return Math.max(-limit, Math.min(element, limit));
}
