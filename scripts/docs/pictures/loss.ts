/** A curve of the loss over all samples, step by step, as a model is trained by the plan of its file. */

import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { element } from '../../../protocol/pictures/xml.ts';
import { formatNumber } from '../../../server/src/display/numbers.ts';
import { runToCompletion } from '../../../server/src/engine/runtime/slices.ts';
import { TrainingRun } from '../../../server/src/engine/training/trainingRun.ts';
import { isRefusal } from '../../../server/src/language/problems/refusal.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { createTrainingJob } from '../../../server/src/training/createTrainingJob.ts';
import { type CardPart, cardWidth } from './card.ts';
import { linesPart } from './lines.ts';
import { colors } from './themeStyle.ts';

const height = 200;
const margin = 20;

export function lossPart(snapshot: EvaluatedSnapshot): CardPart {
  const losses = trainingLosses(snapshot);
  const { label } = snapshot.model.objective!;
  const maxLoss = Math.max(...losses);
  const points = losses.map((loss, step) => {
    const x = margin + ((cardWidth - 2 * margin) * step) / (losses.length - 1);
    return `${x.toFixed(1)},${(height * (1 - loss / maxLoss)).toFixed(1)}`;
  });
  const frame = element('path', {
    d: `M ${margin} 0 V ${height} H ${cardWidth - margin}`,
    fill: 'none',
    stroke: colors.muted,
  });
  const curve = element('polyline', {
    points: points.join(' '),
    fill: 'none',
    stroke: colors.value,
    'stroke-width': 2.5,
    'stroke-linejoin': 'round',
  });
  const [first, last] = [losses[0]!, losses.at(-1)!].map((loss) => formatNumber(loss, defaultSettings.digits));
  const axis = linesPart([
    [{ text: '0', color: colors.muted }],
    [
      { text: `${label} = `, color: colors.text },
      { text: first!, color: colors.value },
      { text: ' → ', color: colors.muted },
      { text: last!, color: colors.value, isBold: true },
    ],
  ]);
  const stepLabel = element(
    'text',
    { x: cardWidth - margin, y: height + 17, 'text-anchor': 'end', 'font-size': 15, fill: colors.muted },
    [String(losses.length - 1)],
  );
  return {
    height: height + axis.height,
    content: `${frame}${curve}${stepLabel}<g transform="translate(0 ${height})">${axis.content}</g>`,
  };
}

/** The losses before the first step and after each one. */
function trainingLosses(snapshot: EvaluatedSnapshot): readonly number[] {
  const job = createTrainingJob(snapshot, { hasFullEvaluation: true });
  if (isRefusal(job)) throw new Error(job.refusal);
  const run = new TrainingRun(job, null);
  const losses = [runToCompletion(run.trainingLoss())];
  for (const progress of run.steps()) if (progress) losses.push(runToCompletion(run.trainingLoss()));
  return losses;
}
