/** Generates the operator names in the editor's grammar from the operator table. */
import { callableNames } from '../../server/src/engine/operators/table.ts';

/** The list of operator names in the pattern for calls, as escaped in JSON. */
const operatorNamesPattern = /(?<="\\\\b\(\?:)[\w|]+(?=\)\\\\b\(\?=\\\\s\*\\\\\(\)")/;

/**
 * Replaces the list by the names of all operators that can be called. @throws Error if the grammar has no such list.
 */
export function withOperatorNames(grammar: string): string {
  if (!operatorNamesPattern.test(grammar))
    throw new Error('The grammar has no list of the names of operators any more.');
  return grammar.replace(operatorNamesPattern, [...callableNames()].sort().join('|'));
}
