/** Loads the value of a statement that reads a file, such as `csv("iris.csv", columns = ["a", "b"])`. */

import type { FileFunction, FileSettingRow, FileSettings } from '../../../data/formats/fileFunction.ts';
import type { Samples, UnknownText } from '../../../data/samples.ts';
import { sizeOf } from '../../../engine/ir/shape.ts';
import { limits } from '../../modelLimits.ts';
import { type Files, isFileError } from '../../names/modules/files.ts';
import { textsIn } from '../../names/resolution/fileCalls.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import { type Expression, rangeIn, type StatementOrigin } from '../../syntax/ast.ts';

type Call = Expression & { kind: 'call' };

/** The values of names that settings may have. */
export interface SettingNames {
  /** The number of a const; undefined if it has none. */
  numberOf(name: string): number | undefined;
  /** The vocabulary of data: null if its file can't be read, undefined if it has none. */
  vocabularyOf(name: string): readonly string[] | null | undefined;
}

/**
 * Undefined if it depends on data that can't be read.
 * @param base the offset of the statement that contains the call. @param from the path of its file, as in `Files`.
 */
export function loadFile(
  base: StatementOrigin,
  call: Call,
  fileFunction: FileFunction,
  files: Files,
  from: string,
  names: SettingNames,
): Samples | Problem | undefined {
  const [file, ...settings] = call.arguments;
  if (file === undefined || file.keyword || file.value.kind !== 'string')
    return problem('invalid-file-arguments', rangeIn(base, call), fileFunction.name);
  const selection = settingsOf(base, call, fileFunction, settings, names);
  if (selection === undefined || isProblem(selection)) return selection;
  const samples = files.readSamples(file.value.value, fileFunction, selection, from);
  if (isFileError(samples)) {
    const { reason, mixedColumn, unknown } = samples;
    if (unknown) return unknownTextProblem(base, call, reason, unknown);
    const range = rangeIn(base, file.value);
    return mixedColumn === undefined
      ? problem('cannot-read-file', range, reason)
      : problem('mixed-column', range, reason, mixedColumn);
  }
  const elements = sizeOf(samples.shape);
  return elements > limits.fileElements ? problem('too-many-elements', rangeIn(base, call), elements) : samples;
}

/** The problem of a text that is not in the file, at the text. */
function unknownTextProblem(base: StatementOrigin, call: Call, reason: string, { text, names }: UnknownText): Problem {
  const [, ...settings] = call.arguments;
  const texts = settings.flatMap(({ value }) => textsIn(value));
  const unknown = text === undefined ? undefined : texts.find((item) => item.kind === 'string' && item.value === text);
  return problem('not-in-file', rangeIn(base, unknown ?? call), reason, text, names);
}

/** The settings of a call, each at most once. The first may come without its name if its row says so. */
function settingsOf(
  base: StatementOrigin,
  call: Call,
  { name: functionName, settings }: FileFunction,
  args: Call['arguments'],
  names: SettingNames,
): FileSettings | Problem | undefined {
  const values = new Map<string, SettingValue>();
  for (const [index, { keyword, value }] of args.entries()) {
    const row = settings.find(({ name, isPositional }) =>
      keyword ? name === keyword.name : index === 0 && isPositional,
    );
    if (row === undefined || values.has(row.name))
      return problem('invalid-file-arguments', rangeIn(base, call), functionName);
    const setting = readers[row.kind](value, names, row);
    if (setting === null) return undefined;
    if (setting === undefined) return problem('invalid-file-arguments', rangeIn(base, value), functionName);
    values.set(row.name, setting);
  }
  return Object.fromEntries(values);
}

type SettingValue = NonNullable<FileSettings[keyof FileSettings]>;

/** Reads a setting from its expression: undefined if it is of another kind, null if it depends on a file that can't be read. */
type SettingReader = (value: Expression, names: SettingNames, row: FileSettingRow) => SettingValue | null | undefined;

/** The readers of settings by kind. */
const readers: Readonly<Record<FileSettingRow['kind'], SettingReader>> = {
  text: (value) => (value.kind === 'string' ? value.value : undefined),
  texts: textsOf,
  groups(value) {
    const groups = itemsOf(value).map(textsOf);
    return groups.every((group) => group !== undefined) ? groups : undefined;
  },
  count(value, { numberOf }) {
    const count = value.kind === 'number' ? value.value : value.kind === 'name' ? numberOf(value.name) : undefined;
    return Number.isSafeInteger(count) && count! >= 1 ? count : undefined;
  },
  choice: (value, _, { choices = [] }) =>
    value.kind === 'string' && choices.includes(value.value) ? value.value : undefined,
  vocabulary: (value, { vocabularyOf }) => (value.kind === 'name' ? vocabularyOf(value.name) : undefined),
};

/** The texts of a list of texts, or of one; undefined if it has anything else. */
function textsOf(expression: Expression): readonly string[] | undefined {
  const items = itemsOf(expression);
  const texts = items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  return texts.length === items.length ? texts : undefined;
}

function itemsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'list' ? expression.items : [expression];
}
