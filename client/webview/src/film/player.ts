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
  readonly isActive: boolean;
  /** The last one that came. */
  readonly film: Film | undefined;
  /** The place of the step that is shown. */
  readonly stepIndex: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Why there is no film, as a sentence. */
  readonly error: string | undefined;
}

export interface PlayerAction {
  readonly kind: 'film';
  readonly command: PlayerCommand;
}

export type PlayerCommand =
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
  | { readonly kind: 'elapsed'; readonly stepIndex: number }
  | { readonly kind: 'speed'; readonly speed: number }
  | { readonly kind: 'end' };

export const initialPlayer: Player = {
  uri: undefined,
  isActive: false,
  film: undefined,
  stepIndex: 0,
  isPlaying: false,
  speed: 1,
  error: undefined,
};

export function reducePlayer(player: Player, action: PanelAction): Player {
  switch (action.kind) {
    case 'file':
      return player.uri === action.uri ? player : { ...stopped(player), uri: action.uri };
    case 'film':
      return applyCommand(player, action.command);
    default:
      return player;
  }
}

function applyCommand(player: Player, command: PlayerCommand): Player {
  switch (command.kind) {
    case 'came':
      return player.isActive ? withFilm(player, command.film) : player;
    case 'missing':
      return { ...player, film: undefined, stepIndex: 0, isPlaying: false, error: command.reason };
    case 'next':
      return player.isActive ? pausedAt(player, player.stepIndex + 1) : { ...player, isActive: true };
    case 'back':
      return pausedAt(player, player.stepIndex - 1);
    case 'first':
      return pausedAt(player, 0);
    case 'last':
      return pausedAt(player, lastStepIndex(player));
    case 'phase':
      return pausedAt(player, firstStepOf(player.film, command.phase) ?? player.stepIndex);
    case 'play': {
      const isAtEnd = player.film !== undefined && player.stepIndex === lastStepIndex(player);
      return { ...player, isActive: true, isPlaying: true, stepIndex: isAtEnd ? 0 : player.stepIndex };
    }
    case 'pause':
      return { ...player, isPlaying: false };
    case 'elapsed': {
      if (!player.isPlaying || command.stepIndex !== player.stepIndex) return player;
      const stepIndex = clampStepIndex(player, player.stepIndex + 1);
      return { ...player, stepIndex, isPlaying: stepIndex < lastStepIndex(player) };
    }
    case 'speed':
      return { ...player, speed: command.speed };
    case 'end':
      return stopped(player);
  }
}

/** The step that is shown; undefined while there is no film of the structure that is drawn. */
export function currentStep(
  { isActive, film, stepIndex }: Player,
  structureCount: number | undefined,
): FilmStep | undefined {
  return isActive && film?.structureCount === structureCount ? film?.steps[stepIndex] : undefined;
}

/** `3 of 7` of the steps of the same part. */
export function positionInPhase(
  { steps }: Film,
  stepIndex: number,
): { readonly position: number; readonly count: number } {
  const stepIndices = steps.flatMap(({ phase }, index) => (phase === steps[stepIndex]?.phase ? [index] : []));
  return { position: stepIndices.indexOf(stepIndex) + 1, count: stepIndices.length };
}

/** The place of the first step of a part; undefined where it has none. */
export function firstStepOf(film: Film | undefined, phase: Phase): number | undefined {
  const index = film?.steps.findIndex((step) => step.phase === phase) ?? -1;
  return index < 0 ? undefined : index;
}

/** While a film is awaited, it has no end yet: so no key is lost. */
export function lastStepIndex({ film }: Player): number {
  return film === undefined ? Number.POSITIVE_INFINITY : Math.max(0, film.steps.length - 1);
}

/** Of the same structure the place stays, and where it was gone to before any film came; of another one its part begins anew. */
function withFilm(player: Player, film: Film): Player {
  const { film: previousFilm, stepIndex } = player;
  const phase = previousFilm?.steps[stepIndex]?.phase;
  const isSameStructure = previousFilm === undefined || previousFilm.structureCount === film.structureCount;
  const startIndex = isSameStructure ? stepIndex : ((phase && firstStepOf(film, phase)) ?? 0);
  const next = { ...player, film, error: undefined };
  return { ...next, stepIndex: clampStepIndex(next, startIndex), isPlaying: player.isPlaying && film.steps.length > 0 };
}

function pausedAt(player: Player, stepIndex: number): Player {
  return { ...player, stepIndex: clampStepIndex(player, stepIndex), isPlaying: false };
}

function clampStepIndex(player: Player, stepIndex: number): number {
  return Math.max(0, Math.min(stepIndex, lastStepIndex(player)));
}

function stopped({ uri, speed }: Player): Player {
  return { ...initialPlayer, uri, speed };
}
