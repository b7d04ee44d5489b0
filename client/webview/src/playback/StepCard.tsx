/** The card under the graph: a step's rule, its equation in numbers, and its statement. */

import * as l10n from '@vscode/l10n';
import type { PlaybackStep } from '../../../../protocol/panel/playback.ts';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';
import type { Player } from './player.ts';
import './playback.css';

interface Props {
  readonly player: Player;
  /** The current step; undefined until it is there. */
  readonly step: PlaybackStep | undefined;
  readonly onRevealRange: (range: TextRange) => void;
}

export function StepCard({ player, step, onRevealRange }: Props) {
  if (!player.isActive) return null;
  const { playback, error } = player;
  const isLast = playback !== undefined && player.stepIndex >= playback.steps.length - 1;
  const notice = error ?? (isLast ? playback.notice : null);
  return (
    <section className="step-card" aria-label={l10n.t('Playback step')}>
      <div className="explanation" aria-live="polite" aria-atomic="true">
        {step && (
          <>
            <p className="rule">{step.rule}</p>
            <p className={`equation ${step.phase}`}>
              {step.equation.map(({ text, tone }, index) => (
                <span key={index} className={tone}>
                  {text}
                </span>
              ))}
            </p>
            {step.sum !== null && <p className="sum">{step.sum}</p>}
          </>
        )}
        {notice !== null && <p className="note">{notice}</p>}
      </div>
      {step && <Statement step={step} onRevealRange={onRevealRange} />}
    </section>
  );
}

function Statement({
  step: { source, location, range },
  onRevealRange,
}: { readonly step: PlaybackStep } & Pick<Props, 'onRevealRange'>) {
  return (
    <button
      type="button"
      className="statement"
      disabled={range === null}
      title={l10n.t`Show ${location} in the editor`}
      onClick={() => range && onRevealRange(range)}
    >
      <code>{source}</code>
      <span className="location">{location}</span>
    </button>
  );
}
