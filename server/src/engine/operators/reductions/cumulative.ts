/** Cumulative sums along an axis. */

import * as l10n from '@vscode/l10n';
import type { Attributes } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, type Shape } from '../../ir/shape.ts';
import { accumulateElements } from '../../tensorLoops/scan.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { operandMismatch, resolveAxes } from './axes.ts';
import { axisOf } from './singleAxis.ts';

export const cumsum = tensorOperator({
  name: 'cumsum',
  call: {
    name: 'cumsum',
    parameters: [
      { name: 'x', kind: 'operand' },
      { name: 'axis', kind: 'axis' },
      { name: 'reverse', kind: 'switch' },
    ],
  },
  doc: 'The cumulative sum along `axis`, which can be omitted if there is only one; with `reverse = 1`, it runs from the last element to the first.',
  example: 'cumsum(x, axis = 0)',
  gradientDoc: "each element's gradient is the total gradient of all sums that include it",
  shape: cumulativeShapeRule('cumsum'),
  forward: ([x], output, { operands: [shape] }, attributes) =>
    accumulateElements(x, shape, axisOf(attributes, shape.length), attributes.reverse ?? false, output),
  vjp: [
    (p, g, _, out) => {
      const { axis, reverse = false } = p.attributes(out);
      return p.add(cumsum, [g], { ...(axis && { axis }), ...(!reverse && { reverse: true }) });
    },
  ],
  sampleIntervals: [realSamples],
  torch: ([x], { axis: [axis] = [0], reverse = false }) =>
    reverse ? `${x}.flip(${axis}).cumsum(${axis}).flip(${axis})` : `torch.cumsum(${x}, dim=${axis})`,
});

/** The shape rule of a scan along one axis, which may be omitted if there is only one. */
export function cumulativeShapeRule(
  name: string,
): (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch {
  return ([operand], { axis }) => {
    if (operand.length === 0) return operandMismatch(name, operand, l10n.t('a scalar has no axes'));
    if (axis === undefined && operand.length > 1) {
      return operandMismatch(name, operand, l10n.t`choose one of its ${operand.length} axes, as in axis = 0`);
    }
    const axes = resolveAxes(name, operand, axis);
    if (isMismatch(axes)) return axes;
    return axes.length === 1 ? operand : operandMismatch(name, operand, l10n.t`expected one axis, not ${axes.length}`);
  };
}
