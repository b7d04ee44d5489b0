/** The card under the graph: the rule of the step, its equation in numbers, and the statement that it belongs to. */

import * as l10n from '@vscode/l10n';
import type { FilmStep } from '../../../../server/src/protocol/panel/film.ts';
import type { TextRange } from '../../../../server/src/protocol/panel/graph.ts';
import type { Player } from './player.ts';
import './film.css';

interface Props {
  readonly player: Player;
  /** The step that is shown; undefined while it isn't there. */
  readonly step: FilmStep | undefined;
  readonly onReveal: (range: TextRange) => void;
}

export function StepCard({ player, step, onReveal }: Props) {
  if (!player.isOn) return null;
  const { film, trouble } = player;
  const isLast = film !== undefined && player.at >= film.steps.length - 1;
  const note = trouble ?? (isLast ? film.refusal : null);
  return (
    <section className="step-card" aria-label={l10n.t('Step')}>
      <div className="said" aria-live="polite" aria-atomic="true">
        {step && (
          <>
            <p className="rule">{step.rule}</p>
            <p className={`equation ${step.phase}`}>
              {step.equation.map(({ text, tone }, place) => (
                <span key={place} className={tone}>
                  {text}
                </span>
              ))}
            </p>
            {step.sum !== null && <p className="sum">{step.sum}</p>}
          </>
        )}
        {note !== null && <p className="note">{note}</p>}
      </div>
      {step && <Statement step={step} onReveal={onReveal} />}
    </section>
  );
}

function Statement({
  step: { source, place, range },
  onReveal,
}: { readonly step: FilmStep } & Pick<Props, 'onReveal'>) {
  return (
    <button
      type="button"
      className="statement"
      disabled={range === null}
      title={l10n.t`Show ${place} in the editor`}
      onClick={() => range && onReveal(range)}
    >
      <code>{source}</code>
      <span className="place">{place}</span>
    </button>
  );
}
