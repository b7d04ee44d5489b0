/** The counters of training, which have names in the arguments of `train` unless the file defines these itself. */

import { type CounterName, isCounterName } from '../../../engine/training/counters.ts';
import type { Statement } from '../../syntax/ast.ts';
import type { ResolvedNames } from '../modules/module.ts';

/** The counter that a name in a statement of the file stands for; undefined for any other name. */
export function counterNamed(
  name: string,
  { kind }: Pick<Statement, 'kind'>,
  { definitions, scope }: Pick<ResolvedNames, 'definitions' | 'scope'>,
): CounterName | undefined {
  const isCounter = kind === 'train' && isCounterName(name) && !definitions.has(name) && !scope.consts.has(name);
  return isCounter ? name : undefined;
}
