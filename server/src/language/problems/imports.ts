/** Problems of imports and of other files that a model reads. */

import * as l10n from '@vscode/l10n';
import { error, kindName } from './row.ts';

export const importProblems = {
  'cannot-read-file': error((reason: string) => reason, {
    broken: 'data X = csv("number.csv")',
    fixed: 'data X = csv("numbers.csv")',
    files: { 'numbers.csv': 'a,b\n1,2\n3,4\n' },
  }),
  'import-cycle': error(
    (cycle: string) => l10n.t`imports form a cycle: ${cycle}; move what they share to another file`,
    {
      broken: 'import "a.bp"',
      fixed: 'import "b.bp"',
      files: { 'a.bp': 'import "c.bp"', 'c.bp': 'import "a.bp"', 'b.bp': 'const gain = 3' },
    },
  ),
  'not-importable': error(
    (name: string, kind: string, file: string) =>
      kind === 'data'
        ? l10n.t`'${name}' is data in ${file}; only functions and consts can be imported`
        : l10n.t`'${name}' is a ${kindName(kind)} in ${file}; only functions and consts can be imported`,
    {
      broken: 'import "layers.bp"\na = scale(2)',
      fixed: 'import "layers.bp"\nparam w = 3\na = times(2, w)',
      files: { 'layers.bp': 'param w = 3\nfn scale(x) = w * x\nfn times(x, w) = w * x' },
    },
  ),
  'error-in-import': error(
    (name: string, line: number, message: string) => l10n.t`${name} has an error on line ${line}: ${message}`,
    {
      broken: 'import "broken.bp"\na = gain',
      fixed: 'import "whole.bp"\na = gain',
      files: { 'broken.bp': 'const gain = (3', 'whole.bp': 'const gain = (3)' },
    },
  ),
} as const;
