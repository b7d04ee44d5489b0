/** What can be done with a model, as actions of its source: not every editor shows the lenses that offer it. */

import * as l10n from '@vscode/l10n';
import { type CodeAction, CodeActionKind } from 'vscode-languageserver';
import {
  checkGradientsCommand,
  resetTrainedCommand,
  saveTrainedCommand,
  sgdStepCommand,
  trainCommand,
} from '../../protocol/commands.ts';
import type { FileView } from '../feature.ts';
import type { Actions } from './codeActions.ts';

export const modelActions: Actions = { kind: CodeActionKind.Source, of: actionsOf };

function actionsOf({ uri, snapshot, isSaved }: FileView): readonly CodeAction[] {
  const { model } = snapshot;
  const isTrained = model.unwrittenParams.some(({ isTrained }) => isTrained);
  const offered = [
    { title: l10n.t('SGD step'), command: sgdStepCommand, isOffered: model.objective !== undefined },
    { title: l10n.t('Train'), command: trainCommand, isOffered: model.objective !== undefined },
    { title: l10n.t('Check gradients'), command: checkGradientsCommand, isOffered: model.objective !== undefined },
    { title: l10n.t('Save trained values'), command: saveTrainedCommand, isOffered: isTrained && !isSaved },
    { title: l10n.t('Reset trained values'), command: resetTrainedCommand, isOffered: isTrained },
  ];
  return offered
    .filter(({ isOffered }) => isOffered)
    .map(({ title, command }) => ({
      title,
      kind: `${CodeActionKind.Source}.${command}`,
      command: { title, command, arguments: [uri] },
    }));
}
