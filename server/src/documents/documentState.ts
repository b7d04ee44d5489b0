/**
 * The states of an open document, as a pure transition function.
 *
 *     closed ──change──▶ analyzing ──analyzed──▶ evaluating ──evaluationEnded──▶ settled ──overlay──▶ overlaid
 *                            │                    │      └────────fail─────────▶ │   ◀──endOverlay──┘
 *                            └──fail──▶ failed    └──superseded──▶ evaluating    └──release──▶ released
 *
 * A change leads from every state back to `analyzing`, and cancels the evaluation of the previous version; `close` leads
 * from every state to `closed`. A result carries the request that it answers; the result of a previous request is
 * ignored, so the newest text wins.
 *
 * Waits for the document end with the first transition to one of these states:
 *
 *     state       `isNewestPublished`   `isFinished`
 *     closed      true                  true
 *     analyzing   if overdue            false
 *     evaluating  if overdue            false
 *     settled     true                  true
 *     released    false                 false
 *     overlaid    true                  true
 *     failed      true                  true
 */

import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Mode } from '../engine/ir/mode.ts';
import type { LearnedParams } from '../language/lowering/model.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { TrainingProgress } from '../snapshot/training/trainingProgress.ts';

/** A text to analyze, with everything else that its model depends on. Requests are compared by identity. */
export interface AnalysisRequest {
  readonly document: TextDocument;
  /** The name of the scalar to differentiate instead of the losses. */
  readonly pickedRootName: string | undefined;
  readonly mode: Mode;
  /** The number of times the user has drawn again. */
  readonly draw: number;
  /** Undefined to use those saved beside the file. */
  readonly learnedParams: LearnedParams | undefined;
  /** The last training steps since the document was opened; undefined to use those saved beside the file. */
  readonly trainingProgress?: TrainingProgress | undefined;
}

/** The part of an overlay that transitions depend on. */
export interface OverlayKey {
  readonly base: Snapshot;
}

export type DocumentState =
  | { readonly kind: 'closed' }
  /** @property isOverdue whether the settling time is over and the version is shown without its numbers. */
  | { readonly kind: 'analyzing'; readonly request: AnalysisRequest; readonly isOverdue: boolean }
  | {
      readonly kind: 'evaluating';
      readonly request: AnalysisRequest;
      readonly snapshot: Snapshot;
      readonly isOverdue: boolean;
    }
  /** The newest version is published, with its own values or the reason why it has none. */
  | { readonly kind: 'settled'; readonly request: AnalysisRequest; readonly snapshot: Snapshot }
  /** The values of the newest version were released from memory; they are computed again by a new analysis. */
  | { readonly kind: 'released'; readonly request: AnalysisRequest; readonly snapshot: Snapshot }
  /** Temporary values are shown instead of those of `snapshot`. */
  | {
      readonly kind: 'overlaid';
      readonly request: AnalysisRequest;
      readonly snapshot: Snapshot;
      readonly overlay: OverlayKey;
      /** `snapshot` with the temporary values. */
      readonly shown: Snapshot;
    }
  /** The analysis threw an error: a bug. */
  | { readonly kind: 'failed'; readonly request: AnalysisRequest };

export type DocumentEvent =
  /** The text, or another input of its analysis, has changed. @property isOverlayCommitted whether the new text holds the temporary values. */
  | { readonly kind: 'change'; readonly request: AnalysisRequest; readonly isOverlayCommitted: boolean }
  | { readonly kind: 'analyzed'; readonly request: AnalysisRequest; readonly snapshot: Snapshot }
  /** The evaluation has ended: `snapshot` has values, or a problem that says why not. */
  | { readonly kind: 'evaluationEnded'; readonly request: AnalysisRequest; readonly snapshot: Snapshot }
  /** The engine cancelled the evaluation for another one of the same file. */
  | { readonly kind: 'superseded'; readonly request: AnalysisRequest }
  /** The analysis or the evaluation threw an error. */
  | { readonly kind: 'fail'; readonly request: AnalysisRequest }
  /** The settling time is over. */
  | { readonly kind: 'timeout'; readonly request: AnalysisRequest }
  | { readonly kind: 'overlay'; readonly overlay: OverlayKey; readonly shown: Snapshot }
  | { readonly kind: 'endOverlay'; readonly overlay: OverlayKey }
  /** More is known about the version that is shown, such as the outcome of a gradient check. */
  | { readonly kind: 'replace'; readonly shown: Snapshot; readonly replacement: Snapshot }
  /** The values of the newest version are no longer needed. @property snapshot the version without them. */
  | { readonly kind: 'release'; readonly snapshot: Snapshot }
  | { readonly kind: 'close' };

export type DocumentEffect =
  | { readonly kind: 'analyze'; readonly request: AnalysisRequest }
  | { readonly kind: 'evaluate'; readonly request: AnalysisRequest; readonly snapshot: Snapshot }
  | { readonly kind: 'cancelEvaluation' }
  | { readonly kind: 'startTimer'; readonly request: AnalysisRequest }
  | { readonly kind: 'show'; readonly snapshot: Snapshot }
  /** Releases all references to values, without announcing it. */
  | { readonly kind: 'releaseValues'; readonly snapshot: Snapshot }
  /** Shows the text alone, because the files that its model names are not read yet, or because its analysis threw an error. */
  | { readonly kind: 'showTextOnly'; readonly request: AnalysisRequest };

export interface Transition {
  readonly state: DocumentState;
  /** In the order in which they are carried out. */
  readonly effects: readonly DocumentEffect[];
}

/** The next state; the same object if the event does not apply. */
export function transition(state: DocumentState, event: DocumentEvent): Transition {
  switch (event.kind) {
    case 'change':
      return onChange(state, event.request, event.isOverlayCommitted);
    case 'close':
      return state.kind === 'closed'
        ? ignored(state)
        : { state: { kind: 'closed' }, effects: [{ kind: 'cancelEvaluation' }] };
    case 'overlay':
      return onOverlay(state, event.overlay, event.shown);
    case 'endOverlay':
      return state.kind === 'overlaid' && state.overlay === event.overlay
        ? settled(state.request, state.snapshot)
        : ignored(state);
    case 'replace':
      return state.kind === 'settled' && state.snapshot === event.shown
        ? settled(state.request, event.replacement)
        : ignored(state);
    case 'release':
      return state.kind === 'settled'
        ? {
            state: { ...state, kind: 'released', snapshot: event.snapshot },
            effects: [{ kind: 'releaseValues', snapshot: event.snapshot }],
          }
        : ignored(state);
    default:
      return onResult(state, event);
  }
}

/**
 * True if the document waits for nothing: no analysis or evaluation is pending, and it has not been released, since it
 * is evaluated again before it is shown. Also true of a closed document, so that waiting for it ends.
 */
export function isFinished({ kind }: DocumentState): boolean {
  return kind !== 'analyzing' && kind !== 'evaluating' && kind !== 'released';
}

/** True if the newest version is published, with or without its numbers. */
export function isNewestPublished(state: DocumentState): boolean {
  return isFinished(state) || ('isOverdue' in state && state.isOverdue);
}

/** The root of the next analysis: a root that the model no longer has is forgotten. */
export function pickedRootNameOf(state: DocumentState): string | undefined {
  if (state.kind === 'closed') return undefined;
  return 'snapshot' in state ? state.snapshot.model.pickedRootName : state.request.pickedRootName;
}

/** The mode of the next analysis. */
export function modeOf(state: DocumentState): Mode {
  return state.kind === 'closed' ? 'training' : state.request.mode;
}

/** The draw of the next analysis. */
export function drawOf(state: DocumentState): number {
  return state.kind === 'closed' ? 0 : state.request.draw;
}

/** True if an overlay is shown, or could be. */
export function accepts(state: DocumentState, overlay: OverlayKey): boolean {
  if (state.kind === 'overlaid') return state.overlay === overlay;
  return state.kind === 'settled' && state.snapshot === overlay.base;
}

function onChange(state: DocumentState, request: AnalysisRequest, isOverlayCommitted: boolean): Transition {
  const isReverted = state.kind === 'overlaid' && !isOverlayCommitted;
  return {
    state: { kind: 'analyzing', request, isOverdue: false },
    effects: [
      // Statements that cannot be evaluated keep the numbers shown last, which must not be temporary ones.
      ...(isReverted ? [{ kind: 'show', snapshot: state.snapshot } as const] : []),
      { kind: 'cancelEvaluation' },
      { kind: 'startTimer', request },
      { kind: 'analyze', request },
    ],
  };
}

function onOverlay(state: DocumentState, overlay: OverlayKey, shown: Snapshot): Transition {
  if (!accepts(state, overlay) || (state.kind !== 'settled' && state.kind !== 'overlaid')) return ignored(state);
  const { request, snapshot } = state;
  return {
    state: { kind: 'overlaid', request, snapshot, overlay, shown },
    effects: [{ kind: 'show', snapshot: shown }],
  };
}

type ResultEvent = Extract<DocumentEvent, { kind: 'analyzed' | 'evaluationEnded' | 'superseded' | 'fail' | 'timeout' }>;

function onResult(state: DocumentState, event: ResultEvent): Transition {
  const { request } = event;
  if ((state.kind !== 'analyzing' && state.kind !== 'evaluating') || state.request !== request) return ignored(state);
  if (event.kind === 'timeout') {
    const effect: DocumentEffect =
      state.kind === 'evaluating' ? { kind: 'show', snapshot: state.snapshot } : { kind: 'showTextOnly', request };
    return state.isOverdue ? ignored(state) : { state: { ...state, isOverdue: true }, effects: [effect] };
  }
  if (state.kind === 'analyzing') {
    if (event.kind === 'fail')
      return { state: { kind: 'failed', request }, effects: [{ kind: 'showTextOnly', request }] };
    if (event.kind !== 'analyzed') return ignored(state);
    const { snapshot } = event;
    return {
      state: { kind: 'evaluating', request, snapshot, isOverdue: state.isOverdue },
      effects: [{ kind: 'evaluate', request, snapshot }],
    };
  }
  switch (event.kind) {
    case 'evaluationEnded':
      return settled(request, event.snapshot);
    case 'superseded':
      return { state, effects: [{ kind: 'evaluate', request, snapshot: state.snapshot }] };
    case 'fail':
      return settled(request, state.snapshot);
    default:
      return ignored(state);
  }
}

function settled(request: AnalysisRequest, snapshot: Snapshot): Transition {
  return { state: { kind: 'settled', request, snapshot }, effects: [{ kind: 'show', snapshot }] };
}

function ignored(state: DocumentState): Transition {
  return { state, effects: [] };
}
