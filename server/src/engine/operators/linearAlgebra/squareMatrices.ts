/** The shape rule of operators on square matrices. */

import * as l10n from '@vscode/l10n';
import type { Mismatch, Shape } from '../../ir/shape.ts';
import { operandMismatch } from '../reductions/axes.ts';

/** The mismatch unless the last two axes hold square matrices. */
export function squareMismatch(name: string, operand: Shape): Mismatch | undefined {
  if (operand.length < 2) return operandMismatch(name, operand, l10n.t('it needs two axes for matrices'));
  const [rows, columns] = operand.slice(-2);
  return rows === columns
    ? undefined
    : operandMismatch(name, operand, l10n.t`its matrices must be square, not ${rows} × ${columns}`);
}
