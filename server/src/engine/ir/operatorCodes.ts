/**
 * One-byte codes of operators, which programs store. The table assigns the same codes in every thread, so that programs can
 * be transferred; operators that only tests define get the codes that follow.
 */

import { constant } from './constant.ts';
import type { Operator } from './operator.ts';

export const constantCode = 0;

const operatorsByCode: Operator[] = [];
const codesByOperator = new Map<Operator, number>();
const maxCodes = 1 << 8;

assignCode(constant);

/**
 * Assigns each operator its index as its code.
 * @param operators begin with the constant.
 * @throws RangeError when operators were given other codes before.
 */
export function registerOperators(operators: readonly Operator[]): void {
  for (const [index, operator] of operators.entries()) {
    if (codeOf(operator) !== index)
      throw new RangeError(`${operator.name} was used before the operators were registered`);
  }
}

export function codeOf(operator: Operator): number {
  return codesByOperator.get(operator) ?? assignCode(operator);
}

/** For each code, 1 if it is the code of one of the operators. */
export function selectCodes(operators: Iterable<Operator>): Uint8Array {
  const isSelected = new Uint8Array(maxCodes);
  for (const operator of operators) isSelected[codeOf(operator)] = 1;
  return isSelected;
}

export function operatorOf(code: number): Operator {
  return operatorsByCode[code];
}

function assignCode(operator: Operator): number {
  const code = operatorsByCode.length;
  if (code === maxCodes) throw new RangeError(`there are codes for ${maxCodes} operators only`);
  codesByOperator.set(operator, code);
  operatorsByCode.push(operator);
  return code;
}
