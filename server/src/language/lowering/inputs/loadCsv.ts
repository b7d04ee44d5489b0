/** Loads the samples of `csv("iris.csv", columns = ["a", "b"], classes = "b")`. */

import type { Column } from '../../../data/csv.ts';
import type { CsvSelection } from '../../../data/csvHeader.ts';
import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { sizeOf } from '../../../engine/ir/shape.ts';
import { limits } from '../../modelLimits.ts';
import { type Files, isFileError } from '../../names/modules/files.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import { type Expression, rangeIn, type StatementOrigin } from '../../syntax/ast.ts';
import type { CheckedBuilder } from '../checkedBuilder.ts';

type Call = Expression & { kind: 'call' };

/** The node of the samples, and the columns that they come from. */
interface LoadedSamples {
  readonly node: NodeId;
  readonly columns: readonly Column[];
}

/** @param base the offset of the statement that contains the call. */
export function loadCsvSamples(
  base: StatementOrigin,
  call: Call,
  files: Files,
  { program }: CheckedBuilder,
): LoadedSamples | Problem {
  const [file, ...settings] = call.arguments;
  if (file === undefined || file.keyword || file.value.kind !== 'string')
    return problem('invalid-csv-arguments', rangeIn(base, call));
  const selection = csvSelection(base, call, settings);
  if (isProblem(selection)) return selection;
  const samples = files.readSamples(file.value.value, selection);
  if (isFileError(samples)) {
    const range = rangeIn(base, file.value);
    return samples.mixedColumn === undefined
      ? problem('cannot-read-file', range, samples.reason)
      : problem('mixed-column', range, samples.reason, samples.mixedColumn);
  }
  const elements = sizeOf(samples.shape);
  if (elements > limits.elements) return problem('too-many-elements', rangeIn(base, call), elements);
  return { node: program.add(constant, [], samples), columns: samples.columns };
}

/** The settings that a call may have, each at most once. `columns` may come without its name. */
function csvSelection(base: StatementOrigin, call: Call, settings: Call['arguments']): CsvSelection | Problem {
  const selection: { -readonly [Key in keyof CsvSelection]: CsvSelection[Key] } = {};
  for (const [index, { keyword, value }] of settings.entries()) {
    const name = keyword?.name ?? (index === 0 ? 'columns' : undefined);
    if ((name !== 'columns' && name !== 'classes') || selection[name] !== undefined)
      return problem('invalid-csv-arguments', rangeIn(base, call));
    const columns = textsOf(value);
    const groups = itemsOf(value).map(textsOf);
    if (name === 'columns' && columns) selection.columns = columns;
    else if (name === 'classes' && groups.every((group) => group !== undefined)) selection.classes = groups;
    else return problem('invalid-csv-arguments', rangeIn(base, value));
  }
  return selection;
}

/** The texts of a list of texts, or of one; undefined if it has anything else. */
function textsOf(expression: Expression): readonly string[] | undefined {
  const items = itemsOf(expression);
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return texts.length === items.length ? texts : undefined;
}

function itemsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'list' ? expression.items : [expression];
}
