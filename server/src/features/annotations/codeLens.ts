/** Code lenses: the value, gradient and next step of each statement, with commands. */

import * as l10n from '@vscode/l10n';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import {
  discardLearnedCommand,
  saveLearnedCommand,
  stopTrainingCommand,
  trainCommand,
  trainingStepCommand,
} from '../../../../protocol/editor/commands.ts';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import { type Model, tensorsOutsideText } from '../../language/lowering/model.ts';
import type { FileAnnotations } from '../../snapshot/annotations/annotation.ts';
import { stepTitleOf } from '../../training/stepTitle.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { LensTitles } from './lensTitles.ts';
import { Reminders } from './reminders.ts';
import { throttle } from './throttle.ts';

export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },
  register(connection, { client, documents, settings, trainingLocks, watchedGraph }) {
    /** The version last answered for each file. Only values that arrive after it require a refresh. */
    const answeredVersions = new Map<string, number>();
    /** Cached titles by file. */
    const titles = new Map<string, LensTitles>();
    const refresh = throttle(() => {
      if (client.capabilities.workspace?.codeLens?.refreshSupport)
        fireAndForget(connection.sendRequest(CodeLensRefreshRequest.type));
    });
    const reminders = new Reminders(refresh);
    const isGraphShown = () => watchedGraph.watchedUri !== undefined;
    let wasGraphShown = isGraphShown();
    watchedGraph.onWatch(() => {
      if (wasGraphShown !== isGraphShown() && settings.current.display === 'lens') refresh();
      wasGraphShown = isGraphShown();
    });
    connection.onCodeLens(async ({ textDocument: { uri } }) => {
      if (settings.current.display !== 'lens') return [];
      const file = await documents.whenPublished(uri);
      if (file === undefined || settings.current.display !== 'lens') return [];
      answeredVersions.set(uri, file.snapshot.version);
      reminders.cancel(uri);
      if (!titles.has(uri)) titles.set(uri, new LensTitles());
      return lensesOf(file.annotations, settings.current, uri, {
        isSaved: file.areLearnedParamsSaved,
        isTraining: trainingLocks.isRunning(uri),
        isNarrow: isGraphShown(),
        titles: titles.get(uri)!,
      });
    });
    documents.onPublished(({ uri, snapshot }) => {
      if (settings.current.display !== 'lens') return;
      if (answeredVersions.get(uri) !== snapshot.version) return reminders.schedule(uri);
      // Each refresh restarts the client's delay, so the next one waits for its request.
      answeredVersions.delete(uri);
      refresh();
    });
    settings.onChanged(refresh);
    trainingLocks.onRunningChanged(refresh);
    documents.onClosed((uri) => {
      answeredVersions.delete(uri);
      titles.delete(uri);
      reminders.cancel(uri);
    });
  },
};

/** What lenses depend on besides the annotations. */
interface LensState {
  /** False if learned params are not saved. */
  readonly isSaved?: boolean;
  /** True while training takes steps. */
  readonly isTraining?: boolean;
  /** True if the graph takes half of the window, which leaves less room for a lens. */
  readonly isNarrow?: boolean;
  /** Cached titles, which are reused for unchanged statements. */
  readonly titles?: LensTitles;
}

export function lensesOf(
  annotations: FileAnnotations,
  settings: Settings,
  uri: string,
  { isSaved = true, isTraining = false, isNarrow = false, titles = new LensTitles() }: LensState = {},
): CodeLens[] {
  const { tree, lines, model } = annotations.snapshot;
  const lensTitles = titles.of(annotations, settings, isNarrow);
  const lastLoss = lensTitles.findLastIndex((title) => title?.isOfLoss);
  const trainedStart = tensorsOutsideText(model).find(({ isLearned }) => isLearned)?.statement.start;
  const lenses: CodeLens[] = [];
  let line = 0;
  for (let index = 0; index < lensTitles.length; index++) {
    const title = lensTitles[index];
    if (title === undefined) continue;
    line = lines.findLineFrom(line, tree.statementTable.starts[index]);
    const start = { line, character: 0 };
    const range = { start, end: start };
    if (title.text !== '') lenses.push({ range, command: { title: title.text, command: '' } });
    const actions = [
      ...(index === lastLoss ? (isTraining ? runningActions() : lossActions(model)) : []),
      ...(tree.statementTable.starts[index] === trainedStart ? trainedActions(isSaved) : []),
    ];
    for (const { title, command } of actions)
      lenses.push({ range, command: { title, command, ...(command !== '' && { arguments: [uri] }) } });
  }
  return lenses;
}

interface LensAction {
  readonly title: string;
  readonly command: string;
}

function lossActions(model: Model): readonly LensAction[] {
  return [
    { title: stepTitleOf(model), command: trainingStepCommand },
    { title: l10n.t('Train'), command: trainCommand },
  ];
}

/** VS Code paints lenses late, so those of a run may be some steps behind the other views. */
function runningActions(): readonly LensAction[] {
  return [
    { title: l10n.t('Stop'), command: stopTrainingCommand },
    { title: l10n.t('training, lenses may lag'), command: '' },
  ];
}

/** Actions shown above the first learned param. */
function trainedActions(isSaved: boolean): readonly LensAction[] {
  return [
    ...(isSaved ? [] : [{ title: l10n.t('trained, not saved: save'), command: saveLearnedCommand }]),
    { title: isSaved ? l10n.t('trained: discard…') : l10n.t('discard…'), command: discardLearnedCommand },
  ];
}
