/** The toolbar above the canvas: playback controls on the left, actions on the model on the right. */

import * as l10n from '@vscode/l10n';
import type { ReactNode } from 'react';
import { trainingStepCommand } from '../../../../protocol/editor/commands.ts';
import type { Bridge } from '../bridge.ts';
import type { CompleteGraph, ViewState } from '../state/viewState.ts';
import { BarButton } from './BarButton.tsx';
import './bar.css';

interface Props {
  readonly bridge: Bridge;
  readonly view: ViewState;
  /** True while a training session takes the steps. */
  readonly isTraining: boolean;
  readonly onToggleList: (isList: boolean) => void;
  /** Further actions on the graph. */
  readonly actions: ReactNode;
  /** The playback's transport controls. */
  readonly children?: ReactNode;
}

export function TopBar({ bridge, view: { file, graph, isList }, isTraining, onToggleList, actions, children }: Props) {
  return (
    <header className="top-bar">
      {children}
      <div className="bar-part actions">
        {graph && <Objective graph={graph} />}
        {graph?.stepTitle != null && !isTraining && (
          <button
            type="button"
            className="step"
            title={l10n.t('Take one training step. Undo to revert it.')}
            onClick={() => bridge.post({ kind: 'run', command: trainingStepCommand })}
          >
            {graph.stepTitle}
          </button>
        )}
        {actions}
        <BarButton
          icon="list"
          label={l10n.t('List')}
          title={isList ? l10n.t('Show the graph.') : l10n.t('Show the graph as a list.')}
          labelVisibility="inWide"
          isPressed={isList}
          onClick={() => onToggleList(!isList)}
        />
        {file && (
          <BarButton
            icon="pin"
            label={l10n.t('Pin')}
            title={
              file.isPinned
                ? l10n.t('Follow the model in the active editor again.')
                : l10n.t`Keep the panel on ${file.name} when the active editor changes.`
            }
            labelVisibility="inWide"
            isPressed={file.isPinned}
            onClick={() => bridge.post({ kind: 'pin', isPinned: !file.isPinned })}
          />
        )}
      </div>
    </header>
  );
}

/** The objective and its value, or a note that a model without problems has none. */
function Objective({
  graph: { structure, objectiveText, sampleText, staleNotice },
}: {
  readonly graph: CompleteGraph;
}) {
  const { objectiveName, nodes } = structure;
  if (objectiveName === null && staleNotice === null && nodes.length > 0)
    return (
      <output
        className="objective none"
        title={l10n.t('No gradient flows. Add a loss, for example: loss L = (target - f)^2')}
      >
        {l10n.t('no loss')}
      </output>
    );
  if (objectiveName === null || objectiveText === null) return null;
  return (
    <output
      className="objective"
      title={
        sampleText === null
          ? l10n.t('The value over all samples, with the params that are shown')
          : l10n.t`The value over the ${sampleText}, with the params that are shown`
      }
    >
      {objectiveName} = <b>{objectiveText}</b>
      {sampleText !== null && ` · ${sampleText}`}
    </output>
  );
}
