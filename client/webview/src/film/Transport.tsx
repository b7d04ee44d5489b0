/** What moves through the film: one step on or back, playing, its speed, and its parts. */

import { Icon } from './Icon.tsx';
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
    <div className="transport" role="toolbar" aria-label="Step through">
      <button
        type="button"
        className="sign"
        title="To the first step (Home)"
        aria-label="First step"
        disabled={isAtStart}
        onClick={() => onAct({ kind: 'first' })}
      >
        <Icon sign="first" />
      </button>
      <button
        type="button"
        className="sign"
        title="One step back (←)"
        aria-label="Back"
        disabled={isAtStart}
        onClick={() => onAct({ kind: 'back' })}
      >
        <Icon sign="back" />
      </button>
      <button
        type="button"
        className="primary"
        title={isOn ? 'One step on (→)' : 'Step through the computation, one node at a time'}
        disabled={!isOffered || isAtEnd}
        onClick={() => onAct({ kind: 'next' })}
      >
        <Icon sign="next" /> Step
      </button>
      <button
        type="button"
        title={isPlaying ? 'Stay at this step (Space)' : 'Play, step after step (Space)'}
        disabled={!isOffered}
        onClick={() => onAct({ kind: isPlaying ? 'pause' : 'play' })}
      >
        <Icon sign={isPlaying ? 'pause' : 'play'} /> {isPlaying ? 'Pause' : 'Play'}
      </button>
      {isOn && (
        <>
          <select
            aria-label="Speed"
            title="Speed"
            value={speed}
            onChange={({ target }) => onAct({ kind: 'speed', speed: Number(target.value) })}
          >
            {speeds.map((times) => (
              <option key={times} value={times}>
                {times}×
              </option>
            ))}
          </select>
          <Parts player={player} onAct={onAct} />
          <button
            type="button"
            className="sign"
            title="End the film (Escape)"
            aria-label="End the film"
            onClick={() => onAct({ kind: 'end' })}
          >
            <Icon sign="end" />
          </button>
        </>
      )}
    </div>
  );
}

/** `forward`, `backward 3 of 7`, `update`: each leads to its first step. */
function Parts({ player: { film, at }, onAct }: Pick<Props, 'player' | 'onAct'>) {
  if (film === undefined) return null;
  const now = film.steps[at]?.phase;
  const { number, count } = positionOf(film, at);
  const labelOf = (phase: Phase): string => (phase === now ? `${phase} ${number} of ${count}` : phase);
  return (
    <span className="film-parts">
      {phases
        .filter((phase) => startOf(film, phase) !== undefined)
        .map((phase) => (
          <button
            key={phase}
            type="button"
            aria-current={phase === now ? 'step' : undefined}
            title={`To the first step of the ${phase} part`}
            onClick={() => onAct({ kind: 'phase', phase })}
          >
            {labelOf(phase)}
          </button>
        ))}
    </span>
  );
}
