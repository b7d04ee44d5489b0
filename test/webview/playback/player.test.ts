/** The playback's player. */
import { describe, expect, test } from 'vitest';
import { commandForKey } from '../../../client/webview/src/playback/keys.ts';
import { playbackHighlight } from '../../../client/webview/src/playback/playbackHighlight.ts';
import {
  currentStep,
  firstStepOf,
  initialPlayer,
  type Player,
  positionInPhase,
  reducePlayer,
} from '../../../client/webview/src/playback/player.ts';
import type { PlayerCommand } from '../../../client/webview/src/state/actions.ts';
import type { Playback, PlaybackStep } from '../../../server/src/protocol/panel/playback.ts';
import { structureOf } from '../graphs.ts';

function step(phase: PlaybackStep['phase'], parts: Partial<PlaybackStep> = {}): PlaybackStep {
  return {
    phase,
    node: 0,
    wire: null,
    resultNode: 0,
    rule: '',
    equation: [],
    sum: null,
    gradient: null,
    source: '',
    location: '',
    range: null,
    ...parts,
  };
}

/** Two steps forward, three back, one update. */
const steps = [step('forward'), step('forward'), step('backward'), step('backward'), step('backward'), step('update')];
const playback: Playback = { structureCount: 1, version: 1, steps, refusal: null };

function after(...acts: readonly PlayerCommand[]): Player {
  return acts.reduce((player, act) => reducePlayer(player, { kind: 'playback', command: act }), initialPlayer);
}

const came: PlayerCommand = { kind: 'received', playback };
const next: PlayerCommand = { kind: 'next' };
const play: PlayerCommand = { kind: 'play' };

describe('the playback', () => {
  test('opens at its first step, and is shown when it has come', () => {
    const opened = after(next);
    expect(opened).toMatchObject({ isActive: true, stepIndex: 0, isPlaying: false });
    expect(currentStep(opened, 1)).toBeUndefined();
    expect(currentStep(after(next, came), 1)).toBe(steps[0]);
  });

  test('loses no key that comes before it does', () => {
    expect(after(next, next, next, came).stepIndex).toBe(2);
    expect(after(next, { kind: 'last' }, came).stepIndex).toBe(5);
    expect(after(play, next, came)).toMatchObject({ stepIndex: 1, isPlaying: false });
  });

  test('is shown over the structure that it is of, and over no other', () => {
    expect(currentStep(after(next, came), 2)).toBeUndefined();
    expect(currentStep(after(next, came), undefined)).toBeUndefined();
  });

  test('is not shown when it comes after its end', () => {
    expect(after(next, { kind: 'end' }, came)).toEqual(initialPlayer);
  });

  test('goes on and back, and no further than its ends', () => {
    expect(after(next, came, next, next).stepIndex).toBe(2);
    expect(after(next, came, next, { kind: 'back' }, { kind: 'back' }).stepIndex).toBe(0);
    expect(after(next, came, { kind: 'last' }, next).stepIndex).toBe(5);
    expect(after(next, came, { kind: 'last' }, { kind: 'first' }).stepIndex).toBe(0);
  });

  test('leads to each of its parts', () => {
    expect(after(next, came, { kind: 'phase', phase: 'backward' }).stepIndex).toBe(2);
    expect(after(next, came, { kind: 'phase', phase: 'update' }).stepIndex).toBe(5);
    const forwardAlone: Playback = { ...playback, steps: steps.slice(0, 2) };
    expect(firstStepOf(forwardAlone, 'backward')).toBeUndefined();
    const there = after(next, { kind: 'received', playback: forwardAlone }, next, { kind: 'phase', phase: 'backward' });
    expect(there.stepIndex).toBe(1);
  });

  test('says where it is in its part', () => {
    expect(positionInPhase(playback, 3)).toEqual({ position: 2, count: 3 });
    expect(positionInPhase(playback, 5)).toEqual({ position: 1, count: 1 });
  });

  test('says why it did not come', () => {
    const player = after(play, { kind: 'failed', reason: 'The server stopped.' });
    expect(player).toMatchObject({ isActive: true, isPlaying: false, error: 'The server stopped.' });
    expect(reducePlayer(player, { kind: 'playback', command: came }).error).toBeUndefined();
  });
});

describe('playing', () => {
  const elapsed = (at: number): PlayerCommand => ({ kind: 'elapsed', stepIndex: at });

  test('goes on when the time of a step has passed, and stops at the last one', () => {
    expect(after(play, came, elapsed(0))).toMatchObject({ stepIndex: 1, isPlaying: true });
    expect(after(play, came, ...[0, 1, 2, 3, 4].map(elapsed))).toMatchObject({ stepIndex: 5, isPlaying: false });
  });

  test('does not go on for the time of another step, nor while it is paused', () => {
    expect(after(play, came, elapsed(3)).stepIndex).toBe(0);
    expect(after(play, came, { kind: 'pause' }, elapsed(0)).stepIndex).toBe(0);
  });

  test('stops when a step is taken by hand', () => {
    expect(after(play, came, next)).toMatchObject({ stepIndex: 1, isPlaying: false });
  });

  test('begins anew after the last step', () => {
    expect(after(next, came, { kind: 'last' }, play)).toMatchObject({ stepIndex: 0, isPlaying: true });
  });

  test('keeps its speed beyond the end of a playback', () => {
    expect(after({ kind: 'speed', speed: 2 }, play, came, { kind: 'end' })).toEqual({ ...initialPlayer, speed: 2 });
  });
});

describe('a playback that comes after another', () => {
  test('of the same structure keeps the place, and goes on playing', () => {
    const newer: Playback = { ...playback, version: 2 };
    const player = after(next, came, next, next, next, play, { kind: 'received', playback: newer });
    expect(player).toMatchObject({ stepIndex: 3, isPlaying: true, playback: newer });
  });

  test('with fewer steps is at its last one', () => {
    const shorter: Playback = { ...playback, steps: steps.slice(0, 2) };
    expect(after(next, came, { kind: 'last' }, { kind: 'received', playback: shorter }).stepIndex).toBe(1);
  });

  test('of another structure begins the same part anew', () => {
    const other: Playback = { ...playback, structureCount: 2, steps: [step('forward'), ...steps] };
    expect(after(next, came, next, next, next, { kind: 'received', playback: other }).stepIndex).toBe(3);
  });

  test('without steps does not play', () => {
    const refused: Playback = { ...playback, steps: [], refusal: 'Fold some.' };
    expect(after(play, came, { kind: 'received', playback: refused })).toMatchObject({
      stepIndex: 0,
      isPlaying: false,
    });
  });
});

test('the playback of a file ends when another file is shown, and not when its own is pinned', () => {
  const file = {
    kind: 'file',
    uri: 'file:///lesson.bp',
    name: 'lesson.bp',
    isPinned: false,
    isOpen: true,
    collapseState: { isCollapsed: null, except: [] },
  } as const;
  const on = [next, came].reduce(
    (player, act) => reducePlayer(player, { kind: 'playback', command: act }),
    reducePlayer(initialPlayer, file),
  );
  expect(reducePlayer(on, { ...file, isPinned: true })).toBe(on);
  expect(reducePlayer(on, { ...file, uri: 'file:///other.bp' })).toEqual({ ...initialPlayer, uri: 'file:///other.bp' });
});

describe('on the canvas', () => {
  // x · y = q and x · q = L: the gradient of x comes in two parts.
  const structure = structureOf(
    ['x', 'y', 'q', 'L'],
    [
      [0, 2],
      [1, 2],
      [0, 3],
      [2, 3],
    ],
  );
  const whole: Playback = {
    ...playback,
    steps: [
      step('forward', { node: 2, resultNode: 2 }),
      step('forward', { node: 3, resultNode: 3 }),
      step('backward', { node: 3, resultNode: 3, gradient: '1' }),
      step('backward', { node: 3, wire: 2, resultNode: 0, gradient: '6' }),
      step('backward', { node: 3, wire: 3, resultNode: 2, gradient: '2' }),
      step('backward', { node: 2, wire: 0, resultNode: 0, gradient: '12' }),
      step('update', { node: 0, resultNode: 0, gradient: '12' }),
    ],
  };

  test('leaves are known from the beginning, and an operator is lit with what enters it', () => {
    expect(playbackHighlight(whole, 0, structure)).toEqual({
      nodes: new Set([2]),
      wires: new Set([0, 1]),
      playback: { values: new Set([0, 1, 2]), gradients: new Map(), wires: new Set() },
    });
  });

  test('what hands its gradient back is lit with the wire, and a part of a gradient is told as such', () => {
    expect(playbackHighlight(whole, 3, structure)).toEqual({
      nodes: new Set([3]),
      wires: new Set([2]),
      playback: {
        values: new Set([0, 1, 2, 3]),
        gradients: new Map([
          [3, '1'],
          [0, '6'],
        ]),
        wires: new Set([2]),
      },
    });
  });

  test('at the update everything is known', () => {
    const { nodes, wires, playback: known } = playbackHighlight(whole, 6, structure);
    expect([nodes, wires]).toEqual([new Set([0]), new Set()]);
    expect(known?.wires).toEqual(new Set([2, 3, 0]));
    expect(known?.gradients.get(0)).toBe('12');
  });
});

describe('the key', () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
  const on = after(next, came);

  test.each([
    [' ', { kind: 'play' }],
    ['ArrowRight', { kind: 'next' }],
    ['ArrowLeft', { kind: 'back' }],
    ['Home', { kind: 'first' }],
    ['End', { kind: 'last' }],
    ['Escape', { kind: 'end' }],
    ['Enter', undefined],
  ])('%j', (key, act) => {
    expect(commandForKey(on, { ...plain, key })).toEqual(act);
  });

  test('Space pauses what plays', () => {
    expect(commandForKey(after(play, came), { ...plain, key: ' ' })).toEqual({ kind: 'pause' });
  });

  test('does nothing while no playback is shown, nor with another key held', () => {
    expect(commandForKey(initialPlayer, { ...plain, key: ' ' })).toBeUndefined();
    expect(commandForKey(on, { ...plain, key: 'ArrowRight', altKey: true })).toBeUndefined();
  });
});
