/** The table of operators, one row each. The reverse pass, the language, hovers, exporters and the documentation read it. */

import { constant } from '../ir/constant.ts';
import type { Operator, OperatorSymbol } from '../ir/operator.ts';
import { registerOperators } from '../ir/operatorCodes.ts';
import { dropout } from './dropout.ts';
import * as activations from './elementwise/activations.ts';
import * as arithmetic from './elementwise/arithmetic.ts';
import * as extrema from './elementwise/extrema.ts';
import * as functions from './elementwise/functions.ts';
import * as constructors from './layout/constructors.ts';
import * as indexing from './layout/gather.ts';
import * as joining from './layout/joining.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from './layout/shaping.ts';
import { size } from './layout/size.ts';
import { slice, unslice } from './layout/slicing.ts';
import { detach, identity, leaf } from './leaves.ts';
import * as convolution from './linear/convolution.ts';
import * as pooling from './linear/pooling.ts';
import * as products from './linear/products.ts';
import { crossEntropy } from './losses/crossEntropy.ts';
import * as losses from './losses/losses.ts';
import * as axisExtrema from './reductions/axisExtrema.ts';
import { cumsum } from './reductions/cumulative.ts';
import * as deviations from './reductions/deviations.ts';
import * as normalizations from './reductions/normalizations.ts';
import { prod } from './reductions/product.ts';
import * as reductions from './reductions/reductions.ts';
import * as softmaxes from './reductions/softmax.ts';

/** In order of their names, which does not depend on how modules are loaded or bundled: an operator's index is its code. */
const otherOperators: readonly Operator[] = [
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
  ...Object.values(axisExtrema),
  cumsum,
  ...Object.values(softmaxes),
  ...Object.values(normalizations),
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
  ...Object.values(indexing),
  ...Object.values(constructors),
  ...Object.values(convolution),
  ...Object.values(pooling),
].sort((a, b) => (a.name < b.name ? -1 : 1));

export const operators: readonly Operator[] = [constant, ...otherOperators];

registerOperators(operators);

/** The operator written as this symbol, or undefined. */
export function operatorBySymbol(kind: OperatorSymbol['kind'], symbol: string): Operator | undefined {
  return operatorsBySymbol[kind].get(symbol);
}

/** The operators called by this name: of some there is one for each way to call it, as of `max(a, b)` and `max(x, axis = 0)`. */
export function operatorsByCall(name: string): readonly Operator[] {
  return operatorsByCallName.get(name) ?? [];
}

/** Every name that can be called. */
export function callableNames(): readonly string[] {
  return [...operatorsByCallName.keys()];
}

const operatorsBySymbol: Record<OperatorSymbol['kind'], Map<string, Operator>> = {
  infix: new Map(),
  prefix: new Map(),
  postfix: new Map(),
};
const operatorsByCallName = new Map<string, Operator[]>();
for (const operator of operators) {
  const { symbol, call } = operator;
  if (symbol) operatorsBySymbol[symbol.kind].set(symbol.text, operator);
  if (call) operatorsByCallName.set(call.name, [...(operatorsByCallName.get(call.name) ?? []), operator]);
}
