/** Maximum, minimum and their indices along axes. As in PyTorch, ties share the gradient evenly and NaN wins. */

import * as l10n from '@vscode/l10n';
import type { Attributes, TensorOperator, Vjp } from '../../ir/operator.ts';
import { isMismatch, type Mismatch, normalizeAxis, reducedShape, type Shape } from '../../ir/shape.ts';
import { foldElements } from '../../tensorLoops/reduce.ts';
import { argmaxElements, argminElements } from '../../tensorLoops/scan.ts';
import { divide, equal, multiply } from '../elementwise/arithmetic.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import {
  keepDimsAttributes,
  keepDimsShape,
  operandMismatch,
  reductionParameters,
  resolveAxes,
  restoreAxes,
  torchArguments,
} from './axes.ts';
import { sum } from './reductions.ts';

/** The adjoint, divided evenly among the elements that equal the extremum. */
const extremumVjp: Vjp = (p, g, [x], out) => {
  const isExtremum = p.add(equal, [x, restoreAxes(p, out, x, out)]);
  const count = p.add(sum, [isExtremum], keepDimsAttributes(p.attributes(out)));
  return p.add(multiply, [restoreAxes(p, g, x, out), p.add(divide, [isExtremum, count])]);
};

export const amax = tensorOperator({
  name: 'amax',
  call: { name: 'max', parameters: reductionParameters },
  doc: 'The largest of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'max(x, axis = 0)',
  gradientDoc: 'max passes the gradient to the largest element, shared evenly at a tie',
  shape: extremumShapeRule('max'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    foldElements(x, shape, output, keepDimsShape(shape, axis), Number.NEGATIVE_INFINITY, Math.max),
  vjp: [extremumVjp],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.amax(${x}${torchArguments(attributes)})`,
});

export const amin = tensorOperator({
  name: 'amin',
  call: { name: 'min', parameters: reductionParameters },
  doc: 'The smallest of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'min(x, axis = 0)',
  gradientDoc: 'min passes the gradient to the smallest element, shared evenly at a tie',
  shape: extremumShapeRule('min'),
  forward: ([x], output, { operands: [shape] }, { axis }) =>
    foldElements(x, shape, output, keepDimsShape(shape, axis), Number.POSITIVE_INFINITY, Math.min),
  vjp: [extremumVjp],
  sampleIntervals: [realSamples],
  torch: ([x], attributes) => `torch.amin(${x}${torchArguments(attributes)})`,
});

export const argmax = indexOfExtremum('argmax', 'largest', argmaxElements);
export const argmin = indexOfExtremum('argmin', 'smallest', argminElements);

/** The index of an element along one axis, or among all elements. */
function indexOfExtremum(
  name: 'argmax' | 'argmin',
  extremum: 'largest' | 'smallest',
  write: typeof argmaxElements,
): TensorOperator {
  return tensorOperator({
    name,
    call: { name, parameters: reductionParameters },
    doc: `The index of the ${extremum} element along \`axis\`, or among all elements in order, counted from 0; the first one at a tie.`,
    example: `${name}(scores, axis = -1)`,
    gradientDoc: `${name} passes no gradient: a small change of its operand does not change the index`,
    shape: (operands, attributes) =>
      attributes.axis === undefined || attributes.axis.length === 1
        ? extremumShapeRule(name)(operands, attributes)
        : operandMismatch(name, operands[0], l10n.t`expected one axis, not ${attributes.axis.length}`),
    forward: ([x], output, { operands: [shape] }, { axis }) => {
      if (axis === undefined) write(x, [x.length], 0, output);
      else write(x, shape, normalizeAxis(axis[0], shape.length), output);
    },
    vjp: [null],
    sampleIntervals: [realSamples],
    torch: ([x], { axis, keep = false }) =>
      `torch.${name}(${x}, dim=${axis?.[0] ?? 'None'}, keepdim=${keep ? 'True' : 'False'}).double()`,
  });
}

/** The shape rule of a reduction that selects an element, so no reduced axis may be empty. */
function extremumShapeRule(name: string): (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch {
  return ([operand], { axis, keep = false }) => {
    const axes = resolveAxes(name, operand, axis);
    if (isMismatch(axes)) return axes;
    const emptyAxis = axes.find((axisIndex) => operand[axisIndex] === 0);
    if (emptyAxis !== undefined) return operandMismatch(name, operand, l10n.t`axis ${emptyAxis} is empty`);
    return reducedShape(operand, axes, keep);
  };
}
