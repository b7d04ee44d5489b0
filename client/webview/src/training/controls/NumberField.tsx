/** A setting's input field: typed, or moved by the arrow keys between round values. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useId, useState } from 'react';
import type { NumberFieldSpec } from './settings.ts';

interface Props<Value> {
  readonly spec: NumberFieldSpec<Value>;
  /** The value that training uses. */
  readonly value: Value;
  /** Why the last value was rejected, as a sentence. */
  readonly rejection: string | null;
  readonly onSet: (value: Value) => void;
}

export function NumberField<Value extends number | null>({ spec, value, rejection, onSet }: Props<Value>) {
  const id = useId();
  /** Text typed but not submitted; undefined while the field shows the current value. */
  const [draft, setDraft] = useState<string>();
  const parsed = draft === undefined ? { value } : spec.parse(draft);
  const reason = 'reason' in parsed ? parsed.reason : rejection;

  const commit = (next: Value) => {
    setDraft(undefined);
    if (next !== value) onSet(next);
  };
  const stepBy = (direction: 1 | -1) => commit(spec.nextValue('value' in parsed ? parsed.value : value, direction));
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowUp') stepBy(1);
    else if (event.key === 'ArrowDown') stepBy(-1);
    else if (event.key === 'Enter' && 'value' in parsed) commit(parsed.value);
    else if (event.key === 'Escape' && draft !== undefined) setDraft(undefined);
    else return;
    event.preventDefault();
  };

  return (
    <div className="number-field">
      <label htmlFor={id} title={spec.label}>
        {spec.name}
      </label>
      <span className="spin">
        <input
          id={id}
          type="text"
          inputMode="decimal"
          role="spinbutton"
          aria-label={`${spec.label} (${spec.name})`}
          aria-valuenow={value ?? undefined}
          aria-valuetext={spec.format(value)}
          aria-invalid={reason !== null}
          aria-describedby={reason === null ? undefined : `${id}-reason`}
          spellCheck={false}
          autoComplete="off"
          value={draft ?? spec.format(value)}
          onChange={({ target }) => setDraft(target.value)}
          onBlur={() => 'value' in parsed && commit(parsed.value)}
          onKeyDown={onKeyDown}
        />
        <button type="button" tabIndex={-1} aria-hidden="true" title={l10n.t('Increase (↑)')} onClick={() => stepBy(1)}>
          <Arrow path="M2 6.5 5 3.5 8 6.5" />
        </button>
        <button
          type="button"
          tabIndex={-1}
          aria-hidden="true"
          title={l10n.t('Decrease (↓)')}
          onClick={() => stepBy(-1)}
        >
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
