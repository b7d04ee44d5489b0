/** x^y at 0: both zeros to every kind of exponent, as a param and as a constant. */

import { power } from '../../../../server/src/engine/operators/elementwise/arithmetic.ts';
import type { EdgeCase } from '../edgeCases.ts';

const bases = [0, -0];
const exponents = [0, -0, 0.5, 1, 1.5, 2, 3, 4, -0.5, -1, -2, -3, Infinity, -Infinity, Number.NaN];

export const powersAtZero: readonly EdgeCase[] = bases.flatMap((base) =>
  exponents.flatMap((exponent) => {
    const name = `${shown(base)}^${shown(exponent)}`;
    const operands = [base, exponent].map((value) => ({ shape: [], values: [value] }));
    return [
      { name: `${name} with both learnt`, operator: power, operands },
      { name: `${name} with a known exponent`, operator: power, operands, constantOperands: [1] },
      { name: `${name} with a known base`, operator: power, operands, constantOperands: [0] },
    ];
  }),
);

function shown(value: number): string {
  return Object.is(value, -0) ? '−0' : `${value}`.replace('-', '−');
}
