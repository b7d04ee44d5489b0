/** Extreme files: each gives a result or a problem in reasonable time. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parse } from '../../server/src/language/syntax/parser/parse.ts';
import { findSimilarName } from '../../server/src/language/text/findSimilarName.ts';
import { evaluated, evaluatedIfPossible, valuesOf } from '../support/models/evaluated.ts';
import { isThorough } from '../support/setup/thorough.ts';

/** Microseconds of CPU time, which doesn't depend on other processes. */
const maxDuration = 60_000_000;
/** The number of statements, calls or terms: more than V8's stack has frames. */
const many = isThorough ? 50_000 : 20_000;
/** The number of statements that each take long. */
const fewer = isThorough ? 20_000 : 5_000;
const megabytes = (text: string, size: number): string => text.repeat((size * 1_000_000) / text.length);
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');

let usageBefore = process.cpuUsage();

beforeEach(() => {
  usageBefore = process.cpuUsage();
});

afterEach(() => {
  expect(process.cpuUsage(usageBefore).user).toBeLessThan(maxDuration);
});

describe('a broken extreme file', () => {
  test.each([
    ['10,000 open brackets', '('.repeat(10_000), 'not-a-statement', 0],
    ['10,000 open brackets in a value', `x = ${'('.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 open lists', `x = ${'['.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 brackets that close', `x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}`, 'too-deep', 205],
    ['10,000 nested calls', `x = ${'sin('.repeat(10_000)}`, 'too-deep', 4 + 4 * 201],
    ['10,000 minus signs', `x = ${'-'.repeat(10_000)}1`, 'too-deep', 205],
    ['10,000 powers', `x = ${'2^'.repeat(10_000)}1`, 'too-deep', 406],
    ['3 MB of sums', `x = ${megabytes('1+', 3)}1`, 'too-many-expressions', 4 + 1_000_000],
    ['3 MB of list items', `x = [${megabytes('1,', 3)}]`, 'too-many-expressions', 5 + 2_000_000],
    ['3 MB of one name', `x = ${megabytes('a', 3)}`, 'too-long-name', 4],
    ['10 MB of one name', `${megabytes('a', 10)} = 1`, 'too-long-name', 0],
    ['10 MB of one member', `x = dense([[1]], 1)\ny = x.${megabytes('W', 10)}`, 'too-long-name', 26],
    ['10 MB of a string', `import "${megabytes('a', 10)}"`, 'too-long-string', 7],
    ['10 MB of an unclosed string', `import "${megabytes('a', 10)}`, 'missing-path', 0],
    ['3 MB of escaped quotes', `import "${megabytes('\\"', 3)}`, 'missing-path', 0],
    ['20 MB of statements', megabytes('x = 1\n', 20), 'too-long-file', 0],
    ['3 MB of digits', `x = ${megabytes('7', 3)}`, 'number-too-large', 4],
    ['3 MB of garbage', megabytes('\0$\ud800)', 3), 'unexpected-character', 0],
    ['3 MB of garbage like LaTeX', megabytes('$\0\ud800)', 3), 'latex', 0],
    ['3 MB of brackets in a value', `x = ${megabytes('(', 3)}`, 'too-deep', 205],
    ['3 MB of a string', `x = "${megabytes('a', 3)}`, 'unexpected-character', 4],
    ['3 MB of quotes', `x = ${megabytes('"', 3)}`, 'unexpected-token', 6],
    ['3 MB of empty lines in a bracket', `x = (${megabytes('\n', 3)}`, 'unclosed-bracket', 4],
  ])('one problem is reported at the right range for %s', (_, text, code, start) => {
    const { problems } = evaluatedIfPossible(text);
    expect(problems.map((problem) => ({ code: problem.code, start: problem.start }))).toEqual([{ code, start }]);
    expect(problems[0].end).toBeLessThanOrEqual(text.length);
    expect(problems[0].message.length).toBeLessThan(400);
  });
});

test('thousands of undefined names are reported, the first ones with a suggestion', () => {
  const { problems } = evaluatedIfPossible(`param weight = 1\n${lines(fewer, (i) => `y${i} = wieght + z${i}`)}`);
  expect(problems).toHaveLength(2 * fewer);
  expect(problems[0].message).toContain("'weight'");
});

describe('a valid extreme file', () => {
  test.each([
    ['3 MB of blanks', `x = ${megabytes(' ', 3)}7`],
    ['3 MB of a comment', `x = 7 #${megabytes('#', 3)}`],
    ['3 MB of empty lines', `${megabytes('\n', 3)}x = 7`],
  ])('no problem is reported for %s', (_, text) => {
    const snapshot = evaluated(text);
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'x')).toEqual([7]);
  });
});

test('a chain of many statements has a value and a gradient', () => {
  const text = `param x0 = 1\n${lines(many - 2, (i) => `x${i + 1} = x${i} + 1`)}\nloss L = x${many - 2}^2`;
  const snapshot = evaluated(text);
  expect(snapshot.problems).toEqual([]);
  expect(valuesOf(snapshot, 'L')).toEqual([(many - 1) ** 2]);
  const { program, objective, params } = snapshot.model;
  expect(program.length).toBeGreaterThan(2 * many);
  const adjoint = objective!.backwardPass.adjoints[params[0].node];
  expect(snapshot.evaluation.values.data[snapshot.evaluation.values.starts[adjoint]]).toBe(2 * (many - 1));
});

test('a sum of many terms has the right value and gradient', () => {
  const snapshot = evaluated(`param p = 1\nloss L = ${'p + '.repeat(many)}p\nexpect ∂L/∂p ≈ ${many + 1}`);
  expect(snapshot.problems).toEqual([]);
  expect(valuesOf(snapshot, 'L')).toEqual([many + 1]);
});

test('each of many broken lines gives one problem', () => {
  const { problems } = evaluated(lines(many, (i) => `x${i} = (`));
  expect(problems).toHaveLength(many);
  expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['unclosed-bracket']));
});

test('many statements with the same name report the line of the first', () => {
  const { problems } = evaluated(lines(many, () => 'x = 1'));
  expect(problems).toHaveLength(many - 1);
  expect(problems.at(-1)!.message).toBe("'x' is already defined on line 1");
});

test('the rest of a file of too many statements is ignored until some are removed', () => {
  const statement = 'x = 1\n';
  const text = `fn f(x) {\n  return x\n}\n${statement.repeat(499_999)}`;
  const long = parse(text);
  expect(long.problems.map(({ code, start }) => [code, start])).toEqual([
    ['too-many-statements', text.length - statement.length],
  ]);
  expect(parse(text.slice(0, -statement.length), { text, tree: long.tree }).problems).toEqual([]);
});

test('a name and a string as long as the limits are read', () => {
  const name = 'a'.repeat(10_000);
  expect(valuesOf(evaluated(`${name} = 7\nx = ${name}`), 'x')).toEqual([7]);
  const { problems } = evaluatedIfPossible(`import "${'a'.repeat(9_998)}"`);
  expect(problems.map(({ code }) => code)).toEqual(['cannot-read-file']);
});

test('many losses get a short common label', () => {
  const { model, problems } = evaluated(`param p = 1\n${lines(many, (i) => `loss L${i} = p`)}`);
  expect(problems).toEqual([]);
  expect(model.objective!.label).toBe(`(L0 + … + L${many - 1})`);
});

describe('extreme functions', () => {
  test('many functions that are never called give no problem', () => {
    expect(evaluated(lines(many, (i) => `fn f${i}(x) = x + ${i}`)).problems).toEqual([]);
  });

  test('many functions that call the one above exceed the limit of nested calls', () => {
    const chain = `fn f0(x) = dense(x, 1)\n${lines(many, (i) => `fn f${i + 1}(x) = f${i}(x)`)}`;
    const { problems, model } = evaluated(`${chain}\na = f${many}([[1]])\nb = f100([[1]])`);
    expect(problems.map(({ code }) => code)).toEqual(['too-many-calls']);
    expect(model.params.map(({ name }) => name)).toEqual(['b.W', 'b.b']);
  });

  test('many functions that call the one below are reported, with or without a cycle', () => {
    const last = many - 1;
    const below = (body: string) => `${lines(last, (i) => `fn f${i}(x) = f${i + 1}(x)`)}\nfn f${last}(x) = ${body}`;
    expect(evaluated(below('x')).problems).toHaveLength(last);
    expect(evaluated(below('f0(x)')).problems).toHaveLength(last);
  });

  test('a function of many statements can be called twice', () => {
    const body = `  y0 = x\n${lines(many, (i) => `  y${i + 1} = y${i} + 1`)}\n  return y${many}`;
    const snapshot = evaluated(
      `param p = 1\nfn f(x) {\n${body}\n}\nloss L = f(p) * f(p)\nexpect ∂L/∂p ≈ ${2 * (many + 1)}`,
    );
    expect(snapshot.problems).toEqual([]);
    expect(valuesOf(snapshot, 'L')).toEqual([(many + 1) ** 2]);
  });

  test('many parameters can be given by position, by name or by default', () => {
    const parameters = Array.from({ length: many }, (_, i) => `p${i}`);
    const given = (argument: (name: string, i: number) => string) => parameters.map(argument).join(', ');
    const snapshot = evaluated(
      `fn f(${given((name, i) => `${name} = ${i}`)}) = p0 + p${many - 1}
a = f()
b = f(${given(() => '1')})
c = f(${given((name) => `${name} = 2`)})`,
    );
    expect(snapshot.problems).toEqual([]);
    expect(['a', 'b', 'c'].map((name) => valuesOf(snapshot, name)?.[0])).toEqual([many - 1, 2, 4]);
  });

  test('many calls are evaluated in a statement each and all in one statement', () => {
    const snapshot = evaluated(
      `fn f(x) = x + 1\n${lines(many, (i) => `a${i} = f(${i})`)}\nb = ${'f(0) + '.repeat(many)}0`,
    );
    expect(snapshot.problems).toEqual([]);
    expect([`a${many - 1}`, 'b'].map((name) => valuesOf(snapshot, name))).toEqual([[many], [many]]);
  });

  test('many calls in one statement create numbered params', () => {
    const { model, problems } = evaluated(
      `fn f(x) {\n  param w = 2\n  return w * x\n}\na = ${'f(1) + '.repeat(many)}0`,
    );
    expect(problems).toEqual([]);
    expect(model.params.at(-1)!.name).toBe(`a_${many}.w`);
  });

  test('a name of 10,000 letters with 10,000 params is too long to inline', () => {
    const text = `fn f(x) {\n  param w = 2\n  return w * x\n}\n${'a'.repeat(10_000)} = ${'f(1) + '.repeat(10_000)}0`;
    expect(evaluated(text).problems.map(({ code }) => code)).toEqual(['too-much-inlined']);
  });

  test('undefined members of thousands of statements are reported', () => {
    const { problems } = evaluated(
      `${lines(fewer, (i) => `a${i} = dense([[1]], 1)`)}\n${lines(fewer, (i) => `b${i} = a${i}.q`)}`,
    );
    expect(problems).toHaveLength(fewer);
    expect(problems[0].message).toBe("a0 has no param 'q'; it has W, b");
  });

  test.each([
    ['many braces', '{'.repeat(many), 1],
    ['many braces on the line of a function head', `fn f(x) ${'{'.repeat(many)}`, 2],
    ['many braces on the lines after a function head', `fn f(x) {\n${'  {\n'.repeat(many)}`, many + 1],
    ['many closing braces', `fn f(x) {\n  return x\n${'}'.repeat(many)}`, 1],
    ['many nested functions', lines(many, (i) => `  fn f${i}(x) {`), 201],
    ['many return statements', `fn f(x) {\n${'  return x\n'.repeat(many)}}`, many - 1],
  ])('the expected number of problems is reported for %s', (_, text, count) => {
    expect(evaluated(text).problems).toHaveLength(count);
  });

  test('a length computed in 100 steps, each using the one before twice, is evaluated', () => {
    const doubled = lines(100, (i) => `const n${i + 1} = (n${i} + n${i}) / 2`);
    const snapshot = evaluated(`const n0 = 3\n${doubled}\nparam W[n100] ~ ones()`);
    expect(valuesOf(snapshot, 'W')).toEqual([1, 1, 1]);
  });
});

test('gradients that exceed the memory limit are reported at the loss', () => {
  const side = Array.from({ length: 3_000 }, () => '1').join(', ');
  const text = `param a = [${side}]\nparam b = [${side.replaceAll('1', '[1]')}]\nloss L = sum(a * b * a)`;
  const { model, problems } = evaluatedIfPossible(text);
  expect(problems.map(({ code, start }) => [code, text.slice(start, start + 4)])).toEqual([
    ['too-many-elements', 'loss'],
    ['both-sides-broadcast', 'a * '],
  ]);
  expect(model.fitsMemory).toBe(false);
});

test('no similar name is searched for among very long names', () => {
  expect(findSimilarName('a'.repeat(50_000), ['a'.repeat(50_001)])).toBeUndefined();
  expect(findSimilarName('targt', ['other', 'target', 'tar'])).toBe('target');
  expect(findSimilarName('x', ['y', 'xs'])).toBeUndefined();
});
