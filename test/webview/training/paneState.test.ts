/** The panel's view of a training session, push by push and command by command. */
import { describe, expect, test } from 'vitest';
import type { Bridge, PageEvent } from '../../../client/webview/src/bridge.ts';
import { trainingCommandFor } from '../../../client/webview/src/training/controls/trainingKeys.ts';
import { binLines } from '../../../client/webview/src/training/curves/bins.ts';
import {
  type Curves,
  emptyCurves,
  extendCurves,
  valueAt,
} from '../../../client/webview/src/training/curves/curvePoints.ts';
import {
  applyCommand,
  applyUpdate,
  closedPane,
  hasUnkeptSteps,
  type SessionPaneState,
  type TrainingPaneState,
} from '../../../client/webview/src/training/paneState.ts';
import { TrainingStore } from '../../../client/webview/src/training/store.ts';
import type { TrainingUpdate } from '../../../protocol/panel/training.ts';
import { curvesUpdateOf, info, pushOf, state } from './pushes.ts';

const none = (reason: string | null): TrainingUpdate => ({ kind: 'none', uri: 'file:///moons.bp', reason });

function after(shown: TrainingPaneState, ...pushes: readonly TrainingUpdate[]): TrainingPaneState {
  return pushes.reduce(applyUpdate, shown);
}

function sessionAfter(...pushes: readonly TrainingUpdate[]): SessionPaneState {
  const shown = after(closedPane, ...pushes);
  if (shown.kind !== 'session') throw new Error(`there is no session: ${shown.kind}`);
  return shown;
}

const opened = pushOf({
  info,
  curves: curvesUpdateOf([1, 2], true),
  surface: { step: 2, values: [0.5] },
  confusion: { step: 2, training: [1, 0, 0, 1], heldOut: [] },
});

describe('a session view', () => {
  test('opens on command and appears with the first push', () => {
    const opening = applyCommand(closedPane, { kind: 'open' });
    expect(opening).toEqual({ kind: 'opening' });
    expect(after(opening, opened)).toMatchObject({ kind: 'session', info, state });
  });

  test('keeps the parts that a push omits', () => {
    const session = sessionAfter(opened, pushOf({ curves: curvesUpdateOf([3], false) }));
    expect(session).toMatchObject({ info, surface: { step: 2 }, confusion: { step: 2 } });
    expect(session.curves.training.steps).toEqual([1, 2, 3]);
  });

  test('restarts with a new info and drops the previous surface', () => {
    const session = sessionAfter(opened, pushOf({ info, curves: curvesUpdateOf([], true) }));
    expect(session.curves.training.steps).toEqual([]);
    expect([session.surface, session.confusion]).toEqual([undefined, undefined]);
  });

  test('stays closed after a local close, despite late pushes', () => {
    const closing = applyCommand(after(closedPane, opened), { kind: 'close' });
    expect(after(closing, pushOf())).toBe(closing);
    expect(after(closing, none(null))).toBe(closedPane);
    expect(after(closing, none(null), opened).kind).toBe('session');
  });

  test('shows why the server ended the session', () => {
    expect(after(closedPane, opened, none('The text has changed.'))).toEqual({
      kind: 'ended',
      reason: 'The text has changed.',
    });
  });

  test('waits for a reopened session while the previous one closes', () => {
    const opening = applyCommand(applyCommand(after(closedPane, opened), { kind: 'close' }), { kind: 'open' });
    expect(after(opening, none(null))).toEqual({ kind: 'opening' });
    expect(after(opening, none('No training started.'))).toEqual({ kind: 'ended', reason: 'No training started.' });
  });

  test('shows the requested step until the server confirms it or training continues', () => {
    const asked = applyCommand(after(closedPane, opened), { kind: 'seek', step: 50 });
    expect(after(asked, pushOf())).toMatchObject({ requestedStep: 50 });
    expect(after(asked, pushOf({ state: { ...state, shownStep: 50 } }))).toMatchObject({ requestedStep: undefined });
    expect(applyCommand(asked, { kind: 'set', setting: 'lr', value: 1 })).toMatchObject({ requestedStep: 50 });
    expect(applyCommand(asked, { kind: 'step' })).toMatchObject({ requestedStep: undefined });
  });

  test('asks before it closes if steps would be lost, and stops meanwhile', () => {
    const sent: unknown[] = [];
    const listeners: ((event: PageEvent) => void)[] = [];
    const bridge = {
      post: ({ command }: { readonly command: unknown }) => sent.push(command),
      listen: (listener: (event: PageEvent) => void) => listeners.push(listener),
    } as unknown as Bridge;
    const store = new TrainingStore(bridge);
    store.connect();
    const receive = (event: object) => listeners.forEach((listener) => void listener(event as PageEvent));
    receive({ kind: 'file', uri: 'file:///moons.bp' });
    receive({ kind: 'training', update: opened });
    store.requestClose();
    expect(sent).toEqual([{ kind: 'pause' }]);
    receive({ kind: 'training', update: pushOf({ state: { ...state, phase: 'paused' } }) });
    expect(store.state).toMatchObject({ kind: 'session', isClosing: true });
    store.cancelClose();
    expect(store.state).toMatchObject({ kind: 'session', isClosing: false });
    store.requestClose();
    store.command({ kind: 'keepAndClose' });
    expect(store.state).toMatchObject({ kind: 'session', isClosing: false });
    receive({ kind: 'training', update: pushOf({ state: { ...state, phase: 'paused', textStep: 1240 } }) });
    store.requestClose();
    expect(sent).toEqual([{ kind: 'pause' }, { kind: 'keepAndClose' }, { kind: 'close' }]);
  });

  test.each([
    ['nothing was trained', { firstStep: 3, step: 3, shownStep: 3, textStep: 3 }, false],
    ['the shown step is not kept', { firstStep: 0, step: 9, shownStep: 9, textStep: 0 }, true],
    ['the shown step is kept', { firstStep: 0, step: 9, shownStep: 7, textStep: 7 }, false],
    ['the text is shown, and steps were taken', { firstStep: 0, step: 9, shownStep: 0, textStep: 0 }, true],
    ['steps were taken since one was kept', { firstStep: 0, step: 9, shownStep: 9, textStep: 7 }, true],
  ])('%s', (_, steps, expected) => {
    expect(hasUnkeptSteps({ ...state, ...steps })).toBe(expected);
  });

  test('ignores pushes before the first complete one', () => {
    expect(after(closedPane, pushOf())).toBe(closedPane);
  });
});

describe('the curve points', () => {
  const grown = (...pieces: readonly (readonly [readonly number[], boolean])[]): Curves =>
    pieces.reduce((curves, [steps, isWhole]) => extendCurves(curves, curvesUpdateOf(steps, isWhole)), emptyCurves);

  test('are appended from each push', () => {
    const { training, heldOut } = grown([[1, 2], true], [[3, 10], false]);
    expect(training).toEqual({ steps: [1, 2, 3, 10], columns: Array(3).fill([1, 2, 3, 10]) });
    expect(heldOut).toEqual({ steps: [10], columns: [[10]] });
  });

  test('are the same object without new points', () => {
    const curves = grown([[1, 2], true]);
    expect(extendCurves(curves, curvesUpdateOf([], false)).training).toBe(curves.training);
  });

  test('are replaced by a complete push', () => {
    expect(grown([[1, 2, 3, 4], true], [[2, 4], true]).training.steps).toEqual([2, 4]);
  });

  test('have the value of the last point at or before a step', () => {
    const [steps, values] = [
      [10, 20, 30],
      [1, null, 3],
    ];
    expect([5, 10, 25, 30, 99].map((step) => valueAt(steps, values, step))).toEqual([null, 1, 1, 3, 3]);
  });
});

describe('drawn curves', () => {
  const line = (steps: readonly number[], values: readonly (number | null)[] = steps) => ({ name: 'L', steps, values });

  test('contain every value if there is room, each line at its own steps', () => {
    expect(binLines([line([1, 2, 4], [10, 20, 40]), line([2, 3], [5, 6])], 10)).toEqual({
      steps: [1, 2, 3, 4],
      lines: [
        [10, 20, null, 40],
        [null, 5, 6, null],
      ].map((mean) => ({ mean, low: mean, high: mean })),
      isBinned: false,
    });
  });

  test('contain mean, minimum and maximum of several steps if there is no room', () => {
    const drawn = binLines([line([0, 1, 2, 3, 4], [1, 3, null, 5, 7])], 3);
    expect(drawn).toEqual({
      steps: [0, 2, 4],
      lines: [{ mean: [2, 5, 7], low: [1, 5, 7], high: [3, 5, 7] }],
      isBinned: true,
    });
  });

  test('do not change while steps are added, until room runs out', () => {
    const steps = Array.from({ length: 700 }, (_, step) => step + 1);
    const values = steps.map((step) => (step * 7919) % 101);
    const means = (count: number) => binLines([line(steps.slice(0, count), values)], 400).lines[0]!.mean;
    expect(means(700).slice(0, 240)).toEqual(means(500).slice(0, 240));
    expect(means(700).length).toBeLessThanOrEqual(401);
  });

  test('are empty before the first step', () => {
    expect(binLines([line([])], 10)).toMatchObject({ steps: [], lines: [{ mean: [] }] });
  });
});

test('keys run, pause and step', () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false };
  expect(trainingCommandFor('running', { ...plain, key: ' ' })).toEqual({ kind: 'pause' });
  expect(trainingCommandFor('done', { ...plain, key: ' ' })).toEqual({ kind: 'run' });
  expect(trainingCommandFor('paused', { ...plain, key: '.' })).toEqual({ kind: 'step' });
  expect(trainingCommandFor('paused', { ...plain, key: 'a' })).toBeUndefined();
  expect(trainingCommandFor('paused', { ...plain, key: ' ', ctrlKey: true })).toBeUndefined();
});
