/** x^y at 0 and −0 for every kind of exponent, with leaves and with constants. */

import { power } from '../../../../server/src/engine/operators/elementwise/power.ts';
import type { EdgeCase } from '../edgeCases.ts';

const bases = [0, -0];
const exponents = [0, -0, 0.5, 1, 1.5, 2, 3, 4, -0.5, -1, -2, -3, Infinity, -Infinity, Number.NaN];

export const powersAtZero: readonly EdgeCase[] = bases.flatMap((base) =>
  exponents.flatMap((exponent) => {
    const name = `${showNumber(base)}^${showNumber(exponent)}`;
    const operands = [base, exponent].map((value) => ({ shape: [], values: [value] }));
    return [
      { name: `${name} with two leaves`, operator: power, operands },
      { name: `${name} with a constant exponent`, operator: power, operands, constantOperands: [1] },
      { name: `${name} with a constant base`, operator: power, operands, constantOperands: [0] },
    ];
  }),
);

function showNumber(value: number): string {
  return Object.is(value, -0) ? '−0' : `${value}`.replace('-', '−');
}
