/** The training pane: what is done with a training session, how it goes, and what the model makes of its data meanwhile. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { isTaken } from '../buttonGroup.ts';
import { History } from './controls/History.tsx';
import { orderOfKey } from './controls/keys.ts';
import { Orders } from './controls/TrainingControls.tsx';
import { useHistory } from './controls/useHistory.ts';
import { Curves } from './curves/Curves.tsx';
import type { Session, Shown } from './session.ts';
import { stateInWords, stateLine } from './stateLine.ts';
import { type TrainingStore, useShownTraining } from './store.ts';
import { SurfaceView } from './surface/SurfaceView.tsx';
import { useCalmText } from './useThrottledText.ts';
import './training.css';

type Open = Exclude<Shown, { readonly kind: 'closed' | 'closing' }>;

export function TrainingPane({ store }: { readonly store: TrainingStore }) {
  const shown = useShownTraining(store);
  if (shown.kind === 'closed' || shown.kind === 'closing') return null;
  return <Pane store={store} shown={shown} />;
}

function Pane({ store, shown }: { readonly store: TrainingStore; readonly shown: Open }) {
  const pane = useRef<HTMLElement>(null);
  useFocusInside(pane, shown.kind);
  const onKeyDown = (event: KeyboardEvent) => {
    if (shown.kind !== 'session' || event.defaultPrevented || isTaken(event)) return;
    const order = orderOfKey(shown.state.phase, event);
    if (order === undefined) return;
    event.preventDefault();
    store.order(order);
  };
  return (
    <section ref={pane} className="training-pane" aria-label={l10n.t('Training')} onKeyDown={onKeyDown}>
      {shown.kind === 'opening' && <p className="empty">{l10n.t('Training begins.')}</p>}
      {shown.kind === 'ended' && <Ended store={store} reason={shown.reason} />}
      {shown.kind === 'session' && <Underway store={store} session={shown} />}
    </section>
  );
}

function Ended({ store, reason }: { readonly store: TrainingStore; readonly reason: string }) {
  return (
    <div className="ended">
      <p role="alert">{reason}</p>
      <div className="buttons">
        <button type="button" className="primary" onClick={() => store.order({ kind: 'open' })}>
          {l10n.t('Begin again')}
        </button>
        <button type="button" onClick={() => store.order({ kind: 'close' })}>
          {l10n.t('Close')}
        </button>
      </div>
    </div>
  );
}

/** Where there is little room it scrolls, by the keyboard too. */
const reachable = { tabIndex: 0 };

function Underway({ store, session }: { readonly store: TrainingStore; readonly session: Session }) {
  const { subject, state, curves, surface } = session;
  const { shown, show } = useHistory(store, session);
  const said = useCalmText(stateInWords(subject, state, curves));
  return (
    <>
      <Orders store={store} subject={subject} state={state} shown={shown} />
      <p className="state-line">{stateLine(subject, state)}</p>
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {state.notice !== null && (
        <p className="banner" role="alert">
          {state.notice}
        </p>
      )}
      <section className="training-views" aria-label={l10n.t('Curves')} {...reachable}>
        <Curves subject={subject} state={state} curves={curves} shown={shown} onShow={show} />
        {subject.plane.kind === 'plane' ? (
          <SurfaceView plane={subject.plane} surface={surface} />
        ) : (
          <p className="no-surface">{subject.plane.reason}</p>
        )}
      </section>
      <History first={state.first} latest={state.step} shown={shown} onShow={show} />
    </>
  );
}

/** Brings the focus into what was opened by hand, and back to where it was when that is closed. */
function useFocusInside(pane: { readonly current: HTMLElement | null }, kind: Open['kind']): void {
  useEffect(() => {
    const before = document.activeElement;
    return () => {
      const isLost = document.activeElement === document.body || document.activeElement === null;
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, []);
  useEffect(() => {
    const first = kind === 'opening' ? undefined : pane.current?.querySelector<HTMLElement>('button.primary');
    if (document.hasFocus()) first?.focus();
  }, [pane, kind]);
}
