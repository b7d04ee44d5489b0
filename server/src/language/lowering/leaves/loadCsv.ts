/** Loads the samples of `csv("iris.csv", columns = ["a", "b"])`. */

import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { sizeOf } from '../../../engine/ir/shape.ts';
import { limits } from '../../modelLimits.ts';
import { type Files, isFileError } from '../../names/files.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import { type Base, type Expression, rangeIn } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';

type Call = Expression & { kind: 'call' };

/** @param base that of the statement that contains the call. */
export function loadCsvSamples(base: Base, call: Call, files: Files, { program }: CheckedBuilder): NodeId | Problem {
  const [file, columns, ...others] = call.arguments;
  const hasFile = file !== undefined && !file.keyword && file.value.kind === 'string';
  const hasColumns = columns === undefined || columns.keyword === undefined || columns.keyword.name === 'columns';
  if (!hasFile || !hasColumns || others.length > 0) return problem('invalid-csv-arguments', rangeIn(base, call));
  const names = columns && columnNames(columns.value);
  if (columns && names === undefined) return problem('invalid-csv-arguments', rangeIn(base, columns.value));
  const name = (file.value as Expression & { kind: 'string' }).value;
  const table = files.readSamples(name, names);
  if (isFileError(table)) return problem('cannot-read-file', rangeIn(base, file.value), table.reason);
  const elements = sizeOf(table.shape);
  if (elements > limits.elements) return problem('too-many-elements', rangeIn(base, call), elements);
  return program.add(constant, [], table);
}

/** One column, or a list of them. */
function columnNames(expression: Expression): readonly string[] | undefined {
  const items = expression.kind === 'list' ? expression.items : [expression];
  const names = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return names.length === items.length ? names : undefined;
}
