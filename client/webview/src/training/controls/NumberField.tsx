/** What is set by hand: typed, or moved by the arrow keys from one round value to the next. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Setting } from './settings.ts';

interface Props<Value> {
  readonly setting: Setting<Value>;
  /** As training has it. */
  readonly value: Value;
  /** Why the last one was not taken, as a sentence. */
  readonly refused: string | null;
  readonly onSet: (value: Value) => void;
}

export function NumberField<Value extends number | null>({ setting, value, refused, onSet }: Props<Value>) {
  const id = useId();
  /** What is typed and not set yet; undefined while the field shows what training has. */
  const [draft, setDraft] = useState<string>();
  const typed = draft === undefined ? { value } : setting.read(draft);
  const reason = 'reason' in typed ? typed.reason : refused;

  const set = (next: Value) => {
    setDraft(undefined);
    if (next !== value) onSet(next);
  };
  const move = (direction: 1 | -1) => set(setting.step('value' in typed ? typed.value : value, direction));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') move(1);
    else if (event.key === 'ArrowDown') move(-1);
    else if (event.key === 'Enter' && 'value' in typed) set(typed.value);
    else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div className="number-field">
      <label htmlFor={id} title={setting.label}>
        {setting.name}
      </label>
      <span className="spin">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          role="spinbutton"
          aria-label={`${setting.label} (${setting.name})`}
          aria-valuenow={value ?? undefined}
          aria-valuetext={setting.show(value)}
          aria-invalid={reason !== null}
          aria-describedby={reason === null ? undefined : `${id}-reason`}
          spellCheck={false}
          autoComplete="off"
          value={draft ?? setting.show(value)}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={() => 'value' in typed && set(typed.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" tabIndex={-1} aria-hidden="true" title={l10n.t('More (↑)')} onClick={() => move(1)}>
          <Arrow path="M2 6.5 5 3.5 8 6.5" />
        </button>
        <button type="button" tabIndex={-1} aria-hidden="true" title={l10n.t('Less (↓)')} onClick={() => move(-1)}>
          <Arrow path="M2 3.5 5 6.5 8 3.5" />
        </button>
      </span>
      {reason !== null && (
        <p id={`${id}-reason`} className="reason" role="alert">
          {reason}
        </p>
      )}
    </div>
  );
}

function Arrow({ path }: { readonly path: string }) {
  return (
    <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true">
      <path d={path} fill="none" stroke="currentColor" strokeWidth="1.5" />
    </svg>
  );
}
