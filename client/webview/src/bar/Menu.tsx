/** A menu button that follows the ARIA authoring practices: pointer or keyboard. */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import { nextItemIndex } from './menuKeys.ts';
import './menu.css';

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
}

interface Props {
  readonly icon: IconName;
  readonly label: string;
  /** The menu's purpose, as a sentence. */
  readonly title: string;
  readonly items: readonly MenuItem[];
  readonly isDisabled: boolean;
}

export function Menu({ icon, label, title, items, isDisabled }: Props) {
  /** Index of the focused item; undefined while the menu is closed. */
  const [focusedIndex, setFocusedIndex] = useState<number>();
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const isOpen = focusedIndex !== undefined;
  useEffect(() => {
    if (focusedIndex !== undefined)
      list.current?.querySelectorAll<HTMLElement>('[role=menuitem]')[focusedIndex]?.focus();
  }, [focusedIndex]);
  const close = () => {
    setFocusedIndex(undefined);
    button.current?.focus();
  };
  const onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setFocusedIndex(event.key === 'ArrowDown' ? 0 : items.length - 1);
  };
  const onItemKey = (event: KeyboardEvent, itemIndex: number) => {
    const next = nextItemIndex(
      items.map((item) => item.label),
      itemIndex,
      event.key,
    );
    if (event.key === 'Escape') close();
    else if (next !== undefined) setFocusedIndex(next);
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
        onClick={() => setFocusedIndex(isOpen ? undefined : 0)}
        onKeyDown={onButtonKey}
      >
        <Icon name={icon} />
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
            if (!currentTarget.contains(relatedTarget) && relatedTarget !== button.current) setFocusedIndex(undefined);
          }}
        >
          {items.map((item, index) => (
            <button
              type="button"
              key={item.label}
              role="menuitem"
              tabIndex={-1}
              onPointerEnter={() => setFocusedIndex(index)}
              onKeyDown={(event) => onItemKey(event, index)}
              onClick={() => {
                close();
                item.run();
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
