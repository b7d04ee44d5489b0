/** The card under the graph: a step's rule, its equation in numbers, and its statement. */

import * as l10n from '@vscode/l10n';
import type { CSSProperties } from 'react';
import type { MatrixProduct, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import type { TextRange } from '../../../../protocol/shared/textRange.ts';
import type { Bridge } from '../bridge.ts';
import { prefersReducedMotion } from '../canvas/viewport/nodeAnimation.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { MatrixProductView } from './MatrixProductView.tsx';
import type { Player } from './player.ts';
import { hasTensors, StepTensors } from './StepTensors.tsx';
import './playback.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: CompleteGraph | undefined;
  readonly player: Player;
  /** The current step; undefined until it is there. */
  readonly step: PlaybackStep | undefined;
  readonly onRevealRange: (range: TextRange) => void;
}

export function StepCard({ bridge, graph, player, step, onRevealRange }: Props) {
  if (!player.isActive) return null;
  const { playback, error } = player;
  const isLast = playback !== undefined && player.stepIndex >= playback.steps.length - 1;
  const notice = error ?? (isLast ? playback.notice : null);
  const products = (playback?.steps ?? []).flatMap(({ product }) => product ?? []);
  const showsTensors = step && graph && playback && hasTensors(graph.structure, playback.steps);
  const classNames = [
    'step-card',
    ...(products.length > 0 ? ['has-products'] : []),
    ...(showsTensors ? ['has-tensors'] : []),
  ].join(' ');
  return (
    <section className={classNames} style={roomFor(products)} aria-label={l10n.t('Playback step')}>
      <div className={step?.product ? 'explanation is-product' : 'explanation'} aria-live="polite" aria-atomic="true">
        {step && (
          <>
            <p className="rule" title={step.rule}>
              {step.rule}
            </p>
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
      {showsTensors && !step.product && (
        <StepTensors bridge={bridge} graph={graph} playback={playback} stepIndex={player.stepIndex} />
      )}
      {step?.product && (
        <MatrixProductView
          key={player.stepIndex}
          product={step.product}
          speed={player.speed}
          isAnimated={!prefersReducedMotion()}
        />
      )}
    </section>
  );
}

/** The card keeps the height of the tallest product, so that the graph above it keeps its size. */
function roomFor(products: readonly MatrixProduct[]): CSSProperties {
  const rows = products.map(({ left, right }) => Math.max(left.rows.length, right.rows.length));
  const factors = products.map(({ right }) => right.rows.length);
  const room = {
    '--product-rows': Math.max(0, ...rows),
    '--sum-lines': Math.max(0, ...factors) > maxFactorsInLine ? 2 : 1,
  };
  return room as CSSProperties;
}

/** The sum of an element with more products has two lines. */
const maxFactorsInLine = 3;

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
