/** Asks what becomes of the steps that are not kept before the training pane is closed. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useId, useRef } from 'react';
import { formatCount } from '../../numbers.ts';
import type { TrainingStore } from '../store.ts';

interface Props {
  readonly store: TrainingStore;
  /** The displayed step. */
  readonly shownStep: number;
  /** True if the text has the displayed params already. */
  readonly isKept: boolean;
}

export function CloseQuestion({ store, shownStep, isKept }: Props) {
  const id = useId();
  const firstButton = useRef<HTMLButtonElement>(null);
  useEffect(() => firstButton.current?.focus(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    store.cancelClose();
  };
  return (
    <div className="close-question" role="alertdialog" aria-labelledby={id} onKeyDown={onKeyDown}>
      <p id={id}>
        {isKept
          ? l10n.t('The steps of this session are not kept. Discard them?')
          : l10n.t`Keep the params of step ${formatCount(shownStep)} before closing?`}
      </p>
      <div className="buttons">
        {!isKept && (
          <button
            ref={firstButton}
            type="button"
            className="primary"
            onClick={() => store.command({ kind: 'keepAndClose' })}
          >
            {l10n.t('Keep')}
          </button>
        )}
        <button type="button" onClick={() => store.command({ kind: 'close' })}>
          {l10n.t('Discard')}
        </button>
        <button ref={isKept ? firstButton : undefined} type="button" onClick={() => store.cancelClose()}>
          {l10n.t('Cancel')}
        </button>
      </div>
    </div>
  );
}
