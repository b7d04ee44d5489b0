/** The playback's player. */
import { describe, expect, test } from 'vitest';
import { playbackHighlight } from '../../../client/webview/src/playback/playbackHighlight.ts';
import {
  currentStep,
  firstStepOf,
  initialPlayer,
  type Player,
  positionInPhase,
  reducePlayer,
} from '../../../client/webview/src/playback/player.ts';
import { playerCommandFor } from '../../../client/webview/src/playback/playerKeys.ts';
import type { PlayerCommand } from '../../../client/webview/src/state/actions.ts';
import type { Playback, PlaybackStep } from '../../../protocol/panel/playback.ts';
import { structureOf } from '../graphs.ts';

function step(phase: PlaybackStep['phase'], parts: Partial<PlaybackStep> = {}): PlaybackStep {
  return {
    phase,
    node: 0,
    wire: null,
    resultNode: 0,
    rule: '',
    equation: [],
    product: null,
    sum: null,
    gradient: null,
    gradientElements: null,
    source: '',
    location: '',
    range: null,
    ...parts,
  };
}

/** Two forward, three backward and one update step. */
const steps = [step('forward'), step('forward'), step('backward'), step('backward'), step('backward'), step('update')];
const playback: Playback = { structureVersion: 1, version: 1, steps, notice: null };

function after(...acts: readonly PlayerCommand[]): Player {
  return acts.reduce((player, act) => reducePlayer(player, { kind: 'playback', command: act }), initialPlayer);
}

const received: PlayerCommand = { kind: 'received', playback };
const next: PlayerCommand = { kind: 'next' };
const play: PlayerCommand = { kind: 'play' };

describe('the player', () => {
  test('opens at the first step and shows the playback when it arrives', () => {
    const opened = after(next);
    expect(opened).toMatchObject({ isActive: true, stepIndex: 0, isPlaying: false });
    expect(currentStep(opened, 1)).toBeUndefined();
    expect(currentStep(after(next, received), 1)).toBe(steps[0]);
  });

  test('applies keys pressed before the playback arrives', () => {
    expect(after(next, next, next, received).stepIndex).toBe(2);
    expect(after(next, { kind: 'last' }, received).stepIndex).toBe(5);
    expect(after(play, next, received)).toMatchObject({ stepIndex: 1, isPlaying: false });
  });

  test('shows a playback only over its own structure', () => {
    expect(currentStep(after(next, received), 2)).toBeUndefined();
    expect(currentStep(after(next, received), undefined)).toBeUndefined();
  });

  test('ignores a playback that arrives after the end', () => {
    expect(after(next, { kind: 'end' }, received)).toEqual(initialPlayer);
  });

  test('moves forward and back within the playback', () => {
    expect(after(next, received, next, next).stepIndex).toBe(2);
    expect(after(next, received, next, { kind: 'back' }, { kind: 'back' }).stepIndex).toBe(0);
    expect(after(next, received, { kind: 'last' }, next).stepIndex).toBe(5);
    expect(after(next, received, { kind: 'last' }, { kind: 'first' }).stepIndex).toBe(0);
  });

  test('jumps to each phase', () => {
    expect(after(next, received, { kind: 'phase', phase: 'backward' }).stepIndex).toBe(2);
    expect(after(next, received, { kind: 'phase', phase: 'update' }).stepIndex).toBe(5);
    const forwardAlone: Playback = { ...playback, steps: steps.slice(0, 2) };
    expect(firstStepOf(forwardAlone, 'backward')).toBeUndefined();
    const there = after(next, { kind: 'received', playback: forwardAlone }, next, { kind: 'phase', phase: 'backward' });
    expect(there.stepIndex).toBe(1);
  });

  test('counts the position within a phase', () => {
    expect(positionInPhase(playback, 3)).toEqual({ position: 2, count: 3 });
    expect(positionInPhase(playback, 5)).toEqual({ position: 1, count: 1 });
  });

  test('shows why a request failed', () => {
    const player = after(play, { kind: 'failed', reason: 'The server stopped.' });
    expect(player).toMatchObject({ isActive: true, isPlaying: false, error: 'The server stopped.' });
    expect(reducePlayer(player, { kind: 'playback', command: received }).error).toBeUndefined();
  });
});

describe('the running player', () => {
  const elapsed = (at: number): PlayerCommand => ({ kind: 'elapsed', stepIndex: at });

  test('advances when the time of a step has elapsed, and stops at the last step', () => {
    expect(after(play, received, elapsed(0))).toMatchObject({ stepIndex: 1, isPlaying: true });
    expect(after(play, received, ...[0, 1, 2, 3, 4].map(elapsed))).toMatchObject({ stepIndex: 5, isPlaying: false });
  });

  test('ignores the elapsed time of another step, or while paused', () => {
    expect(after(play, received, elapsed(3)).stepIndex).toBe(0);
    expect(after(play, received, { kind: 'pause' }, elapsed(0)).stepIndex).toBe(0);
  });

  test('pauses on a manual step', () => {
    expect(after(play, received, next)).toMatchObject({ stepIndex: 1, isPlaying: false });
  });

  test('restarts after the last step', () => {
    expect(after(next, received, { kind: 'last' }, play)).toMatchObject({ stepIndex: 0, isPlaying: true });
  });

  test('keeps its speed after the end of a playback', () => {
    expect(after({ kind: 'speed', speed: 2 }, play, received, { kind: 'end' })).toEqual({ ...initialPlayer, speed: 2 });
  });
});

describe('a playback that replaces another', () => {
  test('keeps the step and continues if the structure is the same', () => {
    const newer: Playback = { ...playback, version: 2 };
    const player = after(next, received, next, next, next, play, { kind: 'received', playback: newer });
    expect(player).toMatchObject({ stepIndex: 3, isPlaying: true, playback: newer });
  });

  test('moves to its last step if it is shorter', () => {
    const shorter: Playback = { ...playback, steps: steps.slice(0, 2) };
    expect(after(next, received, { kind: 'last' }, { kind: 'received', playback: shorter }).stepIndex).toBe(1);
  });

  test('restarts the same phase if the structure is another', () => {
    const other: Playback = { ...playback, structureVersion: 2, steps: [step('forward'), ...steps] };
    expect(after(next, received, next, next, next, { kind: 'received', playback: other }).stepIndex).toBe(3);
  });

  test('stops if it has no steps', () => {
    const withNotice: Playback = { ...playback, steps: [], notice: 'Collapse some groups.' };
    expect(after(play, received, { kind: 'received', playback: withNotice })).toMatchObject({
      stepIndex: 0,
      isPlaying: false,
    });
  });
});

test('showing another file ends the playback, but pinning its own file does not', () => {
  const file = {
    kind: 'file',
    uri: 'file:///lesson.bp',
    name: 'lesson.bp',
    isPinned: false,
    isOpen: true,
    collapseState: { isCollapsed: null, except: [] },
  } as const;
  const on = [next, received].reduce(
    (player, act) => reducePlayer(player, { kind: 'playback', command: act }),
    reducePlayer(initialPlayer, file),
  );
  expect(reducePlayer(on, { ...file, isPinned: true })).toBe(on);
  expect(reducePlayer(on, { ...file, uri: 'file:///other.bp' })).toEqual({ ...initialPlayer, uri: 'file:///other.bp' });
});

describe('the highlight of a playback step', () => {
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
  const fullPlayback: Playback = {
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

  test('covers an operator with its operands, and leaves are known from the start', () => {
    expect(playbackHighlight(fullPlayback, 0, structure)).toEqual({
      nodes: new Set([2]),
      wires: new Set([0, 1]),
      playback: { phase: 'forward', values: new Set([0, 1, 2]), gradients: new Map(), wires: new Set() },
    });
  });

  test('covers the wire that passes a gradient back, and shows partial sums', () => {
    expect(playbackHighlight(fullPlayback, 3, structure)).toEqual({
      nodes: new Set([3]),
      wires: new Set([2]),
      playback: {
        phase: 'backward',
        values: new Set([0, 1, 2, 3]),
        gradients: new Map([
          [3, { text: '1', elements: null }],
          [0, { text: '6', elements: null }],
        ]),
        wires: new Set([2]),
      },
    });
  });

  test('knows every number at the update', () => {
    const { nodes, wires, playback: known } = playbackHighlight(fullPlayback, 6, structure);
    expect([nodes, wires]).toEqual([new Set([0]), new Set()]);
    expect(known?.wires).toEqual(new Set([2, 3, 0]));
    expect(known?.gradients.get(0)?.text).toBe('12');
  });
});

describe('a key in the player', () => {
  const plain = { ctrlKey: false, altKey: false, metaKey: false, shiftKey: false };
  const on = after(next, received);

  test.each([
    [' ', { kind: 'play' }],
    ['ArrowRight', { kind: 'next' }],
    ['ArrowLeft', { kind: 'back' }],
    ['Home', { kind: 'first' }],
    ['End', { kind: 'last' }],
    ['Escape', { kind: 'end' }],
    ['Enter', undefined],
  ])('%j runs its command', (key, act) => {
    expect(playerCommandFor(on, { ...plain, key })).toEqual(act);
  });

  test('Space pauses a running playback', () => {
    expect(playerCommandFor(after(play, received), { ...plain, key: ' ' })).toEqual({ kind: 'pause' });
  });

  test('does nothing without a shown playback or with a modifier key', () => {
    expect(playerCommandFor(initialPlayer, { ...plain, key: ' ' })).toBeUndefined();
    expect(playerCommandFor(on, { ...plain, key: 'ArrowRight', altKey: true })).toBeUndefined();
  });
});
