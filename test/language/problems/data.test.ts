/** Problems of data and their fixes, by example. */

import { dataProblems } from '../../../server/src/language/problems/data.ts';
import { testFixes, testProblems } from '../../support/fixtures/problemExamples.ts';

testProblems(
  dataProblems,
  {
    'data-without-samples': `
data x = 3
         ^ error data-without-samples: data must have a samples axis, but x is a scalar; write [x₁, x₂, …]`,
    'data-lengths-differ': `
data x = [1, 2, 3]
data y = [1, 2]
     ^ error data-lengths-differ: all data must have the same number of samples, but y has 2 and x has 3
data z = [[1], [2], [3]]`,
    'misplaced-file': `
a = csv("a.csv")
    ^^^ error misplaced-file: csv(…) must be the whole value of a data statement, as in data X = csv("samples.csv")
data X = 2 * csv("a.csv")
             ^^^ error misplaced-file: csv(…) must be the whole value of a data statement, as in data X = csv("samples.csv")`,
    'invalid-file-arguments': `
data X = csv()
         ^^^^^ error invalid-file-arguments: csv takes a file and, optionally, columns and classes: csv("iris.csv", columns = ["a", "b"], classes = "b")
data Y = csv("a.csv", 3)
                      ^ error invalid-file-arguments: csv takes a file and, optionally, columns and classes: csv("iris.csv", columns = ["a", "b"], classes = "b")
data Z = csv("a.csv", columns = ["a", 2])
                                ^^^^^^^^ error invalid-file-arguments: csv takes a file and, optionally, columns and classes: csv("iris.csv", columns = ["a", "b"], classes = "b")
data W = csv("a.csv", rows = "a")
         ^^^^^^^^^^^^^^^^^^^^^^^^ error invalid-file-arguments: csv takes a file and, optionally, columns and classes: csv("iris.csv", columns = ["a", "b"], classes = "b")`,
  },
  [
    'mixed-column',
    'not-in-file',
    'learned-params-mismatch',
    'learned-params-unreadable',
    'learned-params-not-finite',
    'running-statistics-unusable',
    'training-state-unreadable',
  ],
);

testFixes(
  dataProblems,
  [
    [
      'mixed-column',
      `
data x = csv("grades.csv", columns = "grade")
--- Read 'grade' as classes
data x = csv("grades.csv", columns = "grade", classes = "grade")`,
    ],
    [
      'mixed-column',
      `
data x = csv("grades.csv", classes = "room")
--- Read 'grade' as classes
data x = csv("grades.csv", classes = ["room", "grade"])`,
    ],
    [
      'mixed-column',
      `
data x = csv("grades.csv", classes = ["room"])
--- Read 'grade' as classes
data x = csv("grades.csv", classes = ["room", "grade"])`,
    ],
    [
      'mixed-column',
      `
data x = csv("days.csv")
--- Read 'day' as classes
data x = csv("days.csv", classes = "day")`,
    ],
    [
      'not-in-file',
      `
data x = csv("days.csv", classes = "days")
--- Change to '"day"'
data x = csv("days.csv", classes = "day")`,
    ],
    [
      'not-in-file',
      `
param a = safetensors("init.safetensors", "w")
--- Change to '"W"'
param a = safetensors("init.safetensors", "W")
--- Change to '"b"'
param a = safetensors("init.safetensors", "b")
--- Change to '"scale"'
param a = safetensors("init.safetensors", "scale")`,
    ],
    [
      'not-in-file',
      `
param a = safetensors("init.safetensors")
--- Insert ', "W"'
param a = safetensors("init.safetensors", "W")
--- Insert ', "b"'
param a = safetensors("init.safetensors", "b")
--- Insert ', "scale"'
param a = safetensors("init.safetensors", "scale")`,
    ],
    [
      'not-in-file',
      `
data a = npz("data.npz", "X")
--- Change to '"x"'
data a = npz("data.npz", "x")
--- Change to '"y"'
data a = npz("data.npz", "y")`,
    ],
    [
      'data-without-samples',
      `
data x = 3
--- Change to '[3]'
data x = [3]
--- Change x to a const
const x = 3`,
    ],
  ],
  ['learned-params-mismatch', 'learned-params-unreadable', 'learned-params-not-finite'],
);
