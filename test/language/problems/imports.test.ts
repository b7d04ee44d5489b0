/** Problems of imports and their fixes, by example. */

import { importProblems } from '../../../server/src/language/problems/imports.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(
  importProblems,
  {
    'cannot-read-file': `
import "layers.bp"
       ^^^^^^^^^^^ error cannot-read-file: layers.bp can't be read: this file is not in a folder
data X = csv("iris.csv")
             ^^^^^^^^^^ error cannot-read-file: iris.csv can't be read: this file is not in a folder`,
  },
  ['import-cycle', 'not-importable', 'error-in-import'],
);

testFixes(importProblems, []);
