/** A number that is tried out in the panel: taken up, moved, kept or dropped, and what is said where it couldn't be kept. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { wayOfDrag, wayOfKey } from '../../client/webview/src/scrub/gears.ts';
import {
  type Grain,
  noScrub,
  reduceScrub,
  type Scrub,
  type ScrubAct,
  triedValue,
} from '../../client/webview/src/scrub/scrub.ts';
import type { PanelAction } from '../../client/webview/src/state/panel.ts';
import { showNumber } from '../../server/src/display/numbers.ts';
import { showScrubbed } from '../../server/src/protocol/panel/scrubSteps.ts';
import { graphOf, structureOf } from './graphs.ts';

const text = { uri: 'file:///lesson.bp', version: 3 };
const next = { ...text, version: 4 };
const grab: ScrubAct = { kind: 'grab', text, name: 'x', value: -2 };
const keep: ScrubAct = { kind: 'keep', name: 'x' };
const drop: ScrubAct = { kind: 'drop', name: 'x' };

const move = (by: number, grain: Grain = 1): ScrubAct => ({ kind: 'move', name: 'x', by, grain });

const file = (uri: string, isOpen = true): PanelAction => ({
  kind: 'file',
  uri,
  name: 'lesson.bp',
  isPinned: false,
  isOpen,
  folding: { isFolded: null, except: [] },
});

const graph = (version: number): PanelAction => ({
  kind: 'graph',
  graph: graphOf(structureOf(['x', 'q'], [[0, 1]]), { version }),
});

function after(...actions: readonly (ScrubAct | PanelAction)[]): Scrub {
  return actions.reduce<Scrub>(
    (scrub, action) => reduceScrub(scrub, isAct(action) ? { kind: 'scrub', act: action } : action),
    noScrub,
  );
}

function isAct(action: ScrubAct | PanelAction): action is ScrubAct {
  return !['file', 'graph', 'cursor', 'list'].includes(action.kind);
}

describe('while it is held', () => {
  test('it is what it has been moved to, from where the text has it', () => {
    const scrub = after(grab, move(4), move(6));
    expect(scrub.held).toMatchObject({ start: -2, value: -1, state: 'tried', isMoved: true });
    expect(triedValue(scrub, 'x', text)).toBe(-1);
  });

  test('other numbers, and those of other texts, are their own', () => {
    const scrub = after(grab, move(10));
    expect(triedValue(scrub, 'y', text)).toBeUndefined();
    expect(triedValue(scrub, 'x', next)).toBeUndefined();
    expect(triedValue(scrub, 'x', { ...text, uri: 'file:///xor.bp' })).toBeUndefined();
  });

  test('parts of steps add up', () => {
    expect(after(grab, ...Array.from({ length: 40 }, () => move(0.25))).held?.value).toBe(-1);
    expect(after(grab, ...Array.from({ length: 30 }, () => move(0.1, 0.1))).held?.value).toBe(-1.7);
  });

  test('it comes back to whole steps after finer ones', () => {
    expect(after(grab, move(0.3, 0.1)).held?.value).toBe(-1.97);
    expect(after(grab, move(0.3, 0.1), move(1)).held?.value).toBe(-1.9);
  });

  test('it goes through zero', () => {
    expect(after(grab, move(20)).held?.value).toBe(0);
    expect(after(grab, move(25)).held?.value).toBe(0.5);
  });

  test('no other one is taken up, and none is moved but itself', () => {
    const scrub = after(grab, move(1));
    expect(reduceScrub(scrub, { kind: 'scrub', act: { ...grab, name: 'y' } })).toBe(scrub);
    expect(reduceScrub(scrub, { kind: 'scrub', act: { kind: 'move', name: 'y', by: 1, grain: 1 } })).toBe(scrub);
    expect(reduceScrub(noScrub, { kind: 'scrub', act: move(1) })).toBe(noScrub);
  });

  test('more numbers of the same text change nothing', () => {
    const scrub = after(grab, move(1));
    expect(reduceScrub(scrub, graph(text.version)).held).toBe(scrub.held);
  });
});

describe('kept', () => {
  const kept = after(grab, move(10), keep);

  test('it is shown until its text comes, whether the server answers before or after', () => {
    expect(triedValue(kept, 'x', text)).toBe(-1);
    const answered = reduceScrub(kept, { kind: 'scrub', act: { kind: 'ended', held: kept.held!, isKept: true } });
    expect(triedValue(answered, 'x', text)).toBe(-1);
    for (const scrub of [kept, answered]) expect(reduceScrub(scrub, graph(next.version))).toEqual(noScrub);
  });

  test('nothing moves or ends it any more', () => {
    for (const act of [move(1), drop, keep, grab, { kind: 'gone', name: 'x' } as const])
      expect(reduceScrub(kept, { kind: 'scrub', act })).toBe(kept);
  });

  test('where the server could not write it, it says so, until the text changes or another one is taken up', () => {
    const refused = reduceScrub(kept, { kind: 'scrub', act: { kind: 'ended', held: kept.held!, isKept: false } });
    expect(refused.held).toBeUndefined();
    expect(refused.notice?.sentence).toBe(
      "x = −1 is not kept: the text can't be changed now. If the file is read-only, make it writable.",
    );
    expect(reduceScrub(refused, graph(text.version)).notice).toBe(refused.notice);
    expect(reduceScrub(refused, graph(next.version)).notice).toBeUndefined();
    expect(reduceScrub(refused, { kind: 'scrub', act: grab }).notice).toBeUndefined();
    expect(reduceScrub(refused, file('file:///xor.bp')).notice).toBeUndefined();
  });

  test('where the server does not answer, it says why', () => {
    const act = { kind: 'failed', held: kept.held!, reason: 'the server has stopped.' } as const;
    expect(reduceScrub(kept, { kind: 'scrub', act }).notice?.sentence).toBe(
      'x = −1 is not kept: the server has stopped.',
    );
  });

  test('where it began, there is nothing to keep', () => {
    expect(after(grab, keep)).toEqual(noScrub);
    expect(after(grab, move(1), move(-1), keep).held).toMatchObject({ state: 'dropped', value: -2 });
  });

  test('while another file is shown, that has its own numbers', () => {
    expect(reduceScrub(kept, file('file:///xor.bp'))).toEqual(noScrub);
  });
});

describe('dropped', () => {
  const dropped = after(grab, move(10), drop);

  test('it is what the text says at once, until the server has let go of it', () => {
    expect(triedValue(dropped, 'x', text)).toBe(-2);
    const act = { kind: 'ended', held: dropped.held!, isKept: false } as const;
    expect(reduceScrub(dropped, { kind: 'scrub', act })).toEqual(noScrub);
  });

  test('what was never moved is gone at once', () => {
    expect(after(grab, drop)).toEqual(noScrub);
  });

  test('by a change of the text, which says why', () => {
    const scrub = after(grab, move(10), graph(next.version));
    expect(scrub.held).toBeUndefined();
    expect(scrub.notice?.sentence).toBe('x = −1 is not kept: the text was changed. Try it again.');
    expect(reduceScrub(scrub, graph(next.version)).notice).toBe(scrub.notice);
    expect(after(grab, graph(next.version))).toEqual(noScrub);
  });

  test('as its file is closed, or its number is out of sight', () => {
    const closed = after(grab, move(10), file(text.uri, false));
    expect(closed.held?.state).toBe('dropped');
    expect(closed.notice?.sentence).toBe('x = −1 is not kept: lesson.bp was closed.');
    const gone = after(grab, move(10), { kind: 'gone', name: 'x' });
    expect(gone.held?.state).toBe('dropped');
    expect(gone.notice?.sentence).toBe('x = −1 is not kept: it went out of sight. Try it again where you see it.');
  });

  test('as another file is shown', () => {
    expect(after(grab, move(10), file('file:///xor.bp')).held?.state).toBe('dropped');
  });
});

test('a drag goes four pixels a step, with Shift ten times as far, with Alt a tenth', () => {
  const pixels = 8;
  expect(wayOfDrag(pixels, { shiftKey: false, altKey: false })).toEqual({ by: 2, grain: 1 });
  expect(wayOfDrag(pixels, { shiftKey: true, altKey: false })).toEqual({ by: 20, grain: 1 });
  expect(wayOfDrag(pixels, { shiftKey: false, altKey: true })).toEqual({ by: 0.2, grain: 0.1 });
});

test('the arrows go a step, the pages ten, and other keys nowhere', () => {
  const plain = { shiftKey: false, altKey: false };
  expect(wayOfKey({ key: 'ArrowUp', ...plain })?.by).toBe(1);
  expect(wayOfKey({ key: 'ArrowDown', ...plain, altKey: true })?.by).toBe(-0.1);
  expect(wayOfKey({ key: 'PageDown', ...plain })?.by).toBe(-10);
  expect(wayOfKey({ key: 'ArrowLeft', ...plain })).toBeUndefined();
});

test('a number is written as everywhere, with all of its digits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(showScrubbed(value)).toBe(showNumber(value, 17));
    }),
  );
});
