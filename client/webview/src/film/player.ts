/** State of the film player: current step, playback, and the handling of new films. */

import type { Film, FilmStep } from '../../../../server/src/protocol/panel/film.ts';
import type { PanelAction, PlayerCommand } from '../state/actions.ts';

export type Phase = FilmStep['phase'];

export const phases: readonly Phase[] = ['forward', 'backward', 'update'];

/** Relative to normal speed. */
export const speeds: readonly number[] = [0.5, 1, 2, 4];

export interface Player {
  /** The file that the film belongs to. */
  readonly uri: string | undefined;
  /** True if the film is open, or opens as soon as it arrives. */
  readonly isActive: boolean;
  /** The last film received. */
  readonly film: Film | undefined;
  /** Index of the current step. */
  readonly stepIndex: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Why there is no film, as a sentence. */
  readonly error: string | undefined;
}

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

/** The current step; undefined while there is no film of the displayed structure. */
export function currentStep(
  { isActive, film, stepIndex }: Player,
  structureCount: number | undefined,
): FilmStep | undefined {
  return isActive && film?.structureCount === structureCount ? film?.steps[stepIndex] : undefined;
}

/** `3 of 7` of the steps of the current phase. */
export function positionInPhase(
  { steps }: Film,
  stepIndex: number,
): { readonly position: number; readonly count: number } {
  const stepIndices = steps.flatMap(({ phase }, index) => (phase === steps[stepIndex]?.phase ? [index] : []));
  return { position: stepIndices.indexOf(stepIndex) + 1, count: stepIndices.length };
}

/** Index of the first step of a phase; undefined if the phase has none. */
export function firstStepOf(film: Film | undefined, phase: Phase): number | undefined {
  const index = film?.steps.findIndex((step) => step.phase === phase) ?? -1;
  return index < 0 ? undefined : index;
}

/** While a film is pending its length is unknown, so that no key press is lost. */
export function lastStepIndex({ film }: Player): number {
  return film === undefined ? Number.POSITIVE_INFINITY : Math.max(0, film.steps.length - 1);
}

/**
 * With the same structure the index stays, also one chosen before any film arrived; with another structure the phase
 * restarts.
 */
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
