/** The actions that change the state of the panel. */

import type { NodeMatch } from '../../../../protocol/panel/findNode.ts';
import type { HideableLabel, Viewport } from '../../../../protocol/panel/messages.ts';
import type { Playback, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import type { PageEvent } from '../bridge.ts';
import type { Granularity, HeldNumber, TextVersion } from '../scrub/heldNumber.ts';

export type PanelAction = ViewAction | PlayerAction | ScrubAction | FindAction;

export type ViewAction =
  | PageEvent
  | { readonly kind: 'hover'; readonly nodeIndex: number | undefined }
  | { readonly kind: 'list'; readonly isList: boolean }
  /** Hides a label of all nodes and wires, or shows it again. */
  | { readonly kind: 'toggleLabel'; readonly label: HideableLabel }
  | { readonly kind: 'closeTensor' }
  /** Null for automatic fitting. */
  | { readonly kind: 'viewport'; readonly viewport: Viewport | null };

export interface PlayerAction {
  readonly kind: 'playback';
  readonly command: PlayerCommand;
}

export type PlayerCommand =
  /** A playback arrived for the displayed graph, or the request failed. */
  | { readonly kind: 'received'; readonly playback: Playback }
  | { readonly kind: 'failed'; readonly reason: string }
  /** Advances by one step; opens the playback at its first step. */
  | { readonly kind: 'next' }
  | { readonly kind: 'back' }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'phase'; readonly phase: PlaybackStep['phase'] }
  /** Plays from the current step; after the last step, from the first. */
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  /** The step at an index has been shown for its duration. */
  | { readonly kind: 'elapsed'; readonly stepIndex: number }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'end' };

export interface ScrubAction {
  readonly kind: 'scrub';
  readonly command: ScrubCommand;
}

export type ScrubCommand =
  /** Starts a scrub; ignored while one is active. */
  | { readonly kind: 'start'; readonly text: TextVersion; readonly name: string; readonly value: number }
  /** Moves by `delta` steps; the total distance is rounded to a multiple of `granularity`. */
  | { readonly kind: 'move'; readonly name: string; readonly delta: number; readonly granularity: Granularity }
  | { readonly kind: 'commit'; readonly name: string }
  | { readonly kind: 'cancel'; readonly name: string }
  /** The number is no longer rendered. */
  | { readonly kind: 'removed'; readonly name: string }
  /** The server has ended the scrub. */
  | { readonly kind: 'finished'; readonly held: HeldNumber; readonly wasCommitted: boolean }
  | { readonly kind: 'failed'; readonly held: HeldNumber; readonly reason: string };

export interface FindAction {
  readonly kind: 'find';
  readonly command: FindCommand;
}

export type FindCommand =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  /** A match was chosen. */
  | { readonly kind: 'goTo'; readonly match: NodeMatch }
  /** The chosen node has the focus, or is gone. */
  | { readonly kind: 'arrived' };
