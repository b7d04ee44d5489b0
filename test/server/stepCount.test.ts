/** The count of training steps, and what the optimizer remembers of them, go with the text, through undo and redo. */

import { expect, test } from 'vitest';
import { noSteps } from '../../server/src/snapshot/stepEdits.ts';
import type { OptimizerStates } from '../../server/src/snapshot/trainingJob.ts';
import { StepCount } from '../../server/src/stepCount.ts';

/** The counts after each text; a text behind `→` is where a step leads. */
function countsOf(...texts: readonly string[]): number[] {
  const steps = new StepCount();
  return texts.map((text, i) => {
    const to = text.replace('→', '');
    if (text !== to) steps.step(texts[i - 1].replace('→', ''), to, noSteps.states);
    steps.follow(to);
    return steps.taken.count;
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
  steps.step('a', 'b', noSteps.states);
  steps.follow('ax');
  expect(steps.taken.count).toBe(0);
});

test('what the optimizer remembers goes with the text', () => {
  const steps = new StepCount();
  const [atB, atC] = [remembered(1), remembered(1)];
  const remembers = (text: string) => {
    steps.follow(text);
    return steps.taken.states;
  };
  remembers('a');
  steps.step('a', 'b', atB);
  expect(remembers('b')).toBe(atB);
  steps.step('b', 'c', atC);
  expect(remembers('c')).toBe(atC);
  expect(remembers('b')).toBe(atB);
  expect(remembers('bx').size).toBe(0);
  expect(remembers('b')).toBe(atB);
  expect(remembers('a').size).toBe(0);
});

test('of large params what the last steps left is remembered, and the way is still known', () => {
  const steps = new StepCount();
  steps.follow('0');
  for (let step = 1; step <= 6; step++) {
    steps.step(String(step - 1), String(step), remembered(2 ** 20));
    steps.follow(String(step));
  }
  const remembers = [6, 5, 4, 3, 2, 1].map((text) => {
    steps.follow(String(text));
    return [steps.taken.count, steps.taken.states.size];
  });
  expect(remembers).toEqual([
    [6, 1],
    [5, 1],
    [4, 1],
    [3, 1],
    [2, 0],
    [1, 0],
  ]);
});

function remembered(size: number): OptimizerStates {
  return new Map([['W', { steps: 1, memory: [new Float64Array(size)] }]]);
}
