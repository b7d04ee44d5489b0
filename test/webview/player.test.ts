/** The film's player, act by act. */
import { describe, expect, test } from 'vitest';
import { actOfKey } from '../../client/webview/src/film/keys.ts';
import { lightOf } from '../../client/webview/src/film/onCanvas.ts';
import {
  noPlayer,
  type Player,
  type PlayerAct,
  positionOf,
  reducePlayer,
  shownStep,
  startOf,
} from '../../client/webview/src/film/player.ts';
import type { Film, FilmStep } from '../../server/src/protocol/panel/film.ts';
import { structureOf } from './graphs.ts';

function step(phase: FilmStep['phase'], parts: Partial<FilmStep> = {}): FilmStep {
  return {
    phase,
    node: 0,
    wire: null,
    known: 0,
    rule: '',
    equation: [],
    sum: null,
    gradient: null,
    source: '',
    place: '',
    range: null,
    ...parts,
  };
}

/** Two steps forward, three back, one update. */
const steps = [step('forward'), step('forward'), step('backward'), step('backward'), step('backward'), step('update')];
const film: Film = { structureCount: 1, version: 1, steps, refusal: null };

function after(...acts: readonly PlayerAct[]): Player {
  return acts.reduce((player, act) => reducePlayer(player, { kind: 'film', act }), noPlayer);
}

const came: PlayerAct = { kind: 'came', film };
const next: PlayerAct = { kind: 'next' };
const play: PlayerAct = { kind: 'play' };

describe('the film', () => {
  test('opens at its first step, and is shown when it has come', () => {
    const opened = after(next);
    expect(opened).toMatchObject({ isOn: true, at: 0, isPlaying: false });
    expect(shownStep(opened, 1)).toBeUndefined();
    expect(shownStep(after(next, came), 1)).toBe(steps[0]);
  });

  test('loses no key that comes before it does', () => {
    expect(after(next, next, next, came).at).toBe(2);
    expect(after(next, { kind: 'last' }, came).at).toBe(5);
    expect(after(play, next, came)).toMatchObject({ at: 1, isPlaying: false });
  });

  test('is shown over the structure that it is of, and over no other', () => {
    expect(shownStep(after(next, came), 2)).toBeUndefined();
    expect(shownStep(after(next, came), undefined)).toBeUndefined();
  });

  test('is not shown when it comes after its end', () => {
    expect(after(next, { kind: 'end' }, came)).toEqual(noPlayer);
  });

  test('goes on and back, and no further than its ends', () => {
    expect(after(next, came, next, next).at).toBe(2);
    expect(after(next, came, next, { kind: 'back' }, { kind: 'back' }).at).toBe(0);
    expect(after(next, came, { kind: 'last' }, next).at).toBe(5);
    expect(after(next, came, { kind: 'last' }, { kind: 'first' }).at).toBe(0);
  });

  test('leads to each of its parts', () => {
    expect(after(next, came, { kind: 'phase', phase: 'backward' }).at).toBe(2);
    expect(after(next, came, { kind: 'phase', phase: 'update' }).at).toBe(5);
    const forwardAlone: Film = { ...film, steps: steps.slice(0, 2) };
    expect(startOf(forwardAlone, 'backward')).toBeUndefined();
    const there = after(next, { kind: 'came', film: forwardAlone }, next, { kind: 'phase', phase: 'backward' });
    expect(there.at).toBe(1);
  });

  test('says where it is in its part', () => {
    expect(positionOf(film, 3)).toEqual({ number: 2, count: 3 });
    expect(positionOf(film, 5)).toEqual({ number: 1, count: 1 });
  });

  test('says why it did not come', () => {
    const player = after(play, { kind: 'missing', reason: 'The server stopped.' });
    expect(player).toMatchObject({ isOn: true, isPlaying: false, trouble: 'The server stopped.' });
    expect(reducePlayer(player, { kind: 'film', act: came }).trouble).toBeUndefined();
  });
});

describe('playing', () => {
  const elapsed = (at: number): PlayerAct => ({ kind: 'elapsed', at });

  test('goes on when the time of a step has passed, and stops at the last one', () => {
    expect(after(play, came, elapsed(0))).toMatchObject({ at: 1, isPlaying: true });
    expect(after(play, came, ...[0, 1, 2, 3, 4].map(elapsed))).toMatchObject({ at: 5, isPlaying: false });
  });

  test('does not go on for the time of another step, nor while it is paused', () => {
    expect(after(play, came, elapsed(3)).at).toBe(0);
    expect(after(play, came, { kind: 'pause' }, elapsed(0)).at).toBe(0);
  });

  test('stops when a step is taken by hand', () => {
    expect(after(play, came, next)).toMatchObject({ at: 1, isPlaying: false });
  });

  test('begins anew after the last step', () => {
    expect(after(next, came, { kind: 'last' }, play)).toMatchObject({ at: 0, isPlaying: true });
  });

  test('keeps its speed beyond the end of a film', () => {
    expect(after({ kind: 'speed', speed: 2 }, play, came, { kind: 'end' })).toEqual({ ...noPlayer, speed: 2 });
  });
});

describe('a film that comes after another', () => {
  test('of the same structure keeps the place, and goes on playing', () => {
    const newer: Film = { ...film, version: 2 };
    const player = after(next, came, next, next, next, play, { kind: 'came', film: newer });
    expect(player).toMatchObject({ at: 3, isPlaying: true, film: newer });
  });

  test('with fewer steps is at its last one', () => {
    const shorter: Film = { ...film, steps: steps.slice(0, 2) };
    expect(after(next, came, { kind: 'last' }, { kind: 'came', film: shorter }).at).toBe(1);
  });

  test('of another structure begins the same part anew', () => {
    const other: Film = { ...film, structureCount: 2, steps: [step('forward'), ...steps] };
    expect(after(next, came, next, next, next, { kind: 'came', film: other }).at).toBe(3);
  });

  test('without steps does not play', () => {
    const refused: Film = { ...film, steps: [], refusal: 'Fold some.' };
    expect(after(play, came, { kind: 'came', film: refused })).toMatchObject({ at: 0, isPlaying: false });
  });
});

test('the film of a file ends when another file is shown, and not when its own is pinned', () => {
  const file = {
    kind: 'file',
    uri: 'file:///lesson.bp',
    name: 'lesson.bp',
    isPinned: false,
    isOpen: true,
    folding: { isFolded: null, except: [] },
  } as const;
  const on = [next, came].reduce(
    (player, act) => reducePlayer(player, { kind: 'film', act }),
    reducePlayer(noPlayer, file),
  );
  expect(reducePlayer(on, { ...file, isPinned: true })).toBe(on);
  expect(reducePlayer(on, { ...file, uri: 'file:///other.bp' })).toEqual({ ...noPlayer, uri: 'file:///other.bp' });
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
  const whole: Film = {
    ...film,
    steps: [
      step('forward', { node: 2, known: 2 }),
      step('forward', { node: 3, known: 3 }),
      step('backward', { node: 3, known: 3, gradient: '1' }),
      step('backward', { node: 3, wire: 2, known: 0, gradient: '6' }),
      step('backward', { node: 3, wire: 3, known: 2, gradient: '2' }),
      step('backward', { node: 2, wire: 0, known: 0, gradient: '12' }),
      step('update', { node: 0, known: 0, gradient: '12' }),
    ],
  };

  test('leaves are known from the beginning, and an operator is lit with what enters it', () => {
    expect(lightOf(whole, 0, structure)).toEqual({
      nodes: new Set([2]),
      wires: new Set([0, 1]),
      film: { values: new Set([0, 1, 2]), gradients: new Map(), wires: new Set() },
    });
  });

  test('what hands its gradient back is lit with the wire, and a part of a gradient is told as such', () => {
    expect(lightOf(whole, 3, structure)).toEqual({
      nodes: new Set([3]),
      wires: new Set([2]),
      film: {
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
    const { nodes, wires, film: known } = lightOf(whole, 6, structure);
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
    expect(actOfKey(on, { ...plain, key })).toEqual(act);
  });

  test('Space pauses what plays', () => {
    expect(actOfKey(after(play, came), { ...plain, key: ' ' })).toEqual({ kind: 'pause' });
  });

  test('does nothing while no film is shown, nor with another key held', () => {
    expect(actOfKey(noPlayer, { ...plain, key: ' ' })).toBeUndefined();
    expect(actOfKey(on, { ...plain, key: 'ArrowRight', altKey: true })).toBeUndefined();
  });
});
