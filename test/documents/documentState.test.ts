/** States of an open document: every event in every state. */

import { describe, expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  type AnalysisRequest,
  accepts,
  type DocumentEffect,
  type DocumentEvent,
  type DocumentState,
  isFinished,
  isNewestPublished,
  pickedRootNameOf,
  transition,
} from '../../server/src/documents/documentState.ts';
import { analyze, type Snapshot } from '../../server/src/snapshot/snapshot.ts';

const request = requestOf('param x = 1');
const newer = requestOf('param x = 2');
const [analyzed, evaluated, overlaid, other] = Array.from({ length: 4 }, () => analyze('param x = 1'));
const overlay = { base: evaluated };
const staleOverlay = { base: other };

const states = {
  closed: { kind: 'closed' },
  analyzing: { kind: 'analyzing', request, isOverdue: false },
  'analyzing late': { kind: 'analyzing', request, isOverdue: true },
  evaluating: { kind: 'evaluating', request, snapshot: analyzed, isOverdue: false },
  'evaluating late': { kind: 'evaluating', request, snapshot: analyzed, isOverdue: true },
  settled: { kind: 'settled', request, snapshot: evaluated },
  released: { kind: 'released', request, snapshot: analyzed },
  overlaid: { kind: 'overlaid', request, snapshot: evaluated, overlay, shown: overlaid },
  failed: { kind: 'failed', request },
} satisfies Record<string, DocumentState>;

const events = {
  change: { kind: 'change', request: newer, isOverlayCommitted: false },
  'change that keeps the overlay': { kind: 'change', request: newer, isOverlayCommitted: true },
  analyzed: { kind: 'analyzed', request, snapshot: analyzed },
  evaluationEnded: { kind: 'evaluationEnded', request, snapshot: evaluated },
  superseded: { kind: 'superseded', request },
  fail: { kind: 'fail', request },
  timeout: { kind: 'timeout', request },
  overlay: { kind: 'overlay', overlay, shown: overlaid },
  'overlay of another version': { kind: 'overlay', overlay: staleOverlay, shown: overlaid },
  endOverlay: { kind: 'endOverlay', overlay },
  'endOverlay of another version': { kind: 'endOverlay', overlay: staleOverlay },
  replace: { kind: 'replace', shown: evaluated, replacement: other },
  'replace of another version': { kind: 'replace', shown: other, replacement: analyzed },
  release: { kind: 'release', snapshot: analyzed },
  close: { kind: 'close' },
} satisfies Record<string, DocumentEvent>;

type StateName = keyof typeof states;
type EventName = keyof typeof events;
type Row = readonly [next: DocumentState, ...effects: DocumentEffect[]];

const show = (snapshot: Snapshot): DocumentEffect => ({ kind: 'show', snapshot });
const evaluate: DocumentEffect = { kind: 'evaluate', request, snapshot: analyzed };
const showTextOnly: DocumentEffect = { kind: 'showTextOnly', request };
const drop: DocumentEffect = { kind: 'cancelEvaluation' };
const start: readonly DocumentEffect[] = [
  drop,
  { kind: 'startTimer', request: newer },
  { kind: 'analyze', request: newer },
];
const restarted: Row = [{ kind: 'analyzing', request: newer, isOverdue: false }, ...start];
const reverted: Row = [restarted[0], show(evaluated), ...start];
const closed: Row = [states.closed, drop];
const settled: Row = [states.settled, show(evaluated)];

/** Transitions that are not listed change nothing. */
const table: { readonly [State in StateName]: { readonly [Event in EventName]?: Row } } = {
  closed: { change: restarted, 'change that keeps the overlay': restarted },
  analyzing: {
    change: restarted,
    'change that keeps the overlay': restarted,
    analyzed: [states.evaluating, evaluate],
    fail: [states.failed, showTextOnly],
    timeout: [states['analyzing late'], showTextOnly],
    close: closed,
  },
  'analyzing late': {
    change: restarted,
    'change that keeps the overlay': restarted,
    analyzed: [states['evaluating late'], evaluate],
    fail: [states.failed, showTextOnly],
    close: closed,
  },
  evaluating: {
    change: restarted,
    'change that keeps the overlay': restarted,
    evaluationEnded: settled,
    superseded: [states.evaluating, evaluate],
    fail: [{ kind: 'settled', request, snapshot: analyzed }, show(analyzed)],
    timeout: [states['evaluating late'], show(analyzed)],
    close: closed,
  },
  'evaluating late': {
    change: restarted,
    'change that keeps the overlay': restarted,
    evaluationEnded: settled,
    superseded: [states['evaluating late'], evaluate],
    fail: [{ kind: 'settled', request, snapshot: analyzed }, show(analyzed)],
    close: closed,
  },
  settled: {
    change: restarted,
    'change that keeps the overlay': restarted,
    overlay: [states.overlaid, show(overlaid)],
    replace: [{ kind: 'settled', request, snapshot: other }, show(other)],
    release: [states.released, { kind: 'releaseValues', snapshot: analyzed }],
    close: closed,
  },
  released: { change: restarted, 'change that keeps the overlay': restarted, close: closed },
  overlaid: {
    change: reverted,
    'change that keeps the overlay': restarted,
    overlay: [states.overlaid, show(overlaid)],
    endOverlay: settled,
    close: closed,
  },
  failed: { change: restarted, 'change that keeps the overlay': restarted, close: closed },
};

const stateNames = Object.keys(states) as StateName[];
const eventNames = Object.keys(events) as EventName[];

describe.each(stateNames)('a document in the state "%s"', (stateName) => {
  test.each(eventNames)('handles the event "%s"', (eventName) => {
    const state = states[stateName];
    const [next, ...effects] = table[stateName][eventName] ?? [state];
    expect(transition(state, events[eventName])).toEqual({ state: next, effects });
  });

  test.each(eventNames)('ignores the event "%s" of an earlier request', (eventName) => {
    const event: DocumentEvent = events[eventName];
    if (event.kind === 'change' || !('request' in event)) return;
    const state = states[stateName];
    const transitioned = transition(state, { ...event, request: requestOf('param x = 0') });
    expect(transitioned.state).toBe(state);
    expect(transitioned.effects).toEqual([]);
  });
});

test('the newest text is shown last, however results interleave', () => {
  let state: DocumentState = states.closed;
  const shown: Snapshot[] = [];
  const apply = (event: DocumentEvent): void => {
    const next = transition(state, event);
    state = next.state;
    for (const effect of next.effects) if (effect.kind === 'show') shown.push(effect.snapshot);
  };
  apply({ kind: 'change', request, isOverlayCommitted: false });
  apply({ kind: 'analyzed', request, snapshot: analyzed });
  apply({ kind: 'change', request: newer, isOverlayCommitted: false });
  apply({ kind: 'superseded', request });
  apply({ kind: 'evaluationEnded', request, snapshot: evaluated });
  apply({ kind: 'timeout', request });
  apply({ kind: 'analyzed', request: newer, snapshot: other });
  apply({ kind: 'superseded', request: newer });
  apply({ kind: 'evaluationEnded', request: newer, snapshot: other });
  apply({ kind: 'timeout', request: newer });
  expect(shown).toEqual([other]);
  expect(state).toEqual({ kind: 'settled', request: newer, snapshot: other });
});

test('waits resolve when the newest version is shown or evaluated', () => {
  const names = (isDue: (state: DocumentState) => boolean) => stateNames.filter((name) => isDue(states[name]));
  expect(names(isFinished)).toEqual(['closed', 'settled', 'overlaid', 'failed']);
  expect(names(isNewestPublished)).toEqual([
    'closed',
    'analyzing late',
    'evaluating late',
    'settled',
    'overlaid',
    'failed',
  ]);
});

test('a settled version accepts one overlay at a time', () => {
  const names = (key: { base: Snapshot }) => stateNames.filter((name) => accepts(states[name], key));
  expect(names(overlay)).toEqual(['settled', 'overlaid']);
  expect(names({ base: evaluated })).toEqual(['settled']);
  expect(names(staleOverlay)).toEqual([]);
});

test('a picked root is kept while the model has it', () => {
  const picked = analyze('param x = 1\ny = 2 * x', 0, { ...analyzed.context, pickedRootName: 'y' });
  expect(pickedRootNameOf({ kind: 'settled', request, snapshot: picked })).toBe('y');
  expect(pickedRootNameOf({ kind: 'analyzing', request: { ...request, pickedRootName: 'y' }, isOverdue: false })).toBe(
    'y',
  );
  expect(
    pickedRootNameOf({ kind: 'settled', request: { ...request, pickedRootName: 'y' }, snapshot: analyzed }),
  ).toBeUndefined();
  expect(pickedRootNameOf(states.closed)).toBeUndefined();
});

function requestOf(text: string): AnalysisRequest {
  return {
    document: TextDocument.create('file:///model.bp', 'bp', 1, text),
    pickedRootName: undefined,
    mode: 'training',
    draw: 0,
    learnedParams: undefined,
  };
}
