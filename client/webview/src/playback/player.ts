/** State of the player: its playback, the current step, and what a new playback changes. */

import type { Playback, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import type { PanelAction, PlayerCommand } from '../state/actions.ts';

export type Phase = PlaybackStep['phase'];

export const phases: readonly Phase[] = ['forward', 'backward', 'update'];

/** Relative to normal speed. */
export const speeds: readonly number[] = [0.5, 1, 2, 4];

export interface Player {
  /** The file that the playback belongs to. */
  readonly uri: string | undefined;
  /** True if the playback is open, or opens as soon as it arrives. */
  readonly isActive: boolean;
  /** The last playback received. */
  readonly playback: Playback | undefined;
  /** Index of the current step. */
  readonly stepIndex: number;
  readonly isPlaying: boolean;
  readonly speed: number;
  /** Why there is no playback, as a sentence. */
  readonly error: string | undefined;
}

export const initialPlayer: Player = {
  uri: undefined,
  isActive: false,
  playback: undefined,
  stepIndex: 0,
  isPlaying: false,
  speed: 1,
  error: undefined,
};

export function reducePlayer(player: Player, action: PanelAction): Player {
  switch (action.kind) {
    case 'file':
      return player.uri === action.uri ? player : { ...stopped(player), uri: action.uri };
    case 'playback':
      return applyCommand(player, action.command);
    default:
      return player;
  }
}

function applyCommand(player: Player, command: PlayerCommand): Player {
  switch (command.kind) {
    case 'received':
      return player.isActive ? withPlayback(player, command.playback) : player;
    case 'failed':
      return { ...player, playback: undefined, stepIndex: 0, isPlaying: false, error: command.reason };
    case 'next':
      return player.isActive ? pausedAt(player, player.stepIndex + 1) : { ...player, isActive: true };
    case 'back':
      return pausedAt(player, player.stepIndex - 1);
    case 'first':
      return pausedAt(player, 0);
    case 'last':
      return pausedAt(player, lastStepIndex(player));
    case 'phase':
      return pausedAt(player, firstStepOf(player.playback, command.phase) ?? player.stepIndex);
    case 'play': {
      const isAtEnd = player.playback !== undefined && player.stepIndex === lastStepIndex(player);
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

/** The current step; undefined while there is no playback of the displayed structure. */
export function currentStep(
  { isActive, playback, stepIndex }: Player,
  structureVersion: number | undefined,
): PlaybackStep | undefined {
  return isActive && playback?.structureVersion === structureVersion ? playback?.steps[stepIndex] : undefined;
}

/** `3 of 7` of the steps of the current phase. */
export function positionInPhase(
  { steps }: Playback,
  stepIndex: number,
): { readonly position: number; readonly count: number } {
  const stepIndices = steps.flatMap(({ phase }, index) => (phase === steps[stepIndex]?.phase ? [index] : []));
  return { position: stepIndices.indexOf(stepIndex) + 1, count: stepIndices.length };
}

/** Index of the first step of a phase; undefined if the phase has none. */
export function firstStepOf(playback: Playback | undefined, phase: Phase): number | undefined {
  const index = playback?.steps.findIndex((step) => step.phase === phase) ?? -1;
  return index < 0 ? undefined : index;
}

/** While a playback is requested its length is unknown, so that no key press is lost. */
export function lastStepIndex({ playback }: Player): number {
  return playback === undefined ? Number.POSITIVE_INFINITY : Math.max(0, playback.steps.length - 1);
}

/**
 * With the same structure the index stays, also one chosen before any playback arrived; with another structure the phase
 * restarts.
 */
function withPlayback(player: Player, playback: Playback): Player {
  const { playback: previousPlayback, stepIndex } = player;
  const phase = previousPlayback?.steps[stepIndex]?.phase;
  const isSameStructure =
    previousPlayback === undefined || previousPlayback.structureVersion === playback.structureVersion;
  const startIndex = isSameStructure ? stepIndex : ((phase && firstStepOf(playback, phase)) ?? 0);
  const next = { ...player, playback, error: undefined };
  return {
    ...next,
    stepIndex: clampStepIndex(next, startIndex),
    isPlaying: player.isPlaying && playback.steps.length > 0,
  };
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
