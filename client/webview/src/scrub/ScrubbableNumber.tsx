/** The number of an input as a spin button: draggable, and movable by keys. */

import * as l10n from '@vscode/l10n';
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { GraphNode, NodeNumbers } from '../../../../protocol/panel/graph.ts';
import { formatScrubbed } from '../../../../protocol/shared/scrubSteps.ts';
import { useScrubbing } from './scrubbing.ts';
import { moveForDrag, moveForKey, type ScrubMove } from './scrubMoves.ts';
import { overrideFor } from './scrubState.ts';
import './scrub.css';

interface Props {
  readonly node: GraphNode;
  readonly numbers: NodeNumbers;
  readonly tabIndex: number;
  readonly onFocus?: () => void;
  readonly onBlur?: () => void;
  /** Starts a drag. */
  readonly onDragStart?: () => void;
}

export function ScrubbableNumber(props: Props) {
  const { scalar, value } = props.numbers;
  return scalar === null ? value : <SpinButton {...props} originalValue={scalar} />;
}

function SpinButton({
  node,
  numbers,
  tabIndex,
  onFocus,
  onBlur,
  onDragStart,
  originalValue,
}: Props & { readonly originalValue: number }) {
  const { scrub, text, onCommand } = useScrubbing();
  const { id: name } = node;
  const overrideValue = text && overrideFor(scrub, name, text);
  const displayText = overrideValue === undefined ? numbers.value : formatScrubbed(overrideValue);
  const isScrubbing = scrub.held?.name === name;
  /** Last pointer position of the drag. */
  const lastPointerX = useRef<number>(undefined);

  useEffect(() => {
    if (!isScrubbing) lastPointerX.current = undefined;
  }, [isScrubbing]);
  useEffect(() => () => onCommand({ kind: 'removed', name }), [onCommand, name]);

  const beginScrub = () => {
    if (text) onCommand({ kind: 'start', text, name, value: originalValue });
  };
  const applyMove = (scrubMove: ScrubMove) => {
    beginScrub();
    onCommand({ kind: 'move', name, ...scrubMove });
  };
  const onPointerDown = ({ button, isPrimary, pointerId, clientX, currentTarget }: PointerEvent<HTMLElement>) => {
    if (button !== 0 || !isPrimary) return;
    currentTarget.focus();
    onDragStart?.();
    currentTarget.setPointerCapture(pointerId);
    lastPointerX.current = clientX;
    beginScrub();
  };
  const onPointerMove = (event: PointerEvent) => {
    if (lastPointerX.current === undefined) return;
    applyMove(moveForDrag(event.clientX - lastPointerX.current, event));
    lastPointerX.current = event.clientX;
  };
  const endScrub = (kind: 'commit' | 'cancel') => {
    lastPointerX.current = undefined;
    onCommand({ kind, name });
  };
  /** Keeps the event from VS Code, which would open the window's menu on release. */
  const consumeAlt = (event: KeyboardEvent) => {
    if (isScrubbing && event.key === 'Alt') consumeEvent(event);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    consumeAlt(event);
    if (event.ctrlKey || event.metaKey) return;
    const scrubMove = moveForKey(event);
    const endCommand = isScrubbing ? endCommandByKey[event.key] : undefined;
    if (scrubMove === undefined && endCommand === undefined) return;
    consumeEvent(event);
    if (scrubMove) applyMove(scrubMove);
    else endScrub(endCommand!);
  };
  return (
    <span
      role="spinbutton"
      className={`scrubbed nodrag nopan${overrideValue === undefined ? '' : ' is-overridden'}`}
      tabIndex={tabIndex}
      aria-label={node.name ?? node.symbol}
      aria-valuenow={overrideValue ?? originalValue}
      aria-valuetext={displayText}
      aria-readonly={text === undefined}
      title={isScrubbing ? undefined : hintText()}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={() => endScrub('commit')}
      onLostPointerCapture={() => lastPointerX.current !== undefined && endScrub('cancel')}
      onKeyDown={onKeyDown}
      onKeyUp={consumeAlt}
      onFocus={onFocus}
      onBlur={() => {
        if (lastPointerX.current === undefined) endScrub('commit');
        onBlur?.();
      }}
    >
      {displayText}
    </span>
  );
}

const hintText = (): string =>
  l10n.t('Drag, or press ↑ ↓. Hold Shift for larger steps, Alt for smaller ones. Press Escape to cancel.');

const endCommandByKey: Readonly<Record<string, 'commit' | 'cancel'>> = { Enter: 'commit', Escape: 'cancel' };

/** Keeps the key from other handlers. */
function consumeEvent(event: KeyboardEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
