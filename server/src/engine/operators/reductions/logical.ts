/** Conditions on all elements, or along axes. */

import type { Attributes, TensorOperator } from '../../ir/operator.ts';
import { foldElements } from '../../tensorLoops/reduce.ts';
import { realSamples, tensorOperator } from '../operatorRows.ts';
import { keepDimsShape, reductionParameters, reductionShapeRule, torchArguments } from './axes.ts';

interface Quantifier {
  readonly name: string;
  readonly doc: string;
  readonly example: string;
  /** The result for no elements. */
  readonly initial: 0 | 1;
  readonly combine: (result: number, element: number) => number;
  readonly torch: (x: string, dimArguments: string) => string;
}

function quantifier({ name, doc, example, initial, combine, torch }: Quantifier): TensorOperator {
  return tensorOperator({
    name,
    noun: 'mask',
    call: { name, parameters: reductionParameters },
    doc,
    example,
    gradientDoc: `${name} passes no gradient: a small change of its operand does not change it`,
    shape: reductionShapeRule(name),
    forward: ([x], output, { operands: [shape] }, { axis }) =>
      foldElements(x, shape, output, keepDimsShape(shape, axis), initial, combine),
    vjp: [null],
    sampleIntervals: [realSamples],
    torch: ([x], attributes: Attributes) => torch(x, torchArguments(attributes)),
  });
}

export const any = quantifier({
  name: 'any',
  doc: '1 if any element is not 0, else 0; of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'any(x > 0, axis = 0)',
  initial: 0,
  combine: (result, element) => (element !== 0 ? 1 : result),
  // torch.any takes several axes only since version 2.2.
  torch: (x, dimArguments) => `(torch.sum(${x} != 0${dimArguments}) > 0).double()`,
});

export const all = quantifier({
  name: 'all',
  doc: '1 if no element is 0, else 0; of all elements, or along `axis`; `keep = 1` keeps the axis with length 1.',
  example: 'all(x > 0, axis = 0)',
  initial: 1,
  combine: (result, element) => (element !== 0 ? result : 0),
  torch: (x, dimArguments) => `(torch.sum(${x} == 0${dimArguments}) == 0).double()`,
});
