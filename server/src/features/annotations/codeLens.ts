/** Lenses: over each statement its value, its gradient and where a step takes it; and what can be done about it. */

import * as l10n from '@vscode/l10n';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { resetTrainedCommand, saveTrainedCommand, sgdStepCommand, trainCommand } from '../../protocol/commands.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { StatementAnnotations } from '../../snapshot/annotation.ts';
import { type Feature, fireAndForget } from '../feature.ts';
import { LensTitles } from './lensTitles.ts';
import { throttle } from './throttle.ts';

/**
 * In milliseconds: who has not asked for the lenses of a version by then is told to ask. VS Code gives up asking when the focus
 * leaves the editor before it has, as into the graph panel, and would not ask until it is back.
 */
const reminderDelay = 1_000;

export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },
  register(connection, server) {
    /** The version of each file that lenses were last given for: they are asked for again only if numbers follow later. */
    const answeredVersions = new Map<string, number>();
    /** What the lenses of each file said last. */
    const titles = new Map<string, LensTitles>();
    /** For each file whose lenses are awaited to be asked for. */
    const reminders = new Map<string, ReturnType<typeof setTimeout>>();
    const refresh = throttle(() => {
      if (server.client.workspace?.codeLens?.refreshSupport)
        fireAndForget(connection.sendRequest(CodeLensRefreshRequest.type));
    });
    const scheduleReminder = (uri: string): void => {
      if (reminders.has(uri)) return;
      const remind = (): void => {
        reminders.delete(uri);
        refresh();
      };
      reminders.set(uri, setTimeout(remind, reminderDelay));
    };
    const cancelReminder = (uri: string): void => {
      clearTimeout(reminders.get(uri));
      reminders.delete(uri);
    };
    connection.onCodeLens(async ({ textDocument: { uri } }) => {
      if (server.settings.display !== 'lens') return [];
      const file = await server.settledFile(uri);
      if (file === undefined || server.settings.display !== 'lens') return [];
      answeredVersions.set(uri, file.snapshot.version);
      cancelReminder(uri);
      if (!titles.has(uri)) titles.set(uri, new LensTitles());
      return lensesOf(file.annotations, server.settings, uri, file.isSaved, titles.get(uri));
    });
    server.onSettled(({ uri, snapshot }) => {
      if (server.settings.display !== 'lens') return;
      if (answeredVersions.get(uri) === snapshot.version) refresh();
      else scheduleReminder(uri);
    });
    server.onSettingsChanged(refresh);
    server.onClosed((uri) => {
      answeredVersions.delete(uri);
      titles.delete(uri);
      cancelReminder(uri);
    });
  },
};

/** @param titles of versions before, from which those of this one are taken as far as they say the same. */
export function lensesOf(
  annotations: StatementAnnotations,
  settings: Settings,
  uri: string,
  isSaved = true,
  titles = new LensTitles(),
): CodeLens[] {
  const { tree, lines, model } = annotations.snapshot;
  const lensTitles = titles.of(annotations, settings);
  const lastLoss = lensTitles.findLastIndex((title) => title?.isOfLoss);
  const trainedStart = model.externalParams.find(({ isTrained }) => isTrained)?.statement.start;
  const lenses: CodeLens[] = [];
  let line = 0;
  for (let index = 0; index < lensTitles.length; index++) {
    const title = lensTitles[index];
    if (title === undefined) continue;
    line = lines.findLineFrom(line, tree.statementIndex.starts[index]);
    const start = { line, character: 0 };
    const range = { start, end: start };
    if (title.text !== '') lenses.push({ range, command: { title: title.text, command: '' } });
    const actions = [
      ...(index === lastLoss ? lossActions() : []),
      ...(tree.statementIndex.starts[index] === trainedStart ? trainedActions(isSaved) : []),
    ];
    for (const { title, command } of actions) lenses.push({ range, command: { title, command, arguments: [uri] } });
  }
  return lenses;
}

interface LensAction {
  readonly title: string;
  readonly command: string;
}

function lossActions(): readonly LensAction[] {
  return [
    { title: l10n.t('SGD step'), command: sgdStepCommand },
    { title: l10n.t('Train'), command: trainCommand },
  ];
}

/** Said at the first param whose value is neither in the text nor drawn. */
function trainedActions(isSaved: boolean): readonly LensAction[] {
  return [
    ...(isSaved ? [] : [{ title: l10n.t('trained, not saved: save'), command: saveTrainedCommand }]),
    { title: isSaved ? l10n.t('trained: reset') : l10n.t('reset'), command: resetTrainedCommand },
  ];
}
