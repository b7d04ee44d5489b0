/** A button that opens a menu, as the authoring practices for ARIA have it: by pointer, or by keyboard alone. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon, type Sign } from './Icon.tsx';
import { itemAfter } from './menuKeys.ts';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly act: () => void;
}

interface Props {
  readonly sign: Sign;
  readonly label: string;
  /** What it is for, as a sentence. */
  readonly title: string;
  readonly items: readonly MenuItem[];
  readonly isDisabled: boolean;
}

export function Menu({ sign, label, title, items, isDisabled }: Props) {
  /** The place of the item that has the focus; undefined while the menu is closed. */
  const [at, setAt] = useState<number>();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOpen = at !== undefined;
  useEffect(() => {
    if (at !== undefined) list.current?.querySelectorAll<HTMLElement>('[role=menuitem]')[at]?.focus();
  }, [at]);
  const close = () => {
    setAt(undefined);
    button.current?.focus();
  };
  const onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setAt(event.key === 'ArrowDown' ? 0 : items.length - 1);
  };
  const onItemKey = (event: KeyboardEvent, place: number) => {
    const next = itemAfter(
      items.map((item) => item.label),
      place,
      event.key,
    );
    if (event.key === 'Escape') close();
    else if (next !== undefined) setAt(next);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className="menu">
      <button
        type="button"
        ref={button}
        className="bar-button label-inWide"
        title={title}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        disabled={isDisabled}
        onClick={() => setAt(isOpen ? undefined : 0)}
        onKeyDown={onButtonKey}
      >
        <Icon sign={sign} />
        <span className="label">{label}</span>
        <span aria-hidden="true">▾</span>
      </button>
      {isOpen && (
        <div
          id={id}
          ref={list}
          role="menu"
          aria-label={label}
          onBlur={({ currentTarget, relatedTarget }) => {
            if (!currentTarget.contains(relatedTarget) && relatedTarget !== button.current) setAt(undefined);
          }}
        >
          {items.map((item, place) => (
            <button
              type="button"
              key={item.label}
              role="menuitem"
              tabIndex={-1}
              onPointerEnter={() => setAt(place)}
              onKeyDown={(event) => onItemKey(event, place)}
              onClick={() => {
                close();
                item.act();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
