/** The count of steps belongs to a text. */

import { expect, test } from 'vitest';
import { StepCount } from '../../server/src/stepCount.ts';

test('each step adds one to what led to the text before it', () => {
  const steps = new StepCount();
  steps.record('x = 1', 'x = 0.9');
  steps.record('x = 0.9', 'x = 0.81');
  expect(['x = 1', 'x = 0.9', 'x = 0.81', 'x = 0.7'].map((text) => steps.at(text))).toEqual([0, 1, 2, 0]);
});

test('a step from a text that was stepped to before counts anew from there', () => {
  const steps = new StepCount();
  steps.record('a', 'b');
  steps.record('b', 'c');
  steps.record('a', 'c');
  expect(steps.at('c')).toBe(1);
});

test('texts that differ in one letter or in their order are different texts', () => {
  const steps = new StepCount();
  steps.record('', 'param x = -2.16\nparam y = 4.84');
  expect(steps.at('param x = -2.16\nparam y = 4.85')).toBe(0);
  expect(steps.at('param y = 4.84\nparam x = -2.16')).toBe(0);
  expect(steps.at('param x = -2.16\nparam y = 4.84')).toBe(1);
});
