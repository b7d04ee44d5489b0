/** Error recovery: a broken line affects no other line. */

import { describe, expect, test } from 'vitest';
import { evaluated, scalarsOf } from '../../support/models/evaluated.ts';

const lesson = [
  'param x = -2',
  'param y = 5',
  'param z = -4',
  'const target = -10',
  'q = x + y',
  'f = q * z',
  'loss L = (target - f)^2',
  'train sgd(lr = 0.01)',
  'expect ∂L/∂x ≈ 16',
];
const values = { x: -2, y: 5, z: -4, target: -10, q: 3, f: -12, L: 4 };

describe('a broken line in a model', () => {
  test.each([
    'w',
    'w =',
    'w = (',
    'w = sum((1 + 2',
    'w = [1, [2, 3',
    'w = 1 +',
    'w = )',
    'w = "open',
    'w = 3x',
    'w = 1e999',
    'w = \0',
    'w = \ud800',
    'w = nothing',
    'w = w',
    'w = [1, [2]]',
    'w = [1, 2] + [1, 2, 3]',
    'w = sin()',
    'w = []',
    'w = ∂L/∂',
    'param',
    'param w =',
    'param loss = 1',
    'const w = {',
    'data w = 3',
    'expect',
    'expect 1 ≈',
    'expect w ≈ 2',
    'train',
    '(',
    '[[[[',
    ')',
    '= 3',
    '$',
    `w = ${'('.repeat(300)}`,
  ])('%j leaves the other lines unchanged', (broken) => {
    for (let index = 0; index <= lesson.length; index++) {
      const text = lesson.toSpliced(index, 0, broken).join('\n');
      const snapshot = evaluated(text);
      expect(scalarsOf(text)).toMatchObject(values);
      expect(snapshot.problems.map(({ start }) => snapshot.lines.positionAt(start).line)).toEqual([index]);
    }
  });
});

test.each([
  ['x', ['q', 'f', 'L']],
  ['q', ['f', 'L']],
  ['z', ['f', 'L']],
  ['target', ['L']],
  ['L', []],
])('a broken %s is the only problem, and only its dependents lose their values', (name, dependents) => {
  const line = lesson.findIndex((statement) => statement.includes(`${name} =`));
  const text = lesson.with(line, lesson[line].replace(/=.*/, '= (1 +')).join('\n');
  const found = scalarsOf(text);
  const lost = [name, ...dependents];
  const kept = Object.entries(values).filter(([other]) => !lost.includes(other));
  expect(found).toMatchObject(Object.fromEntries(kept));
  for (const other of lost) expect(found[other]).toBeUndefined();
  expect(evaluated(text).problems).toHaveLength(1);
});

test('an invalid train statement leaves the model unchanged', () => {
  for (const train of [
    'train sgd(lr = nothing)',
    'train sgd(lr = [1, 2])',
    'train adagrad',
    'train sgd(0.1, 0, 0, 0, 1, 1, 1, 0, 1)',
  ]) {
    const text = lesson.with(7, train).join('\n');
    expect(scalarsOf(text)).toEqual(values);
    expect(evaluated(text).problems).toHaveLength(1);
  }
});
