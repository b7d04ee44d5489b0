/** The player of the film: which step is shown, whether it plays, and what becomes of it when a new film comes. */

import type { Film, FilmStep } from '../../../../server/src/protocol/panel/film.ts';
import type { PanelAction } from '../state/panel.ts';

export type Phase = FilmStep['phase'];

export const phases: readonly Phase[] = ['forward', 'backward', 'update'];

/** In times of the usual one. */
export const speeds: readonly number[] = [0.5, 1, 2, 4];

export interface Player {
  /** The file whose film it is. */
  readonly uri: string | undefined;
  /** Whether the film is shown, or is to be as soon as it is there. */
  readonly isOn: boolean;
  /** The last one that came. */
  readonly film: Film | undefined;
  /** The place of the step that is shown. */
  readonly at: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Why there is no film, as a sentence. */
  readonly trouble: string | undefined;
}

export interface PlayerAction {
  readonly kind: 'film';
  readonly act: PlayerAct;
}

export type PlayerAct =
  /** A film came for what the panel shows, or none did. */
  | { readonly kind: 'came'; readonly film: Film }
  | { readonly kind: 'missing'; readonly reason: string }
  /** Goes on by one step; opens the film at its first one. */
  | { readonly kind: 'next' }
  | { readonly kind: 'back' }
  | { readonly kind: 'first' }
  | { readonly kind: 'last' }
  | { readonly kind: 'phase'; readonly phase: Phase }
  /** Plays on from the step that is shown; after the last one from the first. */
  | { readonly kind: 'play' }
  | { readonly kind: 'pause' }
  /** The step at a place has been shown for as long as the speed says. */
  | { readonly kind: 'elapsed'; readonly at: number }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'end' };

export const noPlayer: Player = {
  uri: undefined,
  isOn: false,
  film: undefined,
  at: 0,
  isPlaying: false,
  speed: 1,
  trouble: undefined,
};

export function reducePlayer(player: Player, action: PanelAction): Player {
  switch (action.kind) {
    case 'file':
      return player.uri === action.uri ? player : { ...ended(player), uri: action.uri };
    case 'film':
      return after(player, action.act);
    default:
      return player;
  }
}

function after(player: Player, act: PlayerAct): Player {
  switch (act.kind) {
    case 'came':
      return player.isOn ? following(player, act.film) : player;
    case 'missing':
      return { ...player, film: undefined, at: 0, isPlaying: false, trouble: act.reason };
    case 'next':
      return player.isOn ? paused(player, player.at + 1) : { ...player, isOn: true };
    case 'back':
      return paused(player, player.at - 1);
    case 'first':
      return paused(player, 0);
    case 'last':
      return paused(player, lastOf(player));
    case 'phase':
      return paused(player, startOf(player.film, act.phase) ?? player.at);
    case 'play': {
      const isOver = player.film !== undefined && player.at === lastOf(player);
      return { ...player, isOn: true, isPlaying: true, at: isOver ? 0 : player.at };
    }
    case 'pause':
      return { ...player, isPlaying: false };
    case 'elapsed': {
      if (!player.isPlaying || act.at !== player.at) return player;
      const at = within(player, player.at + 1);
      return { ...player, at, isPlaying: at < lastOf(player) };
    }
    case 'speed':
      return { ...player, speed: act.speed };
    case 'end':
      return ended(player);
  }
}

/** The step that is shown; undefined while there is no film of the structure that is drawn. */
export function shownStep({ isOn, film, at }: Player, structureCount: number | undefined): FilmStep | undefined {
  return isOn && film?.structureCount === structureCount ? film?.steps[at] : undefined;
}

/** `3 of 7` of the steps of the same part. */
export function positionOf({ steps }: Film, at: number): { readonly number: number; readonly count: number } {
  const places = steps.flatMap(({ phase }, place) => (phase === steps[at]?.phase ? [place] : []));
  return { number: places.indexOf(at) + 1, count: places.length };
}

/** The place of the first step of a part; undefined where it has none. */
export function startOf(film: Film | undefined, phase: Phase): number | undefined {
  const start = film?.steps.findIndex((step) => step.phase === phase) ?? -1;
  return start < 0 ? undefined : start;
}

/** While a film is awaited, it has no end yet: so no key is lost. */
export function lastOf({ film }: Player): number {
  return film === undefined ? Number.POSITIVE_INFINITY : Math.max(0, film.steps.length - 1);
}

/** Of the same structure the place stays, and where it was gone to before any film came; of another one its part begins anew. */
function following(player: Player, film: Film): Player {
  const { film: before, at } = player;
  const phase = before?.steps[at]?.phase;
  const isKept = before === undefined || before.structureCount === film.structureCount;
  const start = isKept ? at : ((phase && startOf(film, phase)) ?? 0);
  const next = { ...player, film, trouble: undefined };
  return { ...next, at: within(next, start), isPlaying: player.isPlaying && film.steps.length > 0 };
}

function paused(player: Player, at: number): Player {
  return { ...player, at: within(player, at), isPlaying: false };
}

function within(player: Player, at: number): number {
  return Math.max(0, Math.min(at, lastOf(player)));
}

function ended({ uri, speed }: Player): Player {
  return { ...noPlayer, uri, speed };
}
