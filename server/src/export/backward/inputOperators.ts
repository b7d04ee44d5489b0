/** The operators whose values the document writes out as numbers: leaves and draws. */

import type { Operator } from '../../engine/ir/operator.ts';
import { leaf } from '../../engine/operators/identities.ts';

export function isInputOperator(operator: Operator): boolean {
  return operator === leaf || operator.distribution !== undefined;
}
