/** The count of training steps, and what the optimizer remembers of them, go with the text, through undo and redo. */

import { expect, test } from 'vitest';
import { TrainingWay } from '../../server/src/documents/stepHistory.ts';
import { noSteps, type StepsTaken } from '../../server/src/training/stepEdits.ts';

/** The counts after each text; a text behind `→` is where a step leads. */
function countsOf(...texts: readonly string[]): number[] {
  const steps = new TrainingWay();
  return texts.map((text, i) => {
    const to = text.replace('→', '');
    if (text !== to) steps.step(texts[i - 1].replace('→', ''), new Map(), to, oneMore(steps));
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
  const steps = new TrainingWay();
  steps.follow('a');
  steps.step('a', new Map(), 'b', oneMore(steps));
  steps.follow('ax');
  expect(steps.taken.count).toBe(0);
});

test('what the optimizer remembers goes with the text', () => {
  const steps = new TrainingWay();
  const [atB, atC] = [remembered(1, 1), remembered(2, 1)];
  const remembers = (text: string) => {
    steps.follow(text);
    return steps.taken.states;
  };
  remembers('a');
  steps.step('a', new Map(), 'b', atB);
  expect(remembers('b')).toBe(atB.states);
  steps.step('b', new Map(), 'c', atC);
  expect(remembers('c')).toBe(atC.states);
  expect(remembers('b')).toBe(atB.states);
  expect(remembers('bx').size).toBe(0);
  expect(remembers('b')).toBe(atB.states);
  expect(remembers('a').size).toBe(0);
});

test('of large params what the last steps left is remembered, and the way is still known', () => {
  const steps = new TrainingWay();
  steps.follow('0');
  for (let step = 1; step <= 6; step++) {
    steps.step(String(step - 1), new Map(), String(step), remembered(step, 2 ** 20));
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

test('params beside the text go with it, and are what they were before the first step', () => {
  const way = new TrainingWay();
  way.follow('a');
  way.step('a', kept(1), 'b', { ...noSteps, count: 1, trained: kept(2) });
  const valueAfter = (text: string) => {
    way.follow(text);
    return way.taken.trained.get('W')?.values[0];
  };
  expect(['b', 'a', 'b'].map(valueAfter)).toEqual([2, 1, 2]);
});

test('steps that leave the text as it is are taken back one by one', () => {
  const way = new TrainingWay();
  way.follow('a');
  for (const count of [1, 2]) {
    way.step('a', kept(0), 'a', { ...noSteps, count, trained: kept(count) });
    way.follow('a');
  }
  const counts = [way.taken.count];
  while (way.back()) counts.push(way.taken.count);
  expect(counts).toEqual([2, 1, 0]);
  expect(way.taken.trained.get('W')?.values[0]).toBe(0);
});

test('steps that moved the text are taken back with it alone', () => {
  const way = new TrainingWay();
  way.follow('a');
  way.step('a', new Map(), 'b', { ...noSteps, count: 1 });
  way.follow('b');
  expect(way.back()).toBe(false);
});

test('a place whose params were let go can not be gone back to', () => {
  const way = new TrainingWay();
  way.follow('0');
  for (let step = 1; step <= 6; step++) {
    way.step(String(step - 1), kept(0), String(step), { ...noSteps, count: step, trained: kept(step, 2 ** 20) });
    way.follow(String(step));
  }
  const found = [5, 4, 3, 2].map((text) => {
    way.follow(String(text));
    return way.isOnWay;
  });
  expect(found).toEqual([true, true, true, false]);
});

const oneMore = ({ taken }: TrainingWay): StepsTaken => ({ ...noSteps, count: taken.count + 1 });

function remembered(count: number, size: number): StepsTaken {
  const states = new Map([['W', { steps: 1, memory: [new Float64Array(size)] }]]);
  return { count, states, trained: new Map() };
}

function kept(value: number, size = 1) {
  return new Map([['W', { shape: [size], values: new Float64Array(size).fill(value) }]]);
}
