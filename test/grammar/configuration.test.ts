/** Language configuration: words, brackets and indentation. */

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const configuration = JSON.parse(
  readFileSync(new URL('../../syntaxes/language-configuration.json', import.meta.url), 'utf8'),
);

test.each([
  ['q = x1 + _y', ['q', 'x1', '_y']],
  ['∂L/∂θ ≈ 사과', ['L', 'θ', '사과']],
  ['a·b', ['a', 'b']],
  ['h.W[0, 1:3] * 2.5e-3', ['h', 'W', '0', '1', '3', '2.5e-3']],
])('the words of %s are separated', (line, words) => {
  const { pattern, flags } = configuration.wordPattern;
  expect(line.match(new RegExp(pattern, `g${flags}`))).toEqual(words);
});

test.each([
  ['h = mean(', true],
  ['h = mean(  # of all samples', true],
  ['data X = [[1, 2],', true],
  ['h = f([1, 2], g(x),', true],
  ['data X = csv("a)b",', true],
  ['fn f(x) {', true],
  ['fn f(x, y = g(2)) {  # twice', true],
  ['param W[2, 3] ~ normal(0,', true],
  ['data X = csv("a\\"(b", columns = [', true],
  ['fn f(x) { return x }', false],
  ['fn f(x) = x[1:]', false],
  ['import "a\\"(b"', false],
  ['  return g(x)', false],
  ['h = mean(x)', false],
  ['h = x  # see (', false],
  ['import "a(b"', false],
  ['], axis = 0)', false],
])('the line after %s is indented: %s', (line, isIndented) => {
  expect(new RegExp(configuration.indentationRules.increaseIndentPattern).test(line)).toBe(isIndented);
});

test.each([
  ['  )', true],
  ['  ], axis = 0)', true],
  ['}', true],
  ['  x)', false],
])('%s is outdented: %s', (line, isOutdented) => {
  expect(new RegExp(configuration.indentationRules.decreaseIndentPattern).test(line)).toBe(isOutdented);
});

test.each([
  ['# the start of', 'a sentence', true],
  ['# the end', '', false],
  ['x = 1  # no line', 'of its own', false],
])('Enter between "%s" and "%s" continues the comment: %s', (before, after, isContinued) => {
  const [rule] = configuration.onEnterRules;
  expect(new RegExp(rule.beforeText).test(before) && new RegExp(rule.afterText).test(after)).toBe(isContinued);
});

test.each([
  ['fn f(x) {', '}', true],
  ['fn f(x, y = g(2)) { ', ' }  # twice', true],
  ['h = mean(', '', false],
  ['h = mean(', ')', true],
  ['# see (', ')', false],
  ['fn f(x) { return x', '}', false],
])('Enter between "%s" and "%s" adds a line between the brackets: %s', (before, after, addsLine) => {
  const [, rule] = configuration.onEnterRules;
  expect(new RegExp(rule.beforeText).test(before) && new RegExp(rule.afterText).test(after)).toBe(addsLine);
  expect(rule.action.indent).toBe('indentOutdent');
});

test.each([
  ['  y)', true],
  ['  dense(x, n) * half)  # both', true],
  ['  [3, [4]]]', true],
  ['  return x }', true],
  ['  "a)b", x), 2', true],
  ['y)', false],
  ['  y', false],
  ['  return f(x, g(2))', false],
  ['  ], axis = 1)', false],
  ['  y), g(', false],
  ['  f(x)  # see)', false],
])('the line after %s is outdented: %s', (line, isOutdented) => {
  const [, , rule] = configuration.onEnterRules;
  expect(new RegExp(rule.beforeText).test(line)).toBe(isOutdented);
  expect(rule.action.indent).toBe('outdent');
});

test.each(['{', '[', '(', '"'])('%s closes itself, but not in strings and comments', (open) => {
  const pair = configuration.autoClosingPairs.find((candidate: { open: string }) => candidate.open === open);
  expect(pair.notIn).toEqual(['string', 'comment']);
});

test.each([
  ['# region data', 'start'],
  ['  #region', 'start'],
  ['# endregion', 'end'],
  ['# regions', undefined],
  ['param region = 1', undefined],
])('%s marks the %s of a folding region', (line, side) => {
  const { markers } = configuration.folding;
  const sides = Object.keys(markers).filter((side) => new RegExp(markers[side]).test(line));
  expect(sides).toEqual(side === undefined ? [] : [side]);
});
