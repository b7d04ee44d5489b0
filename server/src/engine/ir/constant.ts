/** The operator of constants. */

import * as l10n from '@vscode/l10n';
import type { Attributes, TensorOperator } from './operator.ts';
import { toPythonList, toPythonTuple } from './pythonLiterals.ts';
import { formatShape, scalar, sizeOf } from './shape.ts';

export const constant: TensorOperator = {
  kind: 'tensor',
  name: 'constant',
  doc: 'Constant numbers.',
  shape: (_, { values = [], shape = scalar }) =>
    values.length === sizeOf(shape)
      ? shape
      : { mismatch: l10n.t`${values.length} numbers don't fit the shape ${formatShape(shape)}` },
  forward: (_, output, __, { values = [] }) => output.set(values),
  vjp: [],
  sampleIntervals: [],
  torch: (_, { values = [], shape = scalar }) =>
    values.length === 0 ? `torch.empty(${toPythonTuple(shape)})` : `torch.tensor(${toPythonList(values, shape)})`,
};

/** The attributes of a scalar constant. */
export function constantAttributes(value: number): Attributes {
  return { values: [value], shape: scalar };
}
