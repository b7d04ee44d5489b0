/** The operators that a user can write, in groups, from the most common to the most special. */
import type { Operator } from '../../server/src/engine/ir/operator.ts';
import { dropout } from '../../server/src/engine/operators/dropout.ts';
import * as activations from '../../server/src/engine/operators/elementwise/activations.ts';
import * as arithmetic from '../../server/src/engine/operators/elementwise/arithmetic.ts';
import * as extrema from '../../server/src/engine/operators/elementwise/extrema.ts';
import * as functions from '../../server/src/engine/operators/elementwise/functions.ts';
import * as making from '../../server/src/engine/operators/layout/constructors.ts';
import * as picking from '../../server/src/engine/operators/layout/gather.ts';
import * as joining from '../../server/src/engine/operators/layout/joining.ts';
import {
  expand,
  matrixTranspose,
  reshape,
  squeeze,
  sumTo,
  transpose,
} from '../../server/src/engine/operators/layout/shaping.ts';
import { size } from '../../server/src/engine/operators/layout/size.ts';
import { slice, unslice } from '../../server/src/engine/operators/layout/slicing.ts';
import { detach } from '../../server/src/engine/operators/leaves.ts';
import * as convolution from '../../server/src/engine/operators/linear/convolution.ts';
import * as pooling from '../../server/src/engine/operators/linear/pooling.ts';
import * as products from '../../server/src/engine/operators/linear/products.ts';
import { crossEntropy } from '../../server/src/engine/operators/losses/crossEntropy.ts';
import * as losses from '../../server/src/engine/operators/losses/losses.ts';
import * as extremaAlong from '../../server/src/engine/operators/reductions/axisExtrema.ts';
import { cumsum } from '../../server/src/engine/operators/reductions/cumulative.ts';
import * as deviations from '../../server/src/engine/operators/reductions/deviations.ts';
import * as normalisations from '../../server/src/engine/operators/reductions/normalizations.ts';
import { prod } from '../../server/src/engine/operators/reductions/product.ts';
import * as reductions from '../../server/src/engine/operators/reductions/reductions.ts';
import * as softmaxes from '../../server/src/engine/operators/reductions/softmax.ts';

export interface OperatorGroup {
  readonly title: string;
  readonly operators: readonly Operator[];
}

/** In the order in which they are shown. */
const symbolOrder = ['+', '-', '*', '/', '^', '@', '<', '<=', '>', '>=', '==', '!='];

const { log, where, ...arithmeticOperators } = arithmetic;
const { hardtanh, ...boundOperators } = extrema;
const { argmax, ...axisExtrema } = extremaAlong;
const { conv2d, ...convolutionGradients } = convolution;
const { scatterAdd, ...indexingOperators } = picking;
const { avgPool2d, maxPool2d, ...poolingGradients } = pooling;

export const operatorGroups: readonly OperatorGroup[] = [
  { title: 'Arithmetic and comparisons', operators: sortOperators(arithmeticOperators) },
  { title: 'Products of vectors and matrices', operators: sortOperators(products) },
  { title: 'Functions of one number', operators: sortOperators({ log, ...functions }) },
  { title: 'Activations', operators: sortOperators({ ...activations, hardtanh }) },
  {
    title: 'Maximum, minimum, selection',
    operators: sortOperators({ ...boundOperators, ...axisExtrema, argmax, where }),
  },
  { title: 'Reductions', operators: sortOperators({ ...reductions, prod, ...deviations, cumsum }) },
  { title: 'Softmax, normalization, dropout', operators: sortOperators({ ...softmaxes, ...normalisations, dropout }) },
  { title: 'Losses', operators: sortOperators({ ...losses, crossEntropy }) },
  {
    title: 'Shapes',
    operators: sortOperators({ slice, size, reshape, transpose, matrixTranspose, squeeze, expand, ...joining }),
  },
  { title: 'Indexing', operators: sortOperators(indexingOperators) },
  { title: 'Constructors', operators: sortOperators(making) },
  { title: 'Images', operators: sortOperators({ conv2d, avgPool2d, maxPool2d }) },
  { title: 'Gradients', operators: [detach] },
  {
    title: 'Operators of the reverse pass',
    operators: sortOperators({ sumTo, unslice, scatterAdd, ...convolutionGradients, ...poolingGradients }),
  },
];

/** Whether a user can write it: as a symbol, a call, or an index. */
export function isWritable({ symbol, call, example }: Operator): boolean {
  return symbol !== undefined || call !== undefined || example !== undefined;
}

/** Symbols first, then calls by their names; of one name those with more operands. */
function sortOperators(operators: Readonly<Record<string, Operator>>): readonly Operator[] {
  return Object.values(operators)
    .filter(isWritable)
    .sort(
      (a, b) =>
        symbolRank(a) - symbolRank(b) || compareStrings(sortName(a), sortName(b)) || b.vjp.length - a.vjp.length,
    );
}

function symbolRank({ symbol }: Operator): number {
  const index = symbol ? symbolOrder.indexOf(symbol.text) : -1;
  return index < 0 ? symbolOrder.length : index;
}

function sortName({ call, name }: Operator): string {
  return call?.name ?? name;
}

function compareStrings(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
