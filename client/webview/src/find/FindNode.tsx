/** The search for a node: a text field with a list of matches over the graph, a combobox as in the ARIA authoring practices. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { NodeMatch } from '../../../../protocol/panel/findNode.ts';
import { Icon } from '../bar/Icon.tsx';
import type { Bridge } from '../bridge.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { useReturnedFocus } from '../useReturnedFocus.ts';
import { isFindKey, nextMatchIndex } from './findKeys.ts';
import { matchText, summaryOf } from './matchText.ts';
import { useNodeSearch } from './useNodeSearch.ts';
import './find.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: CompleteGraph;
  readonly onGoTo: (match: NodeMatch) => void;
  readonly onClose: () => void;
}

export function FindNode({ bridge, graph, onGoTo, onClose }: Props) {
  const [text, setText] = useState('');
  const query = text.trim();
  const result = useNodeSearch(bridge, graph, query);
  /** The id of the match that the arrow keys moved to; undefined for the first. */
  const [movedTo, setMovedTo] = useState<string>();
  /** True if Enter was pressed before the matches were there. */
  const [isGoing, setGoing] = useState(false);
  const boxRef = useRef<HTMLElement>(null);
  const inputRef = useRef<HTMLInputElement>(null);
  const listId = useId();
  useReturnedFocus();
  useEffect(() => inputRef.current?.focus(), []);
  useCloseOutside(boxRef, onClose);

  const matches = result?.matches ?? [];
  const isCurrent = result?.query === query;
  const activeIndex = Math.max(
    0,
    matches.findIndex(({ id }) => id === movedTo),
  );
  const active = matches[activeIndex];
  useEffect(() => {
    if (!isGoing || !isCurrent) return;
    setGoing(false);
    if (active) onGoTo(active);
  }, [isGoing, isCurrent, active, onGoTo]);
  useEffect(() => {
    boxRef.current?.querySelectorAll('[role=option]')[activeIndex]?.scrollIntoView({ block: 'nearest' });
  }, [activeIndex]);

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter and the arrow keys belong to the composition of a letter.
    if (event.nativeEvent.isComposing) return;
    const next = matches.length === 0 ? undefined : nextMatchIndex(matches.length, activeIndex, event.key);
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') setGoing(true);
    else if (next !== undefined) setMovedTo(matches[next]!.id);
    else if (isFindKey(event.nativeEvent)) inputRef.current?.select();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const summary = result && summaryOf(result.query, matches.length, result.total);
  return (
    <search ref={boxRef} className="find-node">
      <div className="field">
        <Icon name="find" />
        <input
          ref={inputRef}
          type="text"
          role="combobox"
          aria-label={l10n.t('Find node')}
          aria-autocomplete="list"
          aria-expanded={matches.length > 0}
          aria-controls={listId}
          aria-activedescendant={active && optionId(listId, activeIndex)}
          autoComplete="off"
          spellCheck={false}
          placeholder={l10n.t('Find a node by name, operator or kind')}
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            setMovedTo(undefined);
            setGoing(false);
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div id={listId} role="listbox" aria-label={l10n.t('Matching nodes')} hidden={matches.length === 0}>
        {matches.map((match, index) => (
          <MatchOption
            key={match.id}
            id={optionId(listId, index)}
            match={match}
            isActive={index === activeIndex}
            onChoose={() => onGoTo(match)}
          />
        ))}
      </div>
      <p role="status" className={summary && !result.reason && !summary.isShown ? 'visually-hidden' : 'summary'}>
        {result?.reason ?? summary?.text}
      </p>
    </search>
  );
}

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

interface OptionProps {
  readonly id: string;
  readonly match: NodeMatch;
  readonly isActive: boolean;
  readonly onChoose: () => void;
}

/** The focus stays in the text field. */
function MatchOption({ id, match, isActive, onChoose }: OptionProps) {
  const { title, details, line, hiddenIn } = matchText(match);
  return (
    <button
      type="button"
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      title={[title, details, line, hiddenIn].filter((part) => part !== '').join('\n')}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
    >
      <span className="title">{title}</span> <span className="details">{details}</span>{' '}
      <span className="line">{line}</span>
      {hiddenIn !== '' && <span className="hidden-in"> {hiddenIn}</span>}
    </button>
  );
}

/** Closes the box when the pointer or the focus goes to another part of the panel; not when the focus is in the editor. */
function useCloseOutside(boxRef: { readonly current: HTMLElement | null }, onClose: () => void): void {
  useEffect(() => {
    const closeOutside = ({ target }: Event) => {
      if (target instanceof Node && !boxRef.current?.contains(target)) onClose();
    };
    const events = ['pointerdown', 'focusin'];
    for (const event of events) window.addEventListener(event, closeOutside, { capture: true });
    return () => {
      for (const event of events) window.removeEventListener(event, closeOutside, { capture: true });
    };
  }, [boxRef, onClose]);
}
