/** A line of text at a point of the canvas. */

import type { CSSProperties, ReactNode } from 'react';
import type { Mark } from '../../layout/box.ts';

interface Props {
  readonly mark: Mark;
  /** Moves the text to the right by this much for each unit of text scale above 1. */
  readonly shift?: number;
  readonly className: string;
  readonly title?: string | undefined;
  /** True if screen readers read this label. Others are hidden from them, as the description of the node has their text. */
  readonly isAnnounced?: boolean;
  readonly children: ReactNode;
}

export function Label({ mark, shift = 0, className, title, isAnnounced = false, children }: Props) {
  return (
    <span
      className={`mark ${className}`}
      style={positionStyle(mark, shift)}
      title={title}
      aria-hidden={isAnnounced ? undefined : true}
    >
      {children}
    </span>
  );
}

const shifts = { start: '0', middle: '-50%', end: '-100%' };

function positionStyle({ x, y, anchor }: Mark, shift: number): CSSProperties {
  const left = shift === 0 ? x : `calc(${x}px + ${shift}px * (var(--text-scale, 1) - 1))`;
  return { left, top: y, transform: `translate(${shifts[anchor]}, -50%)` };
}
