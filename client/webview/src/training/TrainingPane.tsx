/** The training pane: controls, curves and decision surface of a training session. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { isHandledByTarget } from '../keyboard.ts';
import { HistorySlider } from './controls/HistorySlider.tsx';
import { commandForKey } from './controls/keys.ts';
import { TrainingControls } from './controls/TrainingControls.tsx';
import { useHistoryStep } from './controls/useHistoryStep.ts';
import { Curves } from './curves/Curves.tsx';
import { stateDescription, stateSummary } from './stateLine.ts';
import { type TrainingStore, useTrainingView } from './store.ts';
import { SurfaceView } from './surface/SurfaceView.tsx';
import type { SessionView, TrainingView } from './trainingView.ts';
import { useThrottledText } from './useThrottledText.ts';
import './training.css';

type OpenView = Exclude<TrainingView, { readonly kind: 'closed' | 'closing' }>;

export function TrainingPane({ store }: { readonly store: TrainingStore }) {
  const view = useTrainingView(store);
  if (view.kind === 'closed' || view.kind === 'closing') return null;
  return <Pane store={store} view={view} />;
}

function Pane({ store, view }: { readonly store: TrainingStore; readonly view: OpenView }) {
  const paneRef = useRef<HTMLElement>(null);
  useFocusWithin(paneRef, view.kind);
  const onKeyDown = (event: KeyboardEvent) => {
    if (view.kind !== 'session' || event.defaultPrevented || isHandledByTarget(event)) return;
    const command = commandForKey(view.state.phase, event);
    if (command === undefined) return;
    event.preventDefault();
    store.command(command);
  };
  return (
    <section ref={paneRef} className="training-pane" aria-label={l10n.t('Training')} onKeyDown={onKeyDown}>
      {view.kind === 'opening' && <p className="empty">{l10n.t('Starting training.')}</p>}
      {view.kind === 'ended' && <EndedView store={store} reason={view.reason} />}
      {view.kind === 'session' && <SessionPane store={store} session={view} />}
    </section>
  );
}

function EndedView({ store, reason }: { readonly store: TrainingStore; readonly reason: string }) {
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

/** Scrolls if there is little room, by the keyboard too. */
const focusableRegion = { tabIndex: 0 };

function SessionPane({ store, session }: { readonly store: TrainingStore; readonly session: SessionView }) {
  const { info, state, curves, surface } = session;
  const { shownStep, showStep } = useHistoryStep(store, session);
  const announcement = useThrottledText(stateDescription(info, state, curves));
  return (
    <>
      <TrainingControls store={store} info={info} state={state} shownStep={shownStep} />
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
        {info.decisionSurface.kind === 'plane' ? (
          <SurfaceView surfacePlane={info.decisionSurface} surface={surface} />
        ) : (
          <p className="no-surface">{info.decisionSurface.reason}</p>
        )}
      </section>
      <HistorySlider firstStep={state.firstStep} latestStep={state.step} shownStep={shownStep} onShowStep={showStep} />
    </>
  );
}

/** Moves the focus into the pane when the user opens it, and back when it is closed. */
function useFocusWithin(paneRef: { readonly current: HTMLElement | null }, kind: OpenView['kind']): void {
  useEffect(() => {
    const previouslyFocused = document.activeElement;
    return () => {
      const isFocusLost = document.activeElement === document.body || document.activeElement === null;
      if (isFocusLost && previouslyFocused instanceof HTMLElement) previouslyFocused.focus();
    };
  }, []);
  useEffect(() => {
    const primaryButton =
      kind === 'opening' ? undefined : paneRef.current?.querySelector<HTMLElement>('button.primary');
    if (document.hasFocus()) primaryButton?.focus();
  }, [paneRef, kind]);
}
