/** The operators that a user can write, in the order in which one meets them. */
import type { Operator } from '../../server/src/engine/operator.ts';
import * as activations from '../../server/src/engine/ops/activations.ts';
import * as arithmetic from '../../server/src/engine/ops/arithmetic.ts';
import * as convolution from '../../server/src/engine/ops/convolution.ts';
import { crossEntropy } from '../../server/src/engine/ops/crossEntropy.ts';
import { cumsum } from '../../server/src/engine/ops/cumulative.ts';
import * as deviations from '../../server/src/engine/ops/deviations.ts';
import { dropout } from '../../server/src/engine/ops/dropout.ts';
import * as extrema from '../../server/src/engine/ops/extrema.ts';
import * as extremaAlong from '../../server/src/engine/ops/extremaAlong.ts';
import * as functions from '../../server/src/engine/ops/functions.ts';
import * as joining from '../../server/src/engine/ops/joining.ts';
import { detach } from '../../server/src/engine/ops/leaves.ts';
import * as losses from '../../server/src/engine/ops/losses.ts';
import * as making from '../../server/src/engine/ops/making.ts';
import * as normalisations from '../../server/src/engine/ops/normalisations.ts';
import * as picking from '../../server/src/engine/ops/picking.ts';
import * as pooling from '../../server/src/engine/ops/pooling.ts';
import { prod } from '../../server/src/engine/ops/product.ts';
import * as products from '../../server/src/engine/ops/products.ts';
import * as reductions from '../../server/src/engine/ops/reductions.ts';
import { expand, matrixTranspose, reshape, squeeze, sumTo, transpose } from '../../server/src/engine/ops/shaping.ts';
import { size } from '../../server/src/engine/ops/size.ts';
import { slice, unslice } from '../../server/src/engine/ops/slicing.ts';
import * as softmaxes from '../../server/src/engine/ops/softmax.ts';

export interface Group {
  readonly title: string;
  readonly operators: readonly Operator[];
}

/** In the order in which they are shown. */
const symbols = ['+', '-', '*', '/', '^', '@', '<', '<=', '>', '>=', '==', '!='];

const { log, where, ...signs } = arithmetic;
const { hardtanh, ...bounds } = extrema;
const { argmax, ...largestAlong } = extremaAlong;
const { conv2d, ...convolutionsBack } = convolution;
const { scatterAdd, ...picked } = picking;
const { avgPool2d, maxPool2d, ...poolingsBack } = pooling;

export const operatorGroups: readonly Group[] = [
  { title: 'Arithmetic and comparisons', operators: inOrder(signs) },
  { title: 'Products of vectors and matrices', operators: inOrder(products) },
  { title: 'Functions of one number', operators: inOrder({ log, ...functions }) },
  { title: 'Activations', operators: inOrder({ ...activations, hardtanh }) },
  { title: 'Larger, smaller, either', operators: inOrder({ ...bounds, ...largestAlong, argmax, where }) },
  { title: 'Along axes', operators: inOrder({ ...reductions, prod, ...deviations, cumsum }) },
  { title: 'Softmax, normalisation, dropout', operators: inOrder({ ...softmaxes, ...normalisations, dropout }) },
  { title: 'Losses', operators: inOrder({ ...losses, crossEntropy }) },
  {
    title: 'Shapes',
    operators: inOrder({ slice, size, reshape, transpose, matrixTranspose, squeeze, expand, ...joining }),
  },
  { title: 'Picking by index', operators: inOrder(picked) },
  { title: 'Making tensors', operators: inOrder(making) },
  { title: 'Images', operators: inOrder({ conv2d, avgPool2d, maxPool2d }) },
  { title: 'Gradients', operators: [detach] },
  { title: 'Ways back', operators: inOrder({ sumTo, unslice, scatterAdd, ...convolutionsBack, ...poolingsBack }) },
];

/** Whether a user can write it: as a symbol, a call, or an index. */
export function isWritten({ symbol, call, example }: Operator): boolean {
  return symbol !== undefined || call !== undefined || example !== undefined;
}

/** Symbols first, then calls by their names; of one name those with more operands. */
function inOrder(operators: Readonly<Record<string, Operator>>): readonly Operator[] {
  return Object.values(operators)
    .filter(isWritten)
    .sort((a, b) => rank(a) - rank(b) || compared(nameOf(a), nameOf(b)) || b.vjp.length - a.vjp.length);
}

function rank({ symbol }: Operator): number {
  const place = symbol ? symbols.indexOf(symbol.text) : -1;
  return place < 0 ? symbols.length : place;
}

function nameOf({ call, name }: Operator): string {
  return call?.name ?? name;
}

function compared(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
