/** The playback's transport controls: step, play, speed and phases. */

import * as l10n from '@vscode/l10n';
import { BarButton } from '../bar/BarButton.tsx';
import type { PlayerCommand } from '../state/actions.ts';
import { firstStepOf, lastStepIndex, type Phase, type Player, phases, positionInPhase, speeds } from './player.ts';
import './playback.css';

interface Props {
  readonly player: Player;
  readonly onCommand: (command: PlayerCommand) => void;
  /** True if there is a graph to play. */
  readonly isAvailable: boolean;
}

export function Transport({ player, onCommand, isAvailable }: Props) {
  const { isActive, playback, stepIndex, isPlaying, speed } = player;
  const isAtStart = !isActive || stepIndex === 0;
  const isAtEnd = playback !== undefined && stepIndex === lastStepIndex(player);
  return (
    <fieldset className="bar-part transport" aria-label={l10n.t('Playback of the computation')}>
      <BarButton
        icon="first"
        label={l10n.t('First step')}
        title={l10n.t('Go to the first step (Home)')}
        labelVisibility="inNone"
        isDisabled={isAtStart}
        onClick={() => onCommand({ kind: 'first' })}
      />
      <BarButton
        icon="back"
        label={l10n.t('Back')}
        title={l10n.t('Previous step (←)')}
        labelVisibility="inNone"
        isDisabled={isAtStart}
        onClick={() => onCommand({ kind: 'back' })}
      />
      <BarButton
        icon="next"
        label={l10n.t('Next node')}
        title={nextTitle(player)}
        labelVisibility="inAll"
        isPrimary
        isDisabled={!isAvailable || isAtEnd}
        onClick={() => onCommand({ kind: 'next' })}
      />
      <BarButton
        icon={isPlaying ? 'pause' : 'play'}
        label={isPlaying ? l10n.t('Pause') : l10n.t('Play')}
        title={isPlaying ? l10n.t('Pause at this step (Space)') : l10n.t('Play the steps (Space)')}
        labelVisibility="inWide"
        isDisabled={!isAvailable}
        onClick={() => onCommand({ kind: isPlaying ? 'pause' : 'play' })}
      />
      {isActive && (
        <>
          <PhaseButtons player={player} onCommand={onCommand} />
          <select
            aria-label={l10n.t('Speed')}
            title={l10n.t('Speed')}
            value={speed}
            onChange={({ target }) => onCommand({ kind: 'speed', speed: Number(target.value) })}
          >
            {speeds.map((factor) => (
              <option key={factor} value={factor}>
                {factor}×
              </option>
            ))}
          </select>
          <BarButton
            icon="end"
            label={l10n.t('Stop playback')}
            title={l10n.t('Stop playback (Escape)')}
            labelVisibility="inNone"
            onClick={() => onCommand({ kind: 'end' })}
          />
        </>
      )}
    </fieldset>
  );
}

/** In the backward phase, the next step is nearer to the inputs. */
function nextTitle({ isActive, playback, stepIndex }: Player): string {
  if (!isActive) return l10n.t('Step through the computation, one node at a time.');
  return playback?.steps[stepIndex]?.phase === 'backward'
    ? l10n.t('Next step: one gradient further from the loss towards the inputs (→)')
    : l10n.t('Next node (→)');
}

/** `forward`, `backward 3 of 7`, `update`: each jumps to the phase's first step. */
function PhaseButtons({ player: { playback, stepIndex }, onCommand }: Pick<Props, 'player' | 'onCommand'>) {
  if (playback === undefined) return null;
  const currentPhase = playback.steps[stepIndex]?.phase;
  const { position, count } = positionInPhase(playback, stepIndex);
  const phaseLabel = (phase: Phase): string =>
    phase === currentPhase ? l10n.t`${phaseName(phase)} ${position} of ${count}` : phaseName(phase);
  return (
    <span className="playback-phases">
      {phases
        .filter((phase) => firstStepOf(playback, phase) !== undefined)
        .map((phase) => (
          <button
            key={phase}
            type="button"
            aria-current={phase === currentPhase ? 'step' : undefined}
            title={l10n.t`Go to the first step of the ${phaseName(phase)} phase`}
            onClick={() => onCommand({ kind: 'phase', phase })}
          >
            {phaseLabel(phase)}
          </button>
        ))}
    </span>
  );
}

function phaseName(phase: Phase): string {
  switch (phase) {
    case 'forward':
      return l10n.t('forward');
    case 'backward':
      return l10n.t('backward');
    case 'update':
      return l10n.t('update');
  }
}
