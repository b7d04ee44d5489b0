/** Commands of a model as source actions, for editors without code lenses. */

import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import {
  checkGradientsCommand,
  discardLearnedCommand,
  saveLearnedCommand,
  trainCommand,
  trainingStepCommand,
} from '../../../../protocol/editor/commands.ts';
import type { FileView } from '../../documents/fileView.ts';
import { tensorsOutsideText } from '../../language/lowering/model.ts';
import { stepTitleOf } from '../../training/stepTitle.ts';
import type { ActionProvider } from './actionProvider.ts';

export const modelActions: ActionProvider = { kind: CodeActionKind.Source, actionsFor: actionsOf };

function actionsOf({ uri, snapshot, areLearnedParamsSaved }: FileView): readonly CodeAction[] {
  const { model } = snapshot;
  const isTrained = tensorsOutsideText(model).some(({ isLearned }) => isLearned);
  const candidates = [
    { title: stepTitleOf(model), command: trainingStepCommand, isAvailable: model.objective !== undefined },
    { title: l10n.t('Train'), command: trainCommand, isAvailable: model.objective !== undefined },
    { title: l10n.t('Check gradients'), command: checkGradientsCommand, isAvailable: model.objective !== undefined },
    {
      title: l10n.t('Save learned params'),
      command: saveLearnedCommand,
      isAvailable: isTrained && !areLearnedParamsSaved,
    },
    { title: l10n.t('Discard learned params…'), command: discardLearnedCommand, isAvailable: isTrained },
  ];
  return candidates
    .filter(({ isAvailable }) => isAvailable)
    .map(({ title, command }) => ({
      title,
      kind: `${CodeActionKind.Source}.${command}`,
      command: { title, command, arguments: [uri] },
    }));
}
