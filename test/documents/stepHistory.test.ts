/** Training step count and optimizer state follow the text through undo and redo. */

import { expect, test } from 'vitest';
import { StepHistory } from '../../server/src/documents/stepHistory.ts';
import { noProgress, type TrainingProgress } from '../../server/src/snapshot/training/trainingProgress.ts';

/** The step count after each text; `→` marks a text that a training step produced. */
function countsOf(...texts: readonly string[]): number[] {
  const steps = new StepHistory();
  return texts.map((text, i) => {
    const to = text.replace('→', '');
    if (text !== to) steps.recordStep(texts[i - 1].replace('→', ''), new Map(), to, oneMore(steps));
    steps.trackText(to);
    return steps.trainingProgress.stepCount;
  });
}

test('each step is counted', () => {
  expect(countsOf('a', '→b', '→c')).toEqual([0, 1, 2]);
});

test('undo and redo move the count', () => {
  expect(countsOf('a', '→b', '→c', 'b', 'a', 'b', 'c')).toEqual([0, 1, 2, 1, 0, 1, 2]);
});

test('a step after an undo continues from there', () => {
  expect(countsOf('a', '→b', '→c', 'b', '→d', '→e')).toEqual([0, 1, 2, 1, 2, 3]);
});

test('typing resets the count, and typing back restores it', () => {
  expect(countsOf('a', '→b', 'bx', 'b', '→c')).toEqual([0, 1, 0, 1, 2]);
});

test('a step from a typed text is counted as the first', () => {
  expect(countsOf('a', '→b', 'bx', '→by', 'bx')).toEqual([0, 1, 0, 1, 0]);
});

test('steps that oscillate between two texts are counted', () => {
  expect(countsOf('a', '→b', '→a', '→b', 'a')).toEqual([0, 1, 2, 3, 2]);
});

test('a step that the editor declined does not count', () => {
  const steps = new StepHistory();
  steps.trackText('a');
  steps.recordStep('a', new Map(), 'b', oneMore(steps));
  steps.trackText('ax');
  expect(steps.trainingProgress.stepCount).toBe(0);
});

test('optimizer state follows the text', () => {
  const steps = new StepHistory();
  const [atB, atC] = [remembered(1, 1), remembered(2, 1)];
  const remembers = (text: string) => {
    steps.trackText(text);
    return steps.trainingProgress.states;
  };
  remembers('a');
  steps.recordStep('a', new Map(), 'b', atB);
  expect(remembers('b')).toBe(atB.states);
  steps.recordStep('b', new Map(), 'c', atC);
  expect(remembers('c')).toBe(atC.states);
  expect(remembers('b')).toBe(atB.states);
  expect(remembers('bx').size).toBe(0);
  expect(remembers('b')).toBe(atB.states);
  expect(remembers('a').size).toBe(0);
});

test('only recent states of large params are kept, but all step counts', () => {
  const steps = new StepHistory();
  steps.trackText('0');
  for (let step = 1; step <= 6; step++) {
    steps.recordStep(String(step - 1), new Map(), String(step), remembered(step, 2 ** 20));
    steps.trackText(String(step));
  }
  const remembers = [6, 5, 4, 3, 2, 1].map((text) => {
    steps.trackText(String(text));
    return [steps.trainingProgress.stepCount, steps.trainingProgress.states.size];
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

test('trained params follow the text back to their values before the first step', () => {
  const history = new StepHistory();
  history.trackText('a');
  history.recordStep('a', kept(1), 'b', { ...noProgress, stepCount: 1, learnedParams: kept(2) });
  const valueAfter = (text: string) => {
    history.trackText(text);
    return history.trainingProgress.learnedParams.get('W')?.values[0];
  };
  expect(['b', 'a', 'b'].map(valueAfter)).toEqual([2, 1, 2]);
});

test('steps that do not change the text are undone one by one', () => {
  const history = new StepHistory();
  history.trackText('a');
  for (const stepCount of [1, 2]) {
    history.recordStep('a', kept(0), 'a', { ...noProgress, stepCount, learnedParams: kept(stepCount) });
    history.trackText('a');
  }
  const counts = [history.trainingProgress.stepCount];
  while (history.stepBack()) counts.push(history.trainingProgress.stepCount);
  expect(counts).toEqual([2, 1, 0]);
  expect(history.trainingProgress.learnedParams.get('W')?.values[0]).toBe(0);
});

test('steps that changed the text are undone only with the text', () => {
  const history = new StepHistory();
  history.trackText('a');
  history.recordStep('a', new Map(), 'b', { ...noProgress, stepCount: 1 });
  history.trackText('b');
  expect(history.stepBack()).toBe(false);
});

test('a step whose params were dropped cannot be returned to', () => {
  const history = new StepHistory();
  history.trackText('0');
  for (let step = 1; step <= 6; step++) {
    history.recordStep(String(step - 1), kept(0), String(step), {
      ...noProgress,
      stepCount: step,
      learnedParams: kept(step, 2 ** 20),
    });
    history.trackText(String(step));
  }
  const found = [5, 4, 3, 2].map((text) => {
    history.trackText(String(text));
    return history.isTextInHistory;
  });
  expect(found).toEqual([true, true, true, false]);
});

const oneMore = ({ trainingProgress }: StepHistory): TrainingProgress => ({
  ...noProgress,
  stepCount: trainingProgress.stepCount + 1,
});

function remembered(stepCount: number, size: number): TrainingProgress {
  const states = new Map([['W', { steps: 1, stateBuffers: [new Float64Array(size)] }]]);
  return { stepCount, states, learnedParams: new Map() };
}

function kept(value: number, size = 1) {
  return new Map([['W', { shape: [size], values: new Float64Array(size).fill(value) }]]);
}
