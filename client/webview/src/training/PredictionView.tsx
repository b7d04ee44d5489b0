/** The view of the model's predictions: a plot of the output or a confusion matrix, chosen by a menu if there are several. */

import * as l10n from '@vscode/l10n';
import { useState } from 'react';
import type { TrainingInfo } from '../../../../protocol/panel/training.ts';
import { ConfusionView, tableName } from './confusion/ConfusionView.tsx';
import { ViewMenu } from './curves/ViewMenu.tsx';
import { FitView, fitTitle } from './fit/FitView.tsx';
import type { SessionPaneState } from './paneState.ts';
import { SurfaceView, surfaceName } from './surface/SurfaceView.tsx';

type PredictionViewName = 'plot' | 'heldOut' | 'training';

export function PredictionView({ info, surface, confusion }: Pick<SessionPaneState, 'info' | 'surface' | 'confusion'>) {
  const { decisionSurface: plot, confusionMatrix: matrix } = info;
  const [choice, setChoice] = useState<PredictionViewName>();
  const views = viewsOf(info);
  const view = views.find((name) => name === choice) ?? views[0];
  if (view === undefined) return <p className="no-surface">{reasonsOf(info).join(' ')}</p>;
  const menu = views.length > 1 && (
    <ViewMenu
      label={l10n.t('Predictions')}
      value={view}
      options={views.map((name) => ({ value: name, text: titleOf(name, info) }))}
      onChoose={(value) => setChoice(views.find((name) => name === value))}
    />
  );
  if (view !== 'plot' && matrix?.kind === 'matrix')
    return (
      <ConfusionView
        matrix={matrix}
        counts={confusion}
        samples={view}
        sampleCount={view === 'heldOut' ? info.heldOut : info.samples}
        menu={menu}
      />
    );
  if (plot.kind === 'fit') return <FitView fit={plot} curve={surface} menu={menu} />;
  return plot.kind === 'plane' ? <SurfaceView surfacePlane={plot} surface={surface} menu={menu} /> : null;
}

/** The first is shown unless another is chosen. */
function viewsOf({ decisionSurface, confusionMatrix, heldOut }: TrainingInfo): readonly PredictionViewName[] {
  const plots = decisionSurface.kind === 'none' ? [] : (['plot'] as const);
  if (confusionMatrix?.kind !== 'matrix') return plots;
  return heldOut > 0 ? [...plots, 'heldOut', 'training'] : [...plots, 'training'];
}

/** The matrix is named without its samples if there is only one kind. */
function titleOf(name: PredictionViewName, { decisionSurface, heldOut }: TrainingInfo): string {
  if (name !== 'plot') return heldOut > 0 ? tableName(name) : l10n.t('Confusion matrix');
  if (decisionSurface.kind === 'fit') return fitTitle(decisionSurface);
  return decisionSurface.kind === 'plane' ? surfaceName(decisionSurface) : '';
}

/** The reasons why there is no view, as sentences. */
function reasonsOf({ decisionSurface, confusionMatrix }: TrainingInfo): readonly string[] {
  return [decisionSurface, confusionMatrix].flatMap((part) => (part?.kind === 'none' ? [part.reason] : []));
}
