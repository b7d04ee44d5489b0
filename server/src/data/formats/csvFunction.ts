/** `csv("iris.csv", columns = ["a", "b"], classes = "b")`. */

import { readCsvInSlices, samplesOf } from '../csv.ts';
import { columnNames } from '../csvHeader.ts';
import { csvFailure, isCsvProblem } from '../csvProblems.ts';
import type { FileFailure, Samples } from '../samples.ts';
import type { FileContent, FileFunction } from './fileFunction.ts';

export const csv: FileFunction = {
  name: 'csv',
  extensions: ['.csv', '.data', '.txt'],
  statements: ['data'],
  doc: 'Samples from a file: each row is a sample, and a text column becomes class indices.',
  usage: 'csv takes a file and, optionally, columns and classes',
  example: 'csv("iris.csv", columns = ["a", "b"], classes = "b")',
  path: '"samples.csv"',
  settings: [
    {
      name: 'columns',
      label: 'columns = ["a", "b"]',
      doc: 'The columns to read, in this order; all of them by default.',
      kind: 'texts',
      isPositional: true,
      names: columnsIn,
    },
    {
      name: 'classes',
      label: 'classes = ["b"]',
      doc: 'The columns that hold classes although some of their cells are numbers. Columns in a list of their own share one list of classes.',
      kind: 'groups',
      names: columnsIn,
    },
  ],
  *read({ text }, settings, maxElements): Generator<undefined, Samples | FileFailure> {
    const table = yield* readCsvInSlices(text, settings, maxElements);
    return isCsvProblem(table) ? csvFailure(table) : samplesOf(table);
  },
};

function columnsIn({ text }: FileContent): readonly string[] {
  return columnNames(text);
}
