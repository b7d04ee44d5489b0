/** What moves through the film: one step on or back, playing, its speed, and its parts. */

import * as l10n from '@vscode/l10n';
import { BarButton } from '../bar/BarButton.tsx';
import { lastOf, type Phase, type Player, type PlayerAct, phases, positionOf, speeds, startOf } from './player.ts';
import './film.css';

interface Props {
  readonly player: Player;
  readonly onAct: (act: PlayerAct) => void;
  /** Whether there is a graph that a film could be of. */
  readonly isOffered: boolean;
}

export function Transport({ player, onAct, isOffered }: Props) {
  const { isOn, film, at, isPlaying, speed } = player;
  const isAtStart = !isOn || at === 0;
  const isAtEnd = film !== undefined && at === lastOf(player);
  return (
    <fieldset className="bar-part transport" aria-label={l10n.t('Film of the computation')}>
      <BarButton
        sign="first"
        label={l10n.t('First step')}
        title={l10n.t('To the first step (Home)')}
        shown="inNone"
        isDisabled={isAtStart}
        onClick={() => onAct({ kind: 'first' })}
      />
      <BarButton
        sign="back"
        label={l10n.t('Back')}
        title={l10n.t('One step back (←)')}
        shown="inNone"
        isDisabled={isAtStart}
        onClick={() => onAct({ kind: 'back' })}
      />
      <BarButton
        sign="next"
        label={l10n.t('Step')}
        title={isOn ? l10n.t('One step on (→)') : l10n.t('Steps through the computation, one node at a time.')}
        shown="inAll"
        isPrimary
        isDisabled={!isOffered || isAtEnd}
        onClick={() => onAct({ kind: 'next' })}
      />
      <BarButton
        sign={isPlaying ? 'pause' : 'play'}
        label={isPlaying ? l10n.t('Pause') : l10n.t('Play')}
        title={isPlaying ? l10n.t('Stays at this step (Space)') : l10n.t('Plays step after step (Space)')}
        shown="inWide"
        isDisabled={!isOffered}
        onClick={() => onAct({ kind: isPlaying ? 'pause' : 'play' })}
      />
      {isOn && (
        <>
          <Parts player={player} onAct={onAct} />
          <select
            aria-label={l10n.t('Speed')}
            title={l10n.t('Speed')}
            value={speed}
            onChange={({ target }) => onAct({ kind: 'speed', speed: Number(target.value) })}
          >
            {speeds.map((times) => (
              <option key={times} value={times}>
                {times}×
              </option>
            ))}
          </select>
          <BarButton
            sign="end"
            label={l10n.t('End the film')}
            title={l10n.t('Ends the film (Escape)')}
            shown="inNone"
            onClick={() => onAct({ kind: 'end' })}
          />
        </>
      )}
    </fieldset>
  );
}

/** `forward`, `backward 3 of 7`, `update`: each leads to its first step. */
function Parts({ player: { film, at }, onAct }: Pick<Props, 'player' | 'onAct'>) {
  if (film === undefined) return null;
  const now = film.steps[at]?.phase;
  const { number, count } = positionOf(film, at);
  const labelOf = (phase: Phase): string =>
    phase === now ? l10n.t`${phaseName(phase)} ${number} of ${count}` : phaseName(phase);
  return (
    <span className="film-parts">
      {phases
        .filter((phase) => startOf(film, phase) !== undefined)
        .map((phase) => (
          <button
            key={phase}
            type="button"
            aria-current={phase === now ? 'step' : undefined}
            title={l10n.t`To the first step of the ${phaseName(phase)} part`}
            onClick={() => onAct({ kind: 'phase', phase })}
          >
            {labelOf(phase)}
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
