/** The count of training steps goes with the text, through undo and redo. */

import { expect, test } from 'vitest';
import { StepCount } from '../../server/src/stepCount.ts';

/** The counts after each text; a text behind `→` is where a step leads. */
function countsOf(...texts: readonly string[]): number[] {
  const steps = new StepCount();
  return texts.map((text, i) => {
    const to = text.replace('→', '');
    if (text !== to) steps.step(texts[i - 1].replace('→', ''), to);
    steps.follow(to);
    return steps.count;
  });
}

test('each step counts one more', () => {
  expect(countsOf('a', '→b', '→c')).toEqual([0, 1, 2]);
});

test('undo takes a step back, redo takes it again', () => {
  expect(countsOf('a', '→b', '→c', 'b', 'a', 'b', 'c')).toEqual([0, 1, 2, 1, 0, 1, 2]);
});

test('a step after an undo goes on from there', () => {
  expect(countsOf('a', '→b', '→c', 'b', '→d', '→e')).toEqual([0, 1, 2, 1, 2, 3]);
});

test('a text that was typed counts none, until it is typed back', () => {
  expect(countsOf('a', '→b', 'bx', 'b', '→c')).toEqual([0, 1, 0, 1, 2]);
});

test('a step from a text that was typed is the first', () => {
  expect(countsOf('a', '→b', 'bx', '→by', 'bx')).toEqual([0, 1, 0, 1, 0]);
});

test('steps that swing between two texts are counted all the same', () => {
  expect(countsOf('a', '→b', '→a', '→b', 'a')).toEqual([0, 1, 2, 3, 2]);
});

test('a step that the editor declined does not count', () => {
  const steps = new StepCount();
  steps.follow('a');
  steps.step('a', 'b');
  steps.follow('ax');
  expect(steps.count).toBe(0);
});
