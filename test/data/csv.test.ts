/** CSV parsing: numbers, classes, and the problems it reports. */

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCsv, readCsvInSlices, type Table } from '../../server/src/data/csv.ts';
import type { CsvSelection } from '../../server/src/data/csvHeader.ts';
import { csvMessage, isCsvProblem } from '../../server/src/data/csvProblems.ts';
import type { Column } from '../../server/src/data/samples.ts';
import { runToCompletion } from '../../server/src/engine/runtime/slices.ts';

const iris = 'width,length,species\n1.5,2,setosa\n0.2,4,virginica\n3,6e-1,setosa\n';

test('the header names the columns, and text becomes classes in order of appearance', () => {
  expect(readCsv(iris)).toEqual({
    columns: [{ name: 'width' }, { name: 'length' }, { name: 'species', classes: ['setosa', 'virginica'] }],
    rows: 3,
    values: Float64Array.of(1.5, 2, 0, 0.2, 4, 1, 3, 0.6, 0),
  });
});

test('columns are returned in the requested order', () => {
  expect(readCsv(iris, { columns: ['species', 'width'] })).toEqual({
    columns: [{ name: 'species', classes: ['setosa', 'virginica'] }, { name: 'width' }],
    rows: 3,
    values: Float64Array.of(0, 1.5, 1, 0.2, 0, 3),
  });
  expect(valuesOf(iris, ['length'])).toEqual([2, 4, 0.6]);
});

describe('a CSV text', () => {
  test.each([
    ['with LF line breaks', 'a,b\n1,2\n3,4\n'],
    ['with CRLF line breaks', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['with CR line breaks', 'a,b\r1,2\r3,4\r'],
    ['with mixed line breaks', 'a,b\r\n1,2\n3,4\r\n'],
    ['without a final line break', 'a,b\n1,2\n3,4'],
    ['with a byte order mark', '\ufeffa,b\n1,2\n3,4\n'],
    ['with a byte order mark and a quote', '\ufeff"a",b\n1,2\n3,4\n'],
    ['with blank lines', '\n  \na,b\n\n1,2\r\n\t\n3,4\n\n\n'],
    ['with spaces around names and numbers', ' a, b \n 1,\t2 \n3 , 4\n'],
    ['with quotes around numbers', '"a","b"\n"1","2"\n" 3 ",4\n'],
    ['with spaces after a quote', 'a,b\n1,"2" \n"3" ,"4"  '],
  ])('is read %s', (_, text) => {
    expect(readCsv(text)).toEqual({
      columns: [{ name: 'a' }, { name: 'b' }],
      rows: 2,
      values: Float64Array.of(1, 2, 3, 4),
    });
  });

  test('can contain commas, line breaks and quotes in quoted cells', () => {
    expect(classesOf('a,b\n"x,y",1\n"first\nsecond\r\nthird",2\n"she said ""no""",3\n')).toEqual([
      'x,y',
      'first\nsecond\r\nthird',
      'she said "no"',
    ]);
  });

  test('can have quoted column names and column names of JavaScript properties', () => {
    expect(valuesOf('"a ""b"", c",__proto__,constructor\n1,2,3\n', ['constructor', '__proto__', 'a "b", c'])).toEqual([
      3, 2, 1,
    ]);
  });
});

describe('numbers', () => {
  test.each([
    '0',
    '-0',
    '+1',
    '1.',
    '.5',
    '-.5e-3',
    '1E5',
    '007',
    '0.1',
    '123456789012345678901234567890',
    '1e999',
    '5e-324',
  ])('%s has the same value as in JavaScript', (number) => {
    expect(valuesOf(`a\n${number}\n`)).toEqual([Number(number)]);
  });

  test.each([
    ['nan', Number.NaN],
    ['NaN', Number.NaN],
    ['-nan', Number.NaN],
    ['inf', Infinity],
    ['-Inf', -Infinity],
    ['+Infinity', Infinity],
    ['-infinity', -Infinity],
  ])('%s is a number, as in NumPy', (word, number) => {
    expect(valuesOf(`a\n1\n${word}\n`)).toEqual([1, number]);
  });

  test.each(['e5', '.', '-', '1e', 'infinit', 'nano', '1n'])('%s is not a number', (text) => {
    expect(classesOf(`a\n"${text}"\n`)).toEqual([text]);
  });
});

describe('a number in another notation', () => {
  test.each([
    '0x10',
    '-0xFF',
    '0b1',
    '0o7',
    '1_000',
    '1 000',
    '1,5',
    '1,234',
    '1,5e-3',
    '1,5E3',
    '$5',
    '€ 5',
    '5%',
    '\u22121',
    '\uff15',
    '²',
    '½',
    '1/2',
    "1'000",
    '(5)',
    '--1',
    '#3',
    '2024-05-01',
    '10:30',
    '18-25',
    '192.168.0.1',
  ])('%s is a problem', (cell) => {
    const problem = { code: 'number-notation', line: 2, column: 'a', cell };
    expect(readCsv(`a\n"${cell}"\nx\n`)).toEqual(problem);
    expect(readCsv(`a,b\n"${cell}",1\n`, { columns: ['b'] })).toMatchObject({ rows: 1 });
    expect(classesOf(`a\n"${cell}"\n`, undefined, [['a']])).toEqual([cell]);
  });

  test.each(['setosa', 'class 1', 'A3', 'yes', '1st', '5 kg', 'x_1', '3월', '+', '<', '∞', 'e4', '0xyz', '2e'])(
    '%s is a class',
    (cell) => {
      expect(classesOf(`a\n"${cell}"\n`)).toEqual([cell]);
    },
  );

  test('is named with its line, and with how to write it', () => {
    const table = readCsv('b,a\n1,x\n2,x\n3,"2,5"\n4,"3,5"\n');
    expect(isCsvProblem(table) && csvMessage(table, 'a.csv')).toBe(
      "column 'a' of a.csv has '2,5' on line 4; write a number as in -1234.5 or 1e-3, or write classes = [\"a\"] to read the column as classes",
    );
  });

  test('is named before a number beside it', () => {
    expect(readCsv('a\n3\n"2,5"\n"3,5"\n')).toEqual({ code: 'number-notation', line: 3, column: 'a', cell: '2,5' });
  });
});

describe('classes', () => {
  test('declared columns hold classes, even if all cells are numbers', () => {
    expect(readCsv('a,b,c\n1,3,7\n1.0,4,8\n1,x,7\n+1,4,9\n', { classes: [['b'], ['c']] })).toEqual({
      columns: [{ name: 'a' }, { name: 'b', classes: ['3', '4', 'x'] }, { name: 'c', classes: ['7', '8', '9'] }],
      rows: 4,
      values: Float64Array.of(1, 0, 0, 1, 1, 1, 1, 2, 0, 1, 1, 2),
    });
  });

  test('two spellings of a number are two classes', () => {
    const table = readCsv('a\n1\n1.0\nx\n', { classes: [['a']] });
    expect('columns' in table && table.columns[0].classes).toEqual(['1', '1.0', 'x']);
  });

  const trips = 'from,to,km\na,b,1\nc,a,2\nb,b,3\n';

  test('columns of a group share one list of classes', () => {
    const classes = ['a', 'b', 'c'];
    expect(readCsv(trips, { classes: [['from', 'to']] })).toEqual({
      columns: [{ name: 'from', classes }, { name: 'to', classes }, { name: 'km' }],
      rows: 3,
      values: Float64Array.of(0, 1, 1, 2, 0, 2, 1, 1, 3),
    });
    expect(classesOf(trips, ['to'])).toEqual(['b', 'a']);
  });

  test.each([
    [['from'], [0, 2, 1]],
    [['to'], [1, 0, 1]],
    [
      ['to', 'from'],
      [1, 0, 0, 2, 1, 1],
    ],
  ])('the selection of %j keeps the indices of a group', (columns, values) => {
    expect(readCsv(trips, { columns, classes: [['from', 'to']] })).toMatchObject({
      values: Float64Array.from(values),
    });
  });

  test('whitespace around classes is trimmed', () => {
    expect(classesOf('b,a\n1, setosa\n2,setosa\n3,"setosa "\n', ['a'])).toEqual(['setosa']);
  });

  test('classes can be names of JavaScript properties', () => {
    expect(classesOf('a\n__proto__\nconstructor\n__proto__\n')).toEqual(['__proto__', 'constructor']);
  });
});

describe('a column of numbers and text', () => {
  test.each([
    ['n/a', '1.5\n2.5\nn/a\n10\n1.5\n', 4],
    ['1_0', '1_0\n2\n', 2],
    ['0x10', '1\n2\n0x10\n0x11\n', 4],
    [`${'x'.repeat(30)}…`, `1\n${'x'.repeat(31)}\n`, 3],
  ])('is a problem, which names the line of %s', (cell, body, line) => {
    const table = readCsv(`a\n${body}`);
    expect(isCsvProblem(table) && csvMessage(table, 'a.csv')).toBe(
      `column 'a' of a.csv contains numbers, but line ${line} has '${cell}'; correct it or remove the line, or write classes = ["a"] to read the column as classes`,
    );
  });

  test('is a problem that names the number if most cells are text', () => {
    const table = readCsv('a\nx\n1\ny\n');
    expect(isCsvProblem(table) && csvMessage(table, 'a.csv')).toBe(
      'column \'a\' of a.csv contains text, but line 3 has the number 1; to read the column as classes, write classes = ["a"]',
    );
  });

  test('is no problem if it is not read', () => {
    expect(valuesOf('a,b\n1,2\nx,3\n', ['b'])).toEqual([2, 3]);
  });
});

describe('another separator than the comma', () => {
  test.each([
    ['semicolon', 'a;b\n1;2\n3;4\n'],
    ['semicolon', 'a;b;c\r\n1,5;2,5;setosa\r\n'],
    ['semicolon', '\ufeff\n"a";"b"\n"1";"2"\n'],
    ['semicolon', 'Name;Preis, €;x\nApfel;1,5;3\n'],
    ['tab', 'a\tb\n1\t2\n'],
    ['tab', '"a"\t"b c"\n1\t2\n'],
    ['bar', 'a|b\n1|2\n'],
    ['bar', '| a | b |\n|---|---|\n| 1 | 2 |\n'],
    ['space', 'a b\n1 2\n'],
    ['space', '# a  b species\n5.1  3.5 setosa\n'],
  ])('is a problem: %s in %j', (separator, text) => {
    expect(readCsv(text)).toEqual({ code: 'other-separator', separator });
    expect(readCsv(text, { columns: ['b'] })).toEqual({ code: 'other-separator', separator });
  });

  test.each([
    ['semicolon', 'the values of a.csv are separated by semicolons; separate them by commas, and write 1.5, not 1,5'],
    ['tab', 'the values of a.csv are separated by tabs; separate them by commas'],
    ['bar', 'the values of a.csv are separated by |; separate them by commas'],
    ['space', 'the values of a.csv are separated by spaces; separate them by commas'],
  ] as const)('is named: %s', (separator, message) => {
    expect(csvMessage({ code: 'other-separator', separator }, 'a.csv')).toBe(message);
  });

  test.each([
    ['in the name alone', '|x|\n5\n'],
    ['in aligned columns', 'x\t,\ty\n5\t,\t5\n'],
    ['in names and classes', 'full name,x;y\nAda B,5\nAda B,5\n'],
    ['in words', 'class name\nclass 1\n'],
    ['in the only row', 'a;b\n'],
  ])('is none %s', (_, text) => {
    expect(readCsv(text)).not.toMatchObject({ code: 'other-separator' });
  });

  test('is a part of names and classes that are selected', () => {
    expect(classesOf('a;b\nx;y\n', ['a;b'])).toEqual(['x;y']);
    expect(classesOf('a;b\n1;2\n', undefined, [['a;b']])).toEqual(['1;2']);
  });
});

describe('a first line that is a sample', () => {
  test.each([
    ['setosa', '5.1,3.5,setosa\n4.9,3.0,setosa\n'],
    ['5.1', '5.1,3.5,setosa\n4.9,3.0,virginica\n'],
    ['0.4', 'id1,0.4\nid2,0.5\n'],
    ['-1', '-1,a\n1,b\n'],
    ['3', '3,1,2,a\n4,5,6,b\n'],
    ['setosa', '1,2,setosa\n4,5,virginica\n1,1,setosa\n'],
    ['M', 'M,15,20,30\nF,10,10,10\nM,2,2,2\n'],
    ['2', 'vhigh,2,2,small\nlow,3,4,small\n'],
    ['no', 'no\nyes\nno\n'],
    ['a', 'a,b\nb,b\na,a\n'],
  ])('is a problem, which names %s', (cell, text) => {
    const table = readCsv(text);
    expect(table).toEqual({ code: 'sample-as-header', cell });
    expect(isCsvProblem(table) && csvMessage(table, 'a.csv')).toBe(
      `a.csv has no column names: its first line has '${cell}', like a row; add a line with the names above it, or write columns = […] if these are the names`,
    );
  });

  test.each([
    ['years', 'country,2019,2020\nKorea,51,52\n'],
    ['years from the last', 'country,2021,2020\nKorea,51,52\n'],
    ['one year', 'country,2019\nKorea,51\n'],
    ['numbers of pixels', 'label,0,1,2\ncat,0,1,2\n'],
    ['wavelengths', 'sample,400.5,401,401.5\na,1,2,3\n'],
    ['quantiles beside a number', 'year,0.9,0.1\n2019,1,2\n'],
    ['a name that is also a class', 'male,age\nmale,3\nfemale,4\n'],
    ['names that are also classes in other columns', 'x,y\ny,x\n'],
  ])('is not suspected for %s', (_, text) => {
    expect(readCsv(text)).toMatchObject({ rows: text.split('\n').length - 2 });
  });

  test('is read as names if they are selected', () => {
    expect(valuesOf('5.1,3.5,setosa\n4.9,3.0,setosa\n', ['3.5', 'setosa'])).toEqual([3, 0]);
    expect(readCsv('no\nyes\nno\n', { classes: [['no']] })).toMatchObject({ rows: 2 });
  });
});

describe('a blank line of a file with one column', () => {
  test.each([
    ['between numbers', 'x\n1\n\n3\n4\n', 3],
    ['of spaces', '\nx\r\n1\r\n2\r\n \t\r\n4\r\n', 5],
    ['before the first row', 'x\n\n1\n', 2],
    ['between quoted cells', '"x"\n"a\nb"\n\n"c"\n', 4],
    ['between windows', `x\n${'1\n'.repeat(1 << 14)}${'\n'.repeat(1 << 16)}1\n`, (1 << 14) + 2],
  ])('is a missing cell: %s', (_, text, line) => {
    expect(readCsv(text)).toEqual({ code: 'missing-cell', line, column: 'x' });
  });

  test.each([
    ['before the name', '\n \nx\n1\n2\n'],
    ['at the end', 'x\n1\n2\n\n \n\n'],
    ['at the end after a quote', 'x\n1\n"2"\n\n \n\n'],
  ])('is ignored %s', (_, text) => {
    expect(valuesOf(text)).toEqual([1, 2]);
  });

  test('is ignored if the file has more columns', () => {
    expect(valuesOf('x,y\n1,a\n\n2,a\n', ['x'])).toEqual([1, 2]);
  });
});

test.each([
  [[['a'], ['a', 'b']], { code: 'classes-twice', column: 'a' }, "'a' is in classes twice; name it once"],
  [
    [['c']],
    { code: 'unknown-column', column: 'c', known: ['a', 'b'] },
    "a.csv has no column 'c'; its columns are a, b",
  ],
])('declared classes %j are a problem', (classes, problem, message) => {
  const table = readCsv('a,b\n1,2\n', { classes });
  expect(table).toEqual(problem);
  expect(isCsvProblem(table) && csvMessage(table, 'a.csv')).toBe(message);
});

describe('a problem', () => {
  test.each<[string, string, string[] | undefined, object, string]>([
    [
      'an unknown column',
      iris,
      ['width', 'petal'],
      { code: 'unknown-column', column: 'petal', known: ['width', 'length', 'species'] },
      "a.csv has no column 'petal'; its columns are width, length, species",
    ],
    [
      'an unknown column of many',
      `${Array.from({ length: 12 }, (_, index) => `x${index}`)}\n`,
      ['y'],
      { code: 'unknown-column', column: 'y', known: Array.from({ length: 12 }, (_, index) => `x${index}`) },
      "a.csv has no column 'y'; its columns are x0, x1, x2, x3, x4, x5, x6, x7, x8, x9, …",
    ],
    [
      'two columns with the same name',
      'a,b, a\n1,2,3\n',
      undefined,
      { code: 'duplicate-column', column: 'a' },
      "a.csv has more than one column 'a'; rename one of them",
    ],
    [
      'a missing cell',
      'a,b\r\n1,2\r\n\r\n3, \r\n',
      undefined,
      { code: 'missing-cell', line: 4, column: 'b' },
      "line 4 of a.csv has no value in column 'b'; add it or remove the line",
    ],
    [
      'a missing cell after a quoted line break',
      'a,b\n"x\ny",2\nz,""\n',
      undefined,
      { code: 'missing-cell', line: 4, column: 'b' },
      "line 4 of a.csv has no value in column 'b'; add it or remove the line",
    ],
    [
      'a missing cell that is alone on its line',
      'a\n1\n""\n',
      undefined,
      { code: 'missing-cell', line: 3, column: 'a' },
      "line 3 of a.csv has no value in column 'a'; add it or remove the line",
    ],
    [
      'too few cells',
      '\ufeffa,b,c\n1,2,3\n4\n',
      ['a'],
      { code: 'ragged-row', line: 3, cells: 1, expected: 3 },
      'line 3 of a.csv has 1 cell, but there are 3 columns; add the missing values',
    ],
    [
      'too many cells',
      'a,b\n1,2,3\n',
      undefined,
      { code: 'ragged-row', line: 2, cells: 3, expected: 2 },
      'line 2 of a.csv has 3 cells, but there are 2 columns; put cells that contain a comma in quotes',
    ],
    [
      'an unclosed quote',
      'a,b\n1,2\n"3,4\n5,6\n',
      undefined,
      { code: 'open-quote', line: 3 },
      'the quote on line 3 of a.csv is not closed; close it or remove it',
    ],
    [
      'an unclosed quote in the header',
      'a,"b\n1,2\n',
      undefined,
      { code: 'open-quote', line: 1 },
      'the quote on line 1 of a.csv is not closed; close it or remove it',
    ],
    [
      'text after a closing quote',
      'a,b\n1,2\n"3"4",5\n',
      undefined,
      { code: 'stray-quote', line: 3 },
      'unexpected text after the closing quote on line 3 of a.csv; to put a quote inside quotes, double it',
    ],
    [
      'text after the closing quote of a name',
      'a,"b"c\n1,2\n',
      undefined,
      { code: 'stray-quote', line: 1 },
      'unexpected text after the closing quote on line 1 of a.csv; to put a quote inside quotes, double it',
    ],
    [
      'text after the only closing quote',
      'a\nx\n"y"z\nx\n',
      undefined,
      { code: 'stray-quote', line: 3 },
      'unexpected text after the closing quote on line 3 of a.csv; to put a quote inside quotes, double it',
    ],
    [
      'text after the only closing quote of a long text',
      `a\n"1"2\n${'3\n'.repeat(1 << 22)}`,
      undefined,
      { code: 'stray-quote', line: 2 },
      'unexpected text after the closing quote on line 2 of a.csv; to put a quote inside quotes, double it',
    ],
    [
      'too many cells for one column',
      'a\n1,2\n',
      undefined,
      { code: 'ragged-row', line: 2, cells: 2, expected: 1 },
      'line 2 of a.csv has 2 cells, but there is 1 column; put cells that contain a comma in quotes',
    ],
    [
      'a comma at the end of each line',
      'a,b,\n1,2,\n3,4,\n',
      undefined,
      { code: 'unnamed-column', line: 2, position: 3 },
      'line 2 of a.csv has no value in column 3, which has no name either; remove the comma of the column from each line, or add a name and values',
    ],
    [
      'two commas at the end of each line',
      'a,,\n1,,\n',
      undefined,
      { code: 'unnamed-columns' },
      'a.csv has more than one column without a name; add the names on its first line, or remove the commas of the columns from each line',
    ],
    [
      'an empty text',
      '',
      undefined,
      { code: 'no-header' },
      'a.csv is empty; write the column names on its first line and a row on each line below',
    ],
    [
      'only blank lines',
      '\ufeff\n \r\n',
      ['a'],
      { code: 'no-header' },
      'a.csv is empty; write the column names on its first line and a row on each line below',
    ],
    [
      'numbers instead of column names',
      '1,2\n3,4\n',
      undefined,
      { code: 'numbers-as-header' },
      'a.csv has no column names: its first line contains numbers; add a line with the names above it',
    ],
    [
      'column names without rows',
      'a,b\n\n',
      undefined,
      { code: 'no-rows' },
      'a.csv has column names but no rows; add at least one row',
    ],
    [
      'a text of more than 100 MB',
      'a'.repeat(104_857_601),
      undefined,
      { code: 'long-text', length: 104_857_601, limit: 104_857_600 },
      'a.csv is too large: it has 104,857,601 characters, and the limit is 104,857,600 (100 MB); remove some rows',
    ],
    [
      'a record that is too long to split',
      `a,b\n1,2\n3,"${'4\n'.repeat(1 << 22)}`,
      undefined,
      { code: 'long-record', line: 3 },
      'the row that starts on line 3 of a.csv is longer than 2,097,152 characters; check for a quote that is not closed',
    ],
  ])('is reported for %s', (_, text, columns, problem, message) => {
    const found = readCsv(text, { columns });
    expect(found).toEqual(problem);
    expect(isCsvProblem(found) && csvMessage(found, 'a.csv')).toBe(message);
  });

  test('is not reported for columns that are not requested', () => {
    expect(valuesOf('a,b,b,\n1,,x,\n2,,y,\n', ['a'])).toEqual([1, 2]);
  });

  test('is not reported for numeric column names that are requested', () => {
    expect(valuesOf('0,1\n2,3\n', ['1'])).toEqual([3]);
  });
});

test('a text is not read beyond the limit of its values', () => {
  const body = '1,2\n'.repeat(100);
  const problem = runToCompletion(readCsvInSlices(`a,b\n${body}broken\n`, undefined, 199));
  expect(problem).toEqual({ code: 'many-values', limit: 199 });
  expect(isCsvProblem(problem) && csvMessage(problem, 'a.csv')).toBe(
    'a.csv has more than 199 numbers in these columns; select fewer columns or remove some rows',
  );
  expect(runToCompletion(readCsvInSlices(`a,b\n${body}`, undefined, 200))).toMatchObject({ rows: 100 });
});

test('a text is read in slices that do not depend on its length', () => {
  const count = (rows: number) => [...readCsvInSlices(`a,b\n${'1,"2"\n'.repeat(rows)}`)].length;
  expect(count(100)).toBe(0);
  expect(count(200_000)).toBeGreaterThan(2 * count(50_000));
});

describe('a text of many windows', () => {
  const record = '" a\n""b"",\r\n" ,1\r\n\n';

  test.each(Array.from(record, (_, shift) => shift))('is read at an offset of %i characters', (shift) => {
    const table = tableOf(`${'x'.repeat(shift)}a,b\n${record.repeat(15_000)}`);
    expect(table.rows).toBe(15_000);
    expect(table.columns[0]!.classes).toEqual(['a\n"b",']);
    expect(table.values.every((value, index) => value === index % 2)).toBe(true);
  });

  test('is read with a record longer than a window', () => {
    const long = 'x"\n,'.repeat(1 << 18);
    const text = `a,b\n${'1,y\n'.repeat(100)}2,"${long.replaceAll('"', '""')}z"\n3,y\n,`;
    expect(readCsv(text)).toEqual({ code: 'missing-cell', line: 104 + (1 << 18), column: 'a' });
    expect(classesOf(text.slice(0, -1), ['b'])).toEqual(['y', `${long}z`]);
  });
});

test('random tables survive a round trip', () => {
  const survives = fc.property(written, ({ text, columns }) => {
    const classes = columns.flatMap((column) => (column.classes ? [[column.name]] : []));
    const table = tableOf(text, { classes });
    expect(table.columns).toEqual(columns.map(({ name, classes }) => (classes ? { name, classes } : { name })));
    expect(table.rows).toBe(columns[0]!.values.length);
    const values = columns[0]!.values.flatMap((_, row) => columns.map((column) => column.values[row]!));
    expect(table.values).toEqual(Float64Array.from(values));
  });
  fc.assert(survives, { seed: 5, numRuns: 500 });
});

test('a text is read with a heap of 3 times its size', async () => {
  const read = (body: string) => {
    const script = `
      import { readCsv } from ${JSON.stringify(new URL('../../server/src/data/csv.ts', import.meta.url))};
      const text = 'a,b,c,d,e\\n' + '5.1,3.5,1.4,0.2,setosa\\n'.repeat(900_000);
      ${body}`;
    return promisify(execFile)(process.execPath, ['--max-old-space-size=60', '--input-type=module', '-e', script]);
  };
  const { stdout } = await read('console.log(text.length, readCsv(text).rows)');
  expect(stdout).toBe('20700010 900000\n');
  await expect(read("text.split('\\n').map((line) => line.split(','))")).rejects.toThrow('heap out of memory');
}, 60_000);

function tableOf(text: string, selection?: CsvSelection): Table {
  const table = readCsv(text, selection);
  if (isCsvProblem(table)) throw new Error(csvMessage(table, 'a.csv'));
  return table;
}

function valuesOf(text: string, columns?: readonly string[]): number[] {
  return [...tableOf(text, { columns }).values];
}

/** The classes of the first column. */
function classesOf(text: string, columns?: readonly string[], classes?: CsvSelection['classes']): Column['classes'] {
  return tableOf(text, { columns, classes }).columns[0]!.classes;
}

interface WrittenColumn extends Column {
  readonly cells: readonly string[];
  readonly values: readonly number[];
}

const word = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'",\n\r 1e.'), fc.string({ unit: 'binary', minLength: 1, maxLength: 1 })),
  })
  .map((text) => text.trim())
  .filter((text) => text !== '');

const number = fc.oneof(fc.double(), fc.integer(), fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity));

function columnOf(rows: number): fc.Arbitrary<Omit<WrittenColumn, 'name'>> {
  const ofNumbers = fc
    .array(number, { minLength: rows, maxLength: rows })
    .map((values) => ({ cells: values.map(showNumber), values }));
  const ofText = fc
    .tuple(
      fc.array(fc.oneof(word, number.map(showNumber)), { minLength: rows, maxLength: rows }),
      fc.nat(rows - 1),
      word,
    )
    .map(([some, index, one]) => {
      const cells = some.with(index, `no number ${one}`);
      const classes = [...new Set(cells)];
      return { cells, classes, values: cells.map((cell) => classes.indexOf(cell)) };
    });
  return fc.oneof(ofNumbers, ofText);
}

/** Tables and their text as a program may write it: with required and optional quotes, and with blank lines if there are several columns. */
const written = fc
  .record({
    names: fc.uniqueArray(
      word.map((name) => `n_${name}`),
      { minLength: 1, maxLength: 4 },
    ),
    rows: fc.integer({ min: 1, max: 8 }),
    newline: fc.constantFrom('\n', '\r\n', '\n\n', ' \r\n\t\n'),
    mark: fc.constantFrom('', '\ufeff'),
    ended: fc.boolean(),
  })
  .chain(({ names, rows, newline, mark, ended }) =>
    fc.tuple(fc.tuple(...names.map(() => columnOf(rows))), fc.infiniteStream(fc.nat(3))).map(([bodies, dice]) => {
      const lineEnd = names.length > 1 ? newline : newline.replace(/\n.*/s, '\n');
      const columns: WrittenColumn[] = bodies.map((body, index) => ({ name: names[index]!, ...body }));
      const records = [names, ...columns[0]!.cells.map((_, row) => columns.map(({ cells }) => cells[row]!))];
      const lines = records.map((cells) => cells.map((cell) => quoted(cell, dice.next().value)).join(','));
      return { columns, text: mark + lines.join(lineEnd) + (ended ? newline : '') };
    }),
  );

function quoted(cell: string, die: number): string {
  if (die === 0 || /[",\r\n]/.test(cell)) return `"${cell.replaceAll('"', '""')}"`;
  return die === 1 ? ` ${cell}\t` : cell;
}

function showNumber(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
