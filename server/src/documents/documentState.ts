/**
 * The states of an open document, as a pure transition function.
 *
 *     closed ──change──▶ reading ──read──▶ evaluating ──evaluated──▶ settled ⇄ overlaid
 *
 * A change leads from every state back to `reading`. Results carry the request that they answer, and one of an earlier
 * request changes nothing, so the newest text is always the one that ends up shown.
 */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { TrainedValues } from '../language/lowering/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';

/** A text to read, and what else its model depends on. Requests are told apart by identity. */
export interface ReadRequest {
  readonly document: TextDocument;
  /** The name of the scalar to differentiate in place of the losses. */
  readonly root: string | undefined;
  /** Trained values of params that the text does not hold; undefined where those saved beside the file count. */
  readonly trained: TrainedValues | undefined;
}

/** Temporary values over one version, as far as transitions depend on them. */
export interface OverlayKey {
  readonly base: Snapshot;
}

export type DocumentState =
  | { readonly kind: 'closed' }
  /** @property isOverdue whether the settling time is over, so that something had to be shown without its numbers. */
  | { readonly kind: 'reading'; readonly request: ReadRequest; readonly isOverdue: boolean }
  | {
      readonly kind: 'evaluating';
      readonly request: ReadRequest;
      readonly snapshot: Snapshot;
      readonly isOverdue: boolean;
    }
  /** The newest version is shown as its evaluation left it. */
  | { readonly kind: 'settled'; readonly request: ReadRequest; readonly snapshot: Snapshot }
  /** Temporary values are shown in place of those of `snapshot`. */
  | {
      readonly kind: 'overlaid';
      readonly request: ReadRequest;
      readonly snapshot: Snapshot;
      readonly overlay: OverlayKey;
      readonly overlaid: Snapshot;
    }
  /** The text could not be read, because of a bug. */
  | { readonly kind: 'failed'; readonly request: ReadRequest };

export type DocumentEvent =
  /** The text, or what it is read with, has changed. @property isOverlayKept whether the new text holds the temporary values. */
  | { readonly kind: 'change'; readonly request: ReadRequest; readonly isOverlayKept: boolean }
  | { readonly kind: 'read'; readonly request: ReadRequest; readonly snapshot: Snapshot }
  /** The evaluation has ended: `snapshot` has values, or says why it has none. */
  | { readonly kind: 'evaluated'; readonly request: ReadRequest; readonly snapshot: Snapshot }
  /** The engine gave the evaluation up for another one of the same file. */
  | { readonly kind: 'superseded'; readonly request: ReadRequest }
  /** Reading or evaluating threw an error. */
  | { readonly kind: 'fail'; readonly request: ReadRequest }
  /** The settling time is over. */
  | { readonly kind: 'timeout'; readonly request: ReadRequest }
  | { readonly kind: 'overlay'; readonly overlay: OverlayKey; readonly overlaid: Snapshot }
  | { readonly kind: 'endOverlay'; readonly overlay: OverlayKey }
  /** More is known about the version that is shown, such as the outcome of a gradient check. */
  | { readonly kind: 'replace'; readonly shown: Snapshot; readonly replacement: Snapshot }
  | { readonly kind: 'close' };

export type DocumentEffect =
  | { readonly kind: 'read'; readonly request: ReadRequest }
  | { readonly kind: 'evaluate'; readonly request: ReadRequest; readonly snapshot: Snapshot }
  | { readonly kind: 'dropEvaluation' }
  | { readonly kind: 'startTimer'; readonly request: ReadRequest }
  | { readonly kind: 'show'; readonly snapshot: Snapshot }
  /** Shows the text alone, without the files that its model names. */
  | { readonly kind: 'showUnread'; readonly request: ReadRequest };

export interface Transition {
  readonly state: DocumentState;
  /** In the order in which they are carried out. */
  readonly effects: readonly DocumentEffect[];
}

/** The next state; the same object where the event does not apply. */
export function transition(state: DocumentState, event: DocumentEvent): Transition {
  switch (event.kind) {
    case 'change':
      return onChange(state, event.request, event.isOverlayKept);
    case 'close':
      return state.kind === 'closed'
        ? ignored(state)
        : { state: { kind: 'closed' }, effects: [{ kind: 'dropEvaluation' }] };
    case 'overlay':
      return onOverlay(state, event.overlay, event.overlaid);
    case 'endOverlay':
      return state.kind === 'overlaid' && state.overlay === event.overlay
        ? settled(state.request, state.snapshot)
        : ignored(state);
    case 'replace':
      return state.kind === 'settled' && state.snapshot === event.shown
        ? settled(state.request, event.replacement)
        : ignored(state);
    default:
      return onResult(state, event);
  }
}

/** True if the newest version has been evaluated, or cannot be. */
export function isFinished({ kind }: DocumentState): boolean {
  return kind !== 'reading' && kind !== 'evaluating';
}

/** Whether the newest version is shown, with or without its numbers. */
export function isShown(state: DocumentState): boolean {
  return isFinished(state) || ('isOverdue' in state && state.isOverdue);
}

/** The root that the next reading starts with: one that the model no longer has is forgotten. */
export function rootOf(state: DocumentState): string | undefined {
  if (state.kind === 'closed') return undefined;
  return 'snapshot' in state ? state.snapshot.model.pickedName : state.request.root;
}

/** Whether an overlay is shown, or would be. */
export function accepts(state: DocumentState, overlay: OverlayKey): boolean {
  if (state.kind === 'overlaid') return state.overlay === overlay;
  return state.kind === 'settled' && state.snapshot === overlay.base;
}

function onChange(state: DocumentState, request: ReadRequest, isOverlayKept: boolean): Transition {
  const isReverted = state.kind === 'overlaid' && !isOverlayKept;
  return {
    state: { kind: 'reading', request, isOverdue: false },
    effects: [
      // Statements that cannot be evaluated keep the numbers that were shown last, which must be those of a text.
      ...(isReverted ? [{ kind: 'show', snapshot: state.snapshot } as const] : []),
      { kind: 'dropEvaluation' },
      { kind: 'startTimer', request },
      { kind: 'read', request },
    ],
  };
}

function onOverlay(state: DocumentState, overlay: OverlayKey, overlaid: Snapshot): Transition {
  if (!accepts(state, overlay) || (state.kind !== 'settled' && state.kind !== 'overlaid')) return ignored(state);
  const { request, snapshot } = state;
  return {
    state: { kind: 'overlaid', request, snapshot, overlay, overlaid },
    effects: [{ kind: 'show', snapshot: overlaid }],
  };
}

type ResultEvent = Extract<DocumentEvent, { kind: 'read' | 'evaluated' | 'superseded' | 'fail' | 'timeout' }>;

function onResult(state: DocumentState, event: ResultEvent): Transition {
  const { request } = event;
  if ((state.kind !== 'reading' && state.kind !== 'evaluating') || state.request !== request) return ignored(state);
  if (event.kind === 'timeout') {
    const effect: DocumentEffect =
      state.kind === 'evaluating' ? { kind: 'show', snapshot: state.snapshot } : { kind: 'showUnread', request };
    return state.isOverdue ? ignored(state) : { state: { ...state, isOverdue: true }, effects: [effect] };
  }
  if (state.kind === 'reading') {
    if (event.kind === 'fail')
      return { state: { kind: 'failed', request }, effects: [{ kind: 'showUnread', request }] };
    if (event.kind !== 'read') return ignored(state);
    const { snapshot } = event;
    return {
      state: { kind: 'evaluating', request, snapshot, isOverdue: state.isOverdue },
      effects: [{ kind: 'evaluate', request, snapshot }],
    };
  }
  switch (event.kind) {
    case 'evaluated':
      return settled(request, event.snapshot);
    case 'superseded':
      return { state, effects: [{ kind: 'evaluate', request, snapshot: state.snapshot }] };
    case 'fail':
      return settled(request, state.snapshot);
    default:
      return ignored(state);
  }
}

function settled(request: ReadRequest, snapshot: Snapshot): Transition {
  return { state: { kind: 'settled', request, snapshot }, effects: [{ kind: 'show', snapshot }] };
}

function ignored(state: DocumentState): Transition {
  return { state, effects: [] };
}
