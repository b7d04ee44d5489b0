/** Scrubbing in the panel: start, move, keep or discard, and failures to keep. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Granularity } from '../../../client/webview/src/scrub/heldNumber.ts';
import { moveForDrag, moveForKey } from '../../../client/webview/src/scrub/scrubMoves.ts';
import {
  initialScrub,
  overrideFor,
  reduceScrub,
  type ScrubState,
} from '../../../client/webview/src/scrub/scrubState.ts';
import type { PanelAction, ScrubCommand } from '../../../client/webview/src/state/actions.ts';
import { formatScrubbed } from '../../../protocol/shared/scrubSteps.ts';
import { formatNumber } from '../../../server/src/display/numbers.ts';
import { graphOf, structureOf } from '../graphs.ts';

const text = { uri: 'file:///lesson.bp', version: 3 };
const next = { ...text, version: 4 };
const grab: ScrubCommand = { kind: 'start', text, name: 'x', value: -2 };
const keep: ScrubCommand = { kind: 'commit', name: 'x' };
const drop: ScrubCommand = { kind: 'cancel', name: 'x' };

const move = (by: number, grain: Granularity = 1): ScrubCommand => ({
  kind: 'move',
  name: 'x',
  delta: by,
  granularity: grain,
});

const file = (uri: string, isOpen = true): PanelAction => ({
  kind: 'file',
  uri,
  name: 'lesson.bp',
  isPinned: false,
  isOpen,
  collapseState: { isCollapsed: null, except: [] },
});

const graph = (version: number): PanelAction => ({
  kind: 'graph',
  graph: graphOf(structureOf(['x', 'q'], [[0, 1]]), { version }),
});

function after(...actions: readonly (ScrubCommand | PanelAction)[]): ScrubState {
  return actions.reduce<ScrubState>(
    (scrub, action) => reduceScrub(scrub, isAct(action) ? { kind: 'scrub', command: action } : action),
    initialScrub,
  );
}

function isAct(action: ScrubCommand | PanelAction): action is ScrubCommand {
  return !['file', 'graph', 'cursor', 'list'].includes(action.kind);
}

describe('a held number', () => {
  test('adds moves to its original value', () => {
    const scrub = after(grab, move(4), move(6));
    expect(scrub.held).toMatchObject({ originalValue: -2, value: -1, state: 'active', isMoved: true });
    expect(overrideFor(scrub, 'x', text)).toBe(-1);
  });

  test('does not affect other numbers or texts', () => {
    const scrub = after(grab, move(10));
    expect(overrideFor(scrub, 'y', text)).toBeUndefined();
    expect(overrideFor(scrub, 'x', next)).toBeUndefined();
    expect(overrideFor(scrub, 'x', { ...text, uri: 'file:///xor.bp' })).toBeUndefined();
  });

  test('accumulates parts of steps', () => {
    expect(after(grab, ...Array.from({ length: 40 }, () => move(0.25))).held?.value).toBe(-1);
    expect(after(grab, ...Array.from({ length: 30 }, () => move(0.1, 0.1))).held?.value).toBe(-1.7);
  });

  test('returns to whole steps after finer ones', () => {
    expect(after(grab, move(0.3, 0.1)).held?.value).toBe(-1.97);
    expect(after(grab, move(0.3, 0.1), move(1)).held?.value).toBe(-1.9);
  });

  test('moves through zero', () => {
    expect(after(grab, move(20)).held?.value).toBe(0);
    expect(after(grab, move(25)).held?.value).toBe(0.5);
  });

  test('blocks starting another scrub, and only its own moves apply', () => {
    const scrub = after(grab, move(1));
    expect(reduceScrub(scrub, { kind: 'scrub', command: { ...grab, name: 'y' } })).toBe(scrub);
    expect(reduceScrub(scrub, { kind: 'scrub', command: { kind: 'move', name: 'y', delta: 1, granularity: 1 } })).toBe(
      scrub,
    );
    expect(reduceScrub(initialScrub, { kind: 'scrub', command: move(1) })).toBe(initialScrub);
  });

  test('ignores further numbers of the same text', () => {
    const scrub = after(grab, move(1));
    expect(reduceScrub(scrub, graph(text.version)).held).toBe(scrub.held);
  });
});

describe('a kept number', () => {
  const kept = after(grab, move(10), keep);

  test("is shown until the new text arrives, before or after the server's answer", () => {
    expect(overrideFor(kept, 'x', text)).toBe(-1);
    const answered = reduceScrub(kept, {
      kind: 'scrub',
      command: { kind: 'finished', held: kept.held!, wasCommitted: true },
    });
    expect(overrideFor(answered, 'x', text)).toBe(-1);
    for (const scrub of [kept, answered]) expect(reduceScrub(scrub, graph(next.version))).toEqual(initialScrub);
  });

  test('ignores further moves and cancels', () => {
    for (const act of [move(1), drop, keep, grab, { kind: 'removed', name: 'x' } as const])
      expect(reduceScrub(kept, { kind: 'scrub', command: act })).toBe(kept);
  });

  test('shows a notice if the edit is refused, until the text changes or a new scrub starts', () => {
    const refused = reduceScrub(kept, {
      kind: 'scrub',
      command: { kind: 'finished', held: kept.held!, wasCommitted: false },
    });
    expect(refused.held).toBeUndefined();
    expect(refused.notice?.sentence).toBe(
      "Can't keep x = −1: the text can't be edited now. If the file is read-only, make it writable.",
    );
    expect(reduceScrub(refused, graph(text.version)).notice).toBe(refused.notice);
    expect(reduceScrub(refused, graph(next.version)).notice).toBeUndefined();
    expect(reduceScrub(refused, { kind: 'scrub', command: grab }).notice).toBeUndefined();
    expect(reduceScrub(refused, file('file:///xor.bp')).notice).toBeUndefined();
  });

  test('shows why the request failed', () => {
    const act = { kind: 'failed', held: kept.held!, reason: 'the server has stopped.' } as const;
    expect(reduceScrub(kept, { kind: 'scrub', command: act }).notice?.sentence).toBe(
      "Can't keep x = −1: the server has stopped.",
    );
  });

  test('ends without an edit if it equals its original value', () => {
    expect(after(grab, keep)).toEqual(initialScrub);
    expect(after(grab, move(1), move(-1), keep).held).toMatchObject({ state: 'cancelled', value: -2 });
  });

  test('is discarded when another file is shown', () => {
    expect(reduceScrub(kept, file('file:///xor.bp'))).toEqual(initialScrub);
  });
});

describe('a cancelled number', () => {
  const dropped = after(grab, move(10), drop);

  test('shows the value of the text until the server confirms', () => {
    expect(overrideFor(dropped, 'x', text)).toBe(-2);
    const act = { kind: 'finished', held: dropped.held!, wasCommitted: false } as const;
    expect(reduceScrub(dropped, { kind: 'scrub', command: act })).toEqual(initialScrub);
  });

  test('is cleared immediately if it was never moved', () => {
    expect(after(grab, drop)).toEqual(initialScrub);
  });

  test('has a notice if the text changed', () => {
    const scrub = after(grab, move(10), graph(next.version));
    expect(scrub.held).toBeUndefined();
    expect(scrub.notice?.sentence).toBe("Can't keep x = −1: the text was changed. Try again.");
    expect(reduceScrub(scrub, graph(next.version)).notice).toBe(scrub.notice);
    expect(after(grab, graph(next.version))).toEqual(initialScrub);
  });

  test('has a notice if its file was closed or the number disappeared from view', () => {
    const closed = after(grab, move(10), file(text.uri, false));
    expect(closed.held?.state).toBe('cancelled');
    expect(closed.notice?.sentence).toBe("Can't keep x = −1: lesson.bp was closed.");
    const gone = after(grab, move(10), { kind: 'removed', name: 'x' });
    expect(gone.held?.state).toBe('cancelled');
    expect(gone.notice?.sentence).toBe(
      "Can't keep x = −1: it was scrolled out of view. Try again where it is visible.",
    );
  });

  test('is cancelled when another file is shown', () => {
    expect(after(grab, move(10), file('file:///xor.bp')).held?.state).toBe('cancelled');
  });
});

test('four pixels of a drag are one step; Shift multiplies it by ten, Alt divides it by ten', () => {
  const pixels = 8;
  expect(moveForDrag(pixels, { shiftKey: false, altKey: false })).toEqual({ delta: 2, granularity: 1 });
  expect(moveForDrag(pixels, { shiftKey: true, altKey: false })).toEqual({ delta: 20, granularity: 1 });
  expect(moveForDrag(pixels, { shiftKey: false, altKey: true })).toEqual({ delta: 0.2, granularity: 0.1 });
});

test('arrow keys move one step, page keys ten, and other keys none', () => {
  const plain = { shiftKey: false, altKey: false };
  expect(moveForKey({ key: 'ArrowUp', ...plain })?.delta).toBe(1);
  expect(moveForKey({ key: 'ArrowDown', ...plain, altKey: true })?.delta).toBe(-0.1);
  expect(moveForKey({ key: 'PageDown', ...plain })?.delta).toBe(-10);
  expect(moveForKey({ key: 'ArrowLeft', ...plain })).toBeUndefined();
});

test('a scrubbed number is formatted like any other, with all digits', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(formatScrubbed(value)).toBe(formatNumber(value, 17));
    }),
  );
});
