/** Problems of data: CSV files, samples, and learned params. */

import * as l10n from '@vscode/l10n';
import { fileFunctionNamed } from '../../data/formats/table.ts';
import { error, warning } from './row.ts';

/** Problems of the file that training stores beside the model. */
export const checkpointProblems = {
  'learned-params-mismatch': warning(
    (name: string, trained: string, shape: string) =>
      l10n.t`${name} was ${trained} when it was trained and is ${shape} now, so its learned values are ignored`,
    {
      advice:
        'The shape of the param has changed since it was trained. Train again, or run _Backprop: Discard Learned Params…_ to discard the old values.',
    },
  ),
  'learned-params-unreadable': warning(
    (reason: string) => l10n.t`the learned params can't be read, so they are ignored: ${reason}`,
    {
      advice:
        'The file with the learned params is damaged or was not written by Backprop Lens. Run _Backprop: Discard Learned Params…_ to delete it, and train again.',
    },
  ),
  'learned-params-not-finite': warning(
    (name: string) => l10n.t`the learned value of ${name} has a NaN or an infinity, so it is ignored`,
    {
      advice:
        'The file with the learned params is damaged or was not written by Backprop Lens, which keeps no such values. Run _Backprop: Discard Learned Params…_ to delete it, and train again.',
    },
  ),
  'running-statistics-unusable': warning(
    (path: string, reason: string) =>
      l10n.t`the running statistics of ${path} can't be used, so they start over: ${reason}`,
    {
      advice:
        'The running statistics in the file of learned params are damaged or were not written by Backprop Lens. They start at mean 0 and variance 1, and the values of the params are not affected. Training replaces them.',
    },
  ),
  'training-state-unreadable': warning(
    (reason: string) =>
      l10n.t`the saved training state can't be read, so training restarts at step 1 from the current params: ${reason}`,
    {
      advice:
        'The state of the optimizer in the file of learned params is damaged or was not written by Backprop Lens. The values of the params are not affected. Training replaces the state.',
    },
  ),
} as const;

export const dataProblems = {
  'misplaced-file': error(
    (name: string, isInFunction: boolean) => {
      const { path, statements } = fileFunctionNamed(name)!;
      const example = `${statements[0]} X = ${name}(${path})`;
      if (isInFunction) return l10n.t`a function can't contain ${name}(…); read the file above it, as in ${example}`;
      return l10n.t`${name}(…) must be the whole value of a ${listKinds(statements)} statement, as in ${example}`;
    },
    {
      broken: 'data X = 2 * csv("numbers.csv")',
      fixed: 'data numbers = csv("numbers.csv")\nX = 2 * numbers',
      files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
    },
  ),
  'invalid-file-arguments': error(
    (name: string) => {
      const { usage, example } = fileFunctionNamed(name)!;
      return `${l10n.t(usage)}: ${example}`;
    },
    {
      broken: 'data X = csv("numbers.csv", 2)',
      fixed: 'data X = csv("numbers.csv", columns = ["b"])',
      files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
    },
  ),
  'mixed-column': error((reason: string, _column: string) => reason, {
    broken: 'data grades = csv("grades.csv")',
    fixed: 'data grades = csv("grades.csv", classes = "grade")',
    files: { 'grades.csv': 'grade\n1\n2\nnone\n' },
  }),
  'not-in-file': error((reason: string, _text: string | undefined, _names: readonly string[]) => reason, {
    broken: 'data x = csv("sizes.csv", columns = ["widht"])',
    fixed: 'data x = csv("sizes.csv", columns = ["width"])',
    files: { 'sizes.csv': 'width,height\n1,2\n3,4\n' },
  }),
  'data-without-samples': error(
    (name: string) => l10n.t`data must have a samples axis, but ${name} is a scalar; write [${name}₁, ${name}₂, …]`,
    { broken: 'data x = 3', fixed: 'data x = [3, 4, 5]' },
  ),
  'data-lengths-differ': error(
    (name: string, length: number, first: string, firstLength: number) =>
      l10n.t`all data must have the same number of samples, but ${name} has ${length} and ${first} has ${firstLength}`,
    {
      broken: 'data x = [1, 2, 3]\ndata y = [2, 4]',
      fixed: 'data x = [1, 2, 3]\ndata y = [2, 4, 6]',
    },
  ),
  ...checkpointProblems,
} as const;

/** `const, data or param`. */
function listKinds(kinds: readonly string[]): string {
  const last = kinds.at(-1)!;
  return kinds.length === 1 ? last : l10n.t`${kinds.slice(0, -1).join(', ')} or ${last}`;
}
