/** Imports of functions and consts, and samples read from files. */

import { describe, expect, test } from 'vitest';
import type { Files } from '../../server/src/language/names/modules/files.ts';
import { redrawProblems } from '../support/fixtures/annotatedText.ts';
import { expectUnchanged } from '../support/fixtures/fixture.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';

describe('an import', () => {
  test('brings in functions and consts; functions keep the consts of their own file', () => {
    const files = filesOf({
      'layers.bp':
        'const gain = 3\nconst twice = 2 * gain\nfn scale(x, by = gain) = by * x\nfn both(x) = scale(x) + twice',
    });
    expectValues('import "layers.bp"\na = gain\nb = twice\nc = scale(5)\nd = scale(5, by = 7)\ne = both(1)', files, {
      a: [3],
      b: [6],
      c: [15],
      d: [35],
      e: [9],
    });
  });

  test('brings in functions that create params, which the calling model names', () => {
    const files = filesOf({
      'layers.bp': 'fn affine(x) {\n  param w = 3\n  param b[1] ~ zeros()\n  return w * x + b\n}',
    });
    const model = 'import "layers.bp"\nh = affine(2)\ng = affine(h)\nloss L = sum(g) + sum(h.w)';
    const snapshot = evaluated(model, files);
    expect(snapshot.problems).toEqual([]);
    expect(snapshot.model.params.map(({ name }) => name)).toEqual(['h.w', 'h.b', 'g.w', 'g.b']);
    expect(valuesOf(snapshot, 'L')).toEqual([21]);
  });

  test('brings in nothing else and is not transitive', () => {
    const files = filesOf({
      'layers.bp': 'import "more.bp"\nparam w = 1\nx = w + c\nloss L = x\ntrain sgd(lr = 1)\nfn f(x) = g(x)',
      'more.bp': 'const c = 5\nfn g(x) = c * x',
    });
    expectValues('import "layers.bp"\na = f(2)', files, { a: [10] });
    const { problems } = evaluated('import "layers.bp"\na = c\nb = x\nd = g(1)', files);
    expect(problems.map(({ message }) => message)).toEqual([
      "'c' is not defined",
      "'x' is not defined",
      "function 'g' is not defined",
    ]);
    const { model } = evaluated('import "layers.bp"\na = f(2)', files);
    expect(model.params).toEqual([]);
    expect(model.objective).toBeUndefined();
  });

  const clashing = filesOf({
    'one.bp': 'const c = 1\nconst only = 10\nfn f(x) = c * x\nfn relu(x) = 1',
    'two.bp': 'const c = 2\nfn f(x) = c * x + 100',
  });

  test('wins over an earlier import of the same name; functions keep their own consts', () => {
    expectValues('import "one.bp"\nimport "two.bp"\na = c\nb = f(1)\nd = only', clashing, {
      a: [2],
      b: [102],
      d: [10],
    });
    expectValues('import "two.bp"\nimport "one.bp"\na = c\nb = f(1)', clashing, { a: [1], b: [1] });
  });

  test('has lower precedence than local definitions and higher than operators and library', () => {
    expectValues('import "one.bp"\nconst c = 3\nfn f(x) = c + x\na = c\nb = f(1)\nd = relu(-5)', clashing, {
      a: [3],
      b: [4],
      d: [1],
    });
    const library = filesOf({ 'mine.bp': 'fn dense(x, n) = n * x' });
    expectValues('import "mine.bp"\na = dense(2, 3)', library, { a: [6] });
  });

  test('never replaces a broken local definition', () => {
    for (const broken of ['const c = ', 'const c = [1, [2]]', 'const c = missing']) {
      const snapshot = evaluated(`import "one.bp"\n${broken}\na = c`, clashing);
      expect(snapshot.problems).toHaveLength(1);
      expect(valuesOf(snapshot, 'a')).toBeUndefined();
    }
  });

  test('leaves independent lines evaluated when it fails', () => {
    const snapshot = evaluated('import "missing.bp"\na = 2\nb = f(a)', filesOf({}));
    expect(snapshot.problems.map(({ code }) => code)).toEqual(['cannot-read-file', 'undefined-function']);
    expect(valuesOf(snapshot, 'a')).toEqual([2]);
  });

  test('reads a file once even if many paths lead to it', () => {
    const depth = 40;
    const texts: Record<string, string> = { 'f0.bp': 'fn f(x) = x + 1' };
    for (let i = 1; i <= depth; i++) {
      const below = `import "f${i - 1}.bp"\n`;
      texts[`f${i}.bp`] = `${below}${below}fn f(x) = x + 1`;
    }
    const files = filesOf(texts);
    let reads = 0;
    const counting: Files = {
      ...files,
      readText(name, from) {
        reads++;
        return files.readText(name, from);
      },
    };
    expectValues(`import "f${depth}.bp"\na = f(1)`, counting, { a: [2] });
    expect(reads).toBe(2 * depth + 1);
  });
});

describe('problems of imports', () => {
  test('a missing file is reported, also inside an imported file', () => {
    expectProblems(
      `
import "missing.bp"
       ^^^^^^^^^^^^ error cannot-read-file: there is no file missing.bp
import "layers.bp"
       ^^^^^^^^^^^ error error-in-import: layers.bp has an error on line 2: there is no file more.bp`,
      filesOf({ 'layers.bp': '# Layers.\nimport "more.bp"' }),
    );
  });

  test('a cycle of imports is reported', () => {
    expectProblems(
      `
import "a.bp"
       ^^^^^^ error import-cycle: imports form a cycle: a.bp → b.bp → c.bp → a.bp; move what they share to another file
import "lib/self.bp"
       ^^^^^^^^^^^^^ error import-cycle: imports form a cycle: self.bp → self.bp; move what they share to another file`,
      filesOf({
        'a.bp': 'import "b.bp"',
        'b.bp': 'const k = 1\nimport "c.bp"',
        'c.bp': 'import "a.bp"',
        'lib/self.bp': 'import "lib/self.bp"',
      }),
    );
  });

  test('a cycle is reported when the importing file is not part of it', () => {
    expectProblems(
      `
import "before.bp"
       ^^^^^^^^^^^ error import-cycle: imports form a cycle: a.bp → b.bp → a.bp; move what they share to another file`,
      filesOf({ 'before.bp': 'import "a.bp"', 'a.bp': 'import "b.bp"', 'b.bp': 'import "a.bp"' }),
    );
  });

  test('a chain of more than 50 imports is reported', () => {
    const chain = (length: number) => {
      const texts: Record<string, string> = {};
      for (let i = 1; i < length; i++) texts[`f${i}.bp`] = `import "f${i + 1}.bp"\nfn f(x) = x`;
      return filesOf({ ...texts, [`f${length}.bp`]: 'fn f(x) = x' });
    };
    expectValues('import "f1.bp"\na = f(1)', chain(50), { a: [1] });
    expectProblems(
      `
import "f1.bp"
       ^^^^^^^ error too-many-imports: too many nested imports: files can import each other 50 levels deep`,
      chain(51),
    );
  });

  test('the first error of an imported file is reported', () => {
    expectProblems(
      `
import "layers.bp"
       ^^^^^^^^^^^ error error-in-import: layers.bp has an error on line 2: expected a value after '*'
import "names.bp"
       ^^^^^^^^^^ error error-in-import: names.bp has an error on line 1: 'y' is not defined`,
      filesOf({ 'layers.bp': 'const a = 1\nfn f(x) = x *\nconst b = (', 'names.bp': 'fn f(x) = x + y' }),
    );
  });

  test('an imported const without a value is reported', () => {
    expectProblems(
      `
import "consts.bp"
       ^^^^^^^^^^^ error error-in-import: consts.bp has an error on line 2: the items of a list must have the same shape, but this one is [2] and the first is scalar
a = good
b = bad`,
      filesOf({ 'consts.bp': 'const good = 1\nconst bad = [1, [2, 3]]' }),
    );
  });

  test('using a param, node or data of an imported file is reported', () => {
    expectProblems(
      `
import "layers.bp"
a = f(1)
    ^^^^ error not-importable: in f (layers.bp, line 5): 'w' is a param in layers.bp; only functions and consts can be imported
b = g(1)
    ^^^^ error not-importable: in g (layers.bp, line 6): 'h' is a node in layers.bp; only functions and consts can be imported
c = twice(1)
    ^^^^^^^^ error not-importable: in f (layers.bp, line 5): 'w' is a param in layers.bp; only functions and consts can be imported
e = fine(3)
import "data.bp"
       ^^^^^^^^^ error error-in-import: data.bp has an error on line 2: 'X' is data in data.bp; only functions and consts can be imported
g = mid`,
      filesOf({
        'layers.bp': [
          'param w = 2',
          'h = dense([[1, 2]], 3)',
          'loss L = w^2',
          'const k = 2',
          'fn f(x) = w * x',
          'fn g(x) = x + h.W',
          'fn twice(x) = f(f(x))',
          'fn fine(w) {\n  h = k * w\n  return h\n}',
        ].join('\n'),
        'data.bp': 'data X = [1, 2]\nconst mid = mean(X)',
      }),
    );
  });
});

describe('samples from a CSV file', () => {
  const iris = 'width,length,species\n1,10,setosa\n2,20,virginica\n3,30,setosa\n';
  const files = filesOf({ 'iris.csv': iris });

  test.each<[string, readonly number[], readonly number[]]>([
    ['csv("iris.csv")', [3, 3], [1, 10, 0, 2, 20, 1, 3, 30, 0]],
    ['csv("iris.csv", columns = ["length", "width"])', [3, 2], [10, 1, 20, 2, 30, 3]],
    ['csv("iris.csv", ["width", "length"])', [3, 2], [1, 10, 2, 20, 3, 30]],
    ['csv("iris.csv", columns = ["width"])', [3], [1, 2, 3]],
    ['csv("iris.csv", columns = "width")', [3], [1, 2, 3]],
    ['csv("iris.csv", columns = ["species"])', [3], [0, 1, 0]],
  ])('%s has the expected shape and values', (call, shape, values) => {
    const snapshot = evaluated(`data X = ${call}`, files);
    expect(snapshot.problems).toEqual([]);
    const [{ name, node }] = snapshot.model.data;
    expect(name).toBe('X');
    expect(snapshot.model.program.shape(node)).toEqual(shape);
    expect(valuesOf(snapshot, 'X')).toEqual(values);
  });

  test('work in a model like other samples', () => {
    expectValues('data x = csv("iris.csv", columns = "width")\nparam w = 2\nloss L = mean((w * x)^2)', files, {
      L: [56 / 3],
    });
  });

  test('report an unreadable file at its name and unequal lengths at the data', () => {
    expectProblems(
      `
data A = csv("iris.csv", columns = "petal")
                                   ^^^^^^^ error not-in-file: iris.csv has no column 'petal'; its columns are width, length, species
data B = csv("gaps.csv")
             ^^^^^^^^^^ error cannot-read-file: line 3 of gaps.csv has no value in column 'b'; add it or remove the line
data C = csv("missing.csv")
             ^^^^^^^^^^^^^ error cannot-read-file: there is no file missing.csv
data X = csv("iris.csv")
data Y = [1, 2]
     ^ error data-lengths-differ: all data must have the same number of samples, but Y has 2 and X has 3
data Z = csv("short.csv")
     ^ error data-lengths-differ: all data must have the same number of samples, but Z has 1 and X has 3
a = mean(X)`,
      filesOf({ 'iris.csv': iris, 'gaps.csv': 'a,b\n1,2\n3,\n', 'short.csv': 'a\n1\n' }),
    );
  });
});

function expectValues(text: string, files: Files, values: Readonly<Record<string, readonly number[]>>): void {
  const snapshot = evaluated(text, files);
  expect(snapshot.problems).toEqual([]);
  for (const [name, elements] of Object.entries(values))
    expect([name, valuesOf(snapshot, name)]).toEqual([name, elements]);
}

function expectProblems(fixture: string, files: Files): void {
  expectUnchanged(fixture, (text) => redrawProblems(text, files));
}

describe('samples', () => {
  const files = filesOf({
    'grades.csv': 'grade,room\n1,2\nnone,b\n2,3\n',
    'trips.csv': 'from,to\na,b\nc,a\n',
  });

  test('with numbers and text in a column are a problem of the file', () => {
    const { problems } = evaluated('data x = csv("grades.csv", columns = ["grade"])', files);
    expect(problems).toMatchObject([
      {
        code: 'mixed-column',
        start: 13,
        end: 25,
        message:
          "column 'grade' of grades.csv contains numbers, but line 3 has 'none'; correct it or remove the line, or write classes = [\"grade\"] to read the column as classes",
      },
    ]);
  });

  test('of declared classes are their indices; columns in a list of their own share one list', () => {
    const trips = 'data trips = csv("trips.csv", classes = [["from", "to"]])\ndata apart = csv("trips.csv")';
    const snapshot = evaluated(trips, files);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'trips')).toEqual([0, 1, 2, 0]);
    expect(valuesOf(snapshot, 'apart')).toEqual([0, 0, 1, 1]);
    const classes = ['a', 'b', 'c'];
    expect(snapshot.model.data[0].columns).toEqual(['from', 'to'].map((name) => ({ name, classes })));
    const grades = 'data grade = csv("grades.csv", columns = "grade", classes = ["grade", "room"])';
    expect(valuesOf(evaluated(grades, files), 'grade')).toEqual([0, 1, 2]);
  });

  test.each([
    'columns = "grade", columns = "room"',
    'classes = "room", classes = "room"',
    'columns = "grade", 2',
    'classes = 2',
    'classes = [["room", 2]]',
    'rows = 2',
  ])('with the settings %s are a problem', (settings) => {
    const { problems } = evaluated(`data x = csv("grades.csv", ${settings})`, files);
    expect(problems.map(({ code }) => code)).toEqual(['invalid-file-arguments']);
  });
});
