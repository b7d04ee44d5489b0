/** The number of a leaf, which can be dragged, and moved by keys: a spin button. While it is, it shows what is tried out. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { GraphNode, NodeNumbers } from '../../../../server/src/protocol/panel/graph.ts';
import { showScrubbed } from '../../../../server/src/protocol/panel/scrubSteps.ts';
import { type Way, wayOfDrag, wayOfKey } from './gears.ts';
import { triedValue } from './scrub.ts';
import { useScrubbing } from './scrubbing.ts';
import './scrub.css';

interface Props {
  readonly node: GraphNode;
  readonly numbers: NodeNumbers;
  readonly tabIndex: number;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  /** A drag begins. */
  readonly onDrag?: () => void;
}

export function ScrubbedNumber(props: Props) {
  const { scalar, value } = props.numbers;
  return scalar === null ? value : <SpinButton {...props} start={scalar} />;
}

function SpinButton({ node, numbers, tabIndex, onFocus, onBlur, onDrag, start }: Props & { readonly start: number }) {
  const { scrub, text, onAct } = useScrubbing();
  const { id: name } = node;
  const tried = text && triedValue(scrub, name, text);
  const shown = tried === undefined ? numbers.value : showScrubbed(tried);
  const isHeld = scrub.held?.name === name;
  /** Where the pointer was last, while it drags. */
  const draggedAt = useRef<number>(undefined);

  useEffect(() => {
    if (!isHeld) draggedAt.current = undefined;
  }, [isHeld]);
  useEffect(() => () => onAct({ kind: 'gone', name }), [onAct, name]);

  const grab = () => {
    if (text) onAct({ kind: 'grab', text, name, value: start });
  };
  const move = (way: Way) => {
    grab();
    onAct({ kind: 'move', name, ...way });
  };
  const onPointerDown = ({ button, isPrimary, pointerId, clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    if (button !== 0 || !isPrimary) return;
    currentTarget.focus();
    onDrag?.();
    currentTarget.setPointerCapture(pointerId);
    draggedAt.current = clientX;
    grab();
  };
  const onPointerMove = (event: PointerEvent) => {
    if (draggedAt.current === undefined) return;
    move(wayOfDrag(event.clientX - draggedAt.current, event));
    draggedAt.current = event.clientX;
  };
  const end = (kind: 'keep' | 'drop') => {
    draggedAt.current = undefined;
    onAct({ kind, name });
  };
  /** Where VS Code hears of it, its release opens the menu of the window. */
  const hideAlt = (event: KeyboardEvent) => {
    if (isHeld && event.key === 'Alt') hide(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    hideAlt(event);
    if (event.ctrlKey || event.metaKey) return;
    const way = wayOfKey(event);
    const ending = isHeld ? endings[event.key] : undefined;
    if (way === undefined && ending === undefined) return;
    hide(event);
    if (way) move(way);
    else end(ending!);
  };
  return (
    <span
      role="spinbutton"
      className={`scrubbed nodrag nopan${tried === undefined ? '' : ' is-tried'}`}
      tabIndex={tabIndex}
      aria-label={node.name ?? node.symbol}
      aria-valuenow={tried ?? start}
      aria-valuetext={shown}
      aria-readonly={text === undefined}
      title={isHeld ? undefined : hint()}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => end('keep')}
      onLostPointerCapture={() => draggedAt.current !== undefined && end('drop')}
      onKeyDown={onKeyDown}
      onKeyUp={hideAlt}
      onFocus={onFocus}
      onBlur={() => {
        if (draggedAt.current === undefined) end('keep');
        onBlur?.();
      }}
    >
      {shown}
    </span>
  );
}

const hint = (): string => l10n.t('Drag it, or press ↑ ↓. Shift is faster, Alt is finer, Escape lets go.');

const endings: Readonly<Record<string, 'keep' | 'drop'>> = { Enter: 'keep', Escape: 'drop' };

/** From all others that would do something with a key. */
function hide(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
