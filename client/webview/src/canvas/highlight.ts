/** Highlighted nodes and wires on the canvas: those at the selections in the editor, or of the current step of the playback. */

import type { PlaybackStep } from '../../../../protocol/panel/playback.ts';

/** All keyed by index. */
export interface Highlight {
  readonly nodes: ReadonlySet<number>;
  readonly wires: ReadonlySet<number>;
  /** Null while no playback runs: everything is known. */
  readonly playback: PlaybackProgress | null;
}

/** Known so far in the playback; the rest is dimmed. */
export interface PlaybackProgress {
  readonly phase: PlaybackStep['phase'];
  /** Nodes whose value has been computed. */
  readonly values: ReadonlySet<number>;
  /** The accumulated gradient of a node as displayed; at a fan-out, a partial sum. */
  readonly gradients: ReadonlyMap<number, AccumulatedGradient>;
  /** Wires that a gradient has flowed back through. */
  readonly wires: ReadonlySet<number>;
}

export interface AccumulatedGradient {
  /** `−4`, or for a tensor its norm. */
  readonly text: string;
  /** The elements of a small tensor, line by line; else null. */
  readonly elements: readonly string[] | null;
}

export const noHighlight: Highlight = { nodes: new Set(), wires: new Set(), playback: null };
