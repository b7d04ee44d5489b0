/** THE table of operators: one row each. Everything that knows operators (the reverse pass, the language, hovers, exporters, docs) reads it from here. */

import type { Operator, Sign } from './operator.ts';
import * as activations from './ops/activations.ts';
import * as arithmetic from './ops/arithmetic.ts';
import * as convolution from './ops/convolution.ts';
import { crossEntropy } from './ops/crossEntropy.ts';
import { cumsum } from './ops/cumulative.ts';
import * as deviations from './ops/deviations.ts';
import { dropout } from './ops/dropout.ts';
import * as extrema from './ops/extrema.ts';
import * as extremaAlong from './ops/extremaAlong.ts';
import * as functions from './ops/functions.ts';
import * as joining from './ops/joining.ts';
import { constant, detach, identity, leaf } from './ops/leaves.ts';
import * as losses from './ops/losses.ts';
import * as making from './ops/making.ts';
import * as normalisations from './ops/normalisations.ts';
import * as picking from './ops/picking.ts';
import * as pooling from './ops/pooling.ts';
import { prod } from './ops/product.ts';
import * as products from './ops/products.ts';
import * as reductions from './ops/reductions.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from './ops/shaping.ts';
import { size } from './ops/size.ts';
import { slice, unslice } from './ops/slicing.ts';
import * as softmaxes from './ops/softmax.ts';

/**
 * In order of their names: an operator's place is its code when a program crosses to a worker, and in which order a module
 * lists what it exports is up to whoever loads or bundles it.
 */
export const operators: readonly Operator[] = [
  constant,
  leaf,
  identity,
  detach,
  ...Object.values(arithmetic),
  ...Object.values(functions),
  ...Object.values(activations),
  ...Object.values(extrema),
  ...Object.values(products),
  ...Object.values(reductions),
  prod,
  ...Object.values(deviations),
  ...Object.values(extremaAlong),
  cumsum,
  ...Object.values(softmaxes),
  ...Object.values(normalisations),
  dropout,
  ...Object.values(losses),
  crossEntropy,
  reshape,
  expand,
  sumTo,
  transpose,
  matrixTranspose,
  squeeze,
  slice,
  unslice,
  size,
  ...Object.values(joining),
  ...Object.values(picking),
  ...Object.values(making),
  ...Object.values(convolution),
  ...Object.values(pooling),
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** The operators by their codes: those of the table by their places in it, and behind them those that a test made. */
const coded = [...operators];
const codes = new Map(coded.map((operator, code) => [operator, code]));
const mostCodes = 1 << 8;

/** The number that stands for an operator: one of the table has the same in every thread. */
export function codeOf(operator: Operator): number {
  return codes.get(operator) ?? newCode(operator);
}

function newCode(operator: Operator): number {
  if (coded.length === mostCodes) throw new RangeError(`${mostCodes} operators are all that there are numbers for`);
  codes.set(operator, coded.length);
  return coded.push(operator) - 1;
}

export function operatorOf(code: number): Operator {
  return coded[code];
}

/** The operator written as this symbol, or undefined. */
export function operatorBySymbol(kind: Sign['kind'], symbol: string): Operator | undefined {
  return symbols[kind].get(symbol);
}

/** The operators called by this name: of some there is one for each way to call it, as of `max(a, b)` and `max(x, axis = 0)`. */
export function operatorsByCall(name: string): readonly Operator[] {
  return calls.get(name) ?? [];
}

/** Every name that can be called. */
export function callableNames(): readonly string[] {
  return [...calls.keys()];
}

const symbols: Record<Sign['kind'], Map<string, Operator>> = {
  infix: new Map(),
  prefix: new Map(),
  postfix: new Map(),
};
const calls = new Map<string, Operator[]>();
for (const operator of operators) {
  const { symbol, call } = operator;
  if (symbol) symbols[symbol.kind].set(symbol.text, operator);
  if (call) calls.set(call.name, [...(calls.get(call.name) ?? []), operator]);
}
