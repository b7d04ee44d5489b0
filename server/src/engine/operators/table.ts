/** The table of operators, one row each. The backward pass, the language, hovers, exporters and the documentation read it. */

import { constant } from '../ir/constant.ts';
import type { Operator, OperatorSymbol } from '../ir/operator.ts';
import { registerOperators } from '../ir/operatorCodes.ts';
import { distributions } from './draws/distributions.ts';
import { dropout } from './draws/dropout.ts';
import * as activations from './elementwise/activations.ts';
import * as arithmetic from './elementwise/arithmetic.ts';
import * as division from './elementwise/division.ts';
import * as extrema from './elementwise/extrema.ts';
import * as functions from './elementwise/functions.ts';
import * as functionsOfTwo from './elementwise/functionsOfTwo.ts';
import * as logic from './elementwise/logic.ts';
import { power } from './elementwise/power.ts';
import { where } from './elementwise/selection.ts';
import { detach, identity, leaf } from './identities.ts';
import { cholesky } from './linearAlgebra/cholesky.ts';
import * as determinants from './linearAlgebra/determinant.ts';
import * as systems from './linearAlgebra/systems.ts';
import { crossEntropy } from './losses/crossEntropy.ts';
import * as losses from './losses/losses.ts';
import { addAlongAxis, takeAlongAxis } from './ordering/alongAxis.ts';
import * as sorting from './ordering/sorting.ts';
import { dot, matmul, outer } from './products.ts';
import * as axisExtrema from './reductions/axisExtrema.ts';
import { cumsum } from './reductions/cumulative.ts';
import { cumprod } from './reductions/cumulativeProduct.ts';
import * as deviations from './reductions/deviations.ts';
import { groupNorm } from './reductions/groupNormalization.ts';
import * as logical from './reductions/logical.ts';
import { batchNorm, layerNorm } from './reductions/normalizations.ts';
import { prod } from './reductions/product.ts';
import * as reductions from './reductions/reductions.ts';
import { rmsNorm } from './reductions/rootMeanSquare.ts';
import * as softmaxes from './reductions/softmax.ts';
import * as constructors from './shapes/constructors.ts';
import { flip } from './shapes/flipping.ts';
import * as indexing from './shapes/indexing.ts';
import * as joining from './shapes/joining.ts';
import { pad } from './shapes/padding.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from './shapes/shaping.ts';
import { size } from './shapes/size.ts';
import { slice, unslice } from './shapes/slicing.ts';
import * as triangles from './shapes/triangles.ts';
import { decode } from './tokens.ts';
import { conv2d, conv2dInput, conv2dKernel } from './windows/convolution.ts';
import * as pooling from './windows/pooling.ts';
import { convTranspose2d } from './windows/transposedConvolution.ts';

interface OperatorGroup {
  readonly title: string;
  readonly operators: readonly Operator[];
}

const { scatterAdd, ...indexingOperators } = indexing;
const { avgPool2d, maxPool2d, ...poolingGradients } = pooling;

/** The table as the documentation shows it. */
export const operatorGroups: readonly OperatorGroup[] = [
  {
    title: 'Arithmetic, comparisons, logic',
    operators: [...Object.values(arithmetic), power, ...Object.values(division), ...Object.values(logic)],
  },
  { title: 'Products of vectors and matrices', operators: [matmul, dot, outer] },
  { title: 'Linear algebra', operators: [...Object.values(systems), ...Object.values(determinants), cholesky] },
  { title: 'Functions of one number', operators: Object.values(functions) },
  { title: 'Functions of two numbers', operators: Object.values(functionsOfTwo) },
  { title: 'Activations', operators: Object.values(activations) },
  {
    title: 'Maximum, minimum, selection',
    operators: [...Object.values(extrema), ...Object.values(axisExtrema), where],
  },
  {
    title: 'Reductions',
    operators: [
      ...Object.values(reductions),
      ...Object.values(logical),
      prod,
      ...Object.values(deviations),
      cumsum,
      cumprod,
    ],
  },
  {
    title: 'Softmax, normalization, dropout',
    operators: [...Object.values(softmaxes), layerNorm, rmsNorm, groupNorm, batchNorm, dropout],
  },
  { title: 'Losses', operators: [...Object.values(losses), crossEntropy] },
  {
    title: 'Shapes',
    operators: [
      ...[slice, size, reshape, transpose, matrixTranspose, squeeze, expand, flip, pad],
      ...Object.values(triangles),
      ...Object.values(joining),
    ],
  },
  {
    title: 'Indexing and sorting',
    operators: [...Object.values(indexingOperators), takeAlongAxis, ...Object.values(sorting), decode],
  },
  { title: 'Constructors', operators: Object.values(constructors) },
  { title: 'Distributions', operators: distributions },
  { title: 'Images', operators: [conv2d, convTranspose2d, avgPool2d, maxPool2d] },
  { title: 'Gradients', operators: [detach] },
  {
    title: 'Operators of the backward pass',
    operators: [
      sumTo,
      unslice,
      scatterAdd,
      addAlongAxis,
      conv2dInput,
      conv2dKernel,
      ...Object.values(poolingGradients),
    ],
  },
];

/** In order of their names, which does not depend on how modules are loaded or bundled: an operator's index is its code. */
export const operators: readonly Operator[] = [
  constant,
  ...[leaf, identity, ...operatorGroups.flatMap((group) => group.operators)].sort((a, b) => (a.name < b.name ? -1 : 1)),
];

registerOperators(operators);

/** The operator written as this symbol, or undefined. */
export function operatorBySymbol(kind: OperatorSymbol['kind'], symbol: string): Operator | undefined {
  return operatorsBySymbol[kind].get(symbol);
}

/** The operators called by this name, one for each way to call it, as in `max(a, b)` and `max(x, axis = 0)`. */
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
