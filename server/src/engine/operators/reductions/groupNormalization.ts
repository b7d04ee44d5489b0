/** Group normalization: layer normalization of groups of channels. */

import * as l10n from '@vscode/l10n';
import type { Attributes, NodeId } from '../../ir/operator.ts';
import { type Mismatch, type Shape, sizeOf } from '../../ir/shape.ts';
import { normalizeElements } from '../../tensorLoops/deviations.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { reshape } from '../shapes/shaping.ts';
import { defaultEps, operandMismatch } from './axes.ts';
import { normalizationVjp } from './normalizations.ts';

export const groupNorm = tensorOperator({
  name: 'group_norm',
  call: {
    name: 'group_norm',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'groups', kind: 'integer', isRequired: true },
      { name: 'eps', kind: 'number', default: defaultEps },
    ],
  },
  doc: 'The channels (axis 1) of each sample in `groups` of equal size: the deviation from the mean of the group, divided by √(variance + `eps`).',
  example: 'group_norm(x, groups = 1)',
  gradientDoc:
    "group_norm subtracts the group's mean gradient and the component along its own value from each gradient, and divides by √(variance + eps)",
  undefinedWhere: 'where the variance is too large for a float64',
  shape: ([x], attributes) => groupsMismatch(x, attributes) ?? x,
  forward: ([x], output, { operands: [shape] }, { groups = 1, eps = defaultEps }) => {
    const grouped = groupedShape(shape, groups);
    normalizeElements(x, grouped, output, [...grouped.slice(0, 2), 1], eps);
  },
  vjp: [
    (p, g, [x], y) => {
      const { groups = 1, eps = defaultEps } = p.attributes(y);
      const shape = groupedShape(p.shape(x), groups);
      const grouped = (node: NodeId): NodeId => p.add(reshape, [node], { shape });
      return p.add(reshape, [normalizationVjp(p, grouped(g), grouped(x), grouped(y), [2], eps)], { shape: p.shape(x) });
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { groups, eps = defaultEps }) => `torch.nn.functional.group_norm(${x}, ${groups}, eps=${eps})`,
});

/** [samples, groups, numbers of a group] */
export function groupedShape(shape: Shape, groups: number): Shape {
  return [shape[0], groups, (shape[1] / groups) * sizeOf(shape.slice(2))];
}

function groupsMismatch(operand: Shape, { groups = 0 }: Attributes): Mismatch | undefined {
  if (operand.length < 2) return operandMismatch('group_norm', operand, l10n.t('it needs an axis 1 for the channels'));
  return groups > 0 && operand[1] % groups === 0
    ? undefined
    : operandMismatch('group_norm', operand, l10n.t`its ${operand[1]} channels can't be divided into ${groups} groups`);
}
