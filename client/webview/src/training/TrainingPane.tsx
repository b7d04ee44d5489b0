/** The training pane: controls, curves and predictions of a training session. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { focusableRegion } from '../focusableRegion.ts';
import { isHandledByTarget } from '../keyboard.ts';
import { useReturnedFocus } from '../useReturnedFocus.ts';
import { CloseQuestion } from './controls/CloseQuestion.tsx';
import { HistorySlider } from './controls/HistorySlider.tsx';
import { TrainingControls } from './controls/TrainingControls.tsx';
import { trainingCommandFor } from './controls/trainingKeys.ts';
import { useHistoryStep } from './controls/useHistoryStep.ts';
import { Curves } from './curves/Curves.tsx';
import { PredictionView } from './PredictionView.tsx';
import type { SessionPaneState, TrainingPaneState } from './paneState.ts';
import { stateDescription, stateSummary } from './stateLine.ts';
import { type TrainingStore, useTrainingPaneState } from './store.ts';
import { useThrottledText } from './useThrottledText.ts';
import './training.css';

type OpenPaneState = Exclude<TrainingPaneState, { readonly kind: 'closed' | 'closing' }>;

export function TrainingPane({ store }: { readonly store: TrainingStore }) {
  const pane = useTrainingPaneState(store);
  if (pane.kind === 'closed' || pane.kind === 'closing') return null;
  return <Pane store={store} pane={pane} />;
}

function Pane({ store, pane }: { readonly store: TrainingStore; readonly pane: OpenPaneState }) {
  const paneRef = useRef<HTMLElement>(null);
  useFocusWithin(paneRef, pane.kind);
  const onKeyDown = (event: KeyboardEvent) => {
    if (pane.kind !== 'session' || event.defaultPrevented || isHandledByTarget(event)) return;
    const command = trainingCommandFor(pane.state.phase, event);
    if (command === undefined) return;
    event.preventDefault();
    store.command(command);
  };
  return (
    <section ref={paneRef} className="training-pane" aria-label={l10n.t('Training')} onKeyDown={onKeyDown}>
      {pane.kind === 'opening' && <p className="empty">{l10n.t('Starting training.')}</p>}
      {pane.kind === 'ended' && <EndedPane store={store} reason={pane.reason} />}
      {pane.kind === 'session' && <SessionPane store={store} session={pane} />}
    </section>
  );
}

function EndedPane({ store, reason }: { readonly store: TrainingStore; readonly reason: string }) {
  return (
    <div className="ended">
      <p role="alert">{reason}</p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => store.command({ kind: 'open' })}>
          {l10n.t('Start again')}
        </button>
        <button type="button" onClick={() => store.command({ kind: 'close' })}>
          {l10n.t('Close')}
        </button>
      </div>
    </div>
  );
}

function SessionPane({ store, session }: { readonly store: TrainingStore; readonly session: SessionPaneState }) {
  const { info, state, curves, surface, confusion } = session;
  const { shownStep, showStep } = useHistoryStep(store, session);
  const announcement = useThrottledText(stateDescription(info, state, curves));
  return (
    <>
      <TrainingControls store={store} info={info} state={state} shownStep={shownStep} />
      {session.isClosing && <CloseQuestion store={store} shownStep={shownStep} isKept={shownStep === state.textStep} />}
      <p className="state-line">{stateSummary(info, state)}</p>
      <p className="visually-hidden" role="status">
        {announcement}
      </p>
      {state.notice !== null && (
        <p className="banner" role="alert">
          {state.notice}
        </p>
      )}
      <section className="training-views" aria-label={l10n.t('Curves')} {...focusableRegion}>
        <Curves info={info} state={state} curves={curves} shownStep={shownStep} onShowStep={showStep} />
        <PredictionView info={info} surface={surface} confusion={confusion} />
      </section>
      <HistorySlider firstStep={state.firstStep} latestStep={state.step} shownStep={shownStep} onShowStep={showStep} />
    </>
  );
}

/** Moves the focus into the pane when the user opens it, and back when it is closed. */
function useFocusWithin(paneRef: { readonly current: HTMLElement | null }, kind: OpenPaneState['kind']): void {
  useReturnedFocus();
  useEffect(() => {
    const primaryButton =
      kind === 'opening' ? undefined : paneRef.current?.querySelector<HTMLElement>('button.primary');
    if (document.hasFocus()) primaryButton?.focus();
  }, [paneRef, kind]);
}
