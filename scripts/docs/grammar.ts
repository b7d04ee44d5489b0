/** The words that the grammar of the editor knows, from the table of operators. */
import { callableNames } from '../../server/src/engine/operators/table.ts';

/** The list of names in the pattern that ends with a call's bracket, as it stands in the JSON text. */
const operatorNamesPattern = /(?<="\\\\b\(\?:)[\w|]+(?=\)\\\\b\(\?=\\\\s\*\\\\\(\)")/;

/** The text of the grammar with the names of all operators that can be called, and otherwise as it is. */
export function withOperatorNames(grammar: string): string {
  if (!operatorNamesPattern.test(grammar))
    throw new Error('The grammar has no list of the names of operators any more.');
  return grammar.replace(operatorNamesPattern, [...callableNames()].sort().join('|'));
}
