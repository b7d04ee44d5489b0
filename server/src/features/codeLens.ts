/** Lenses: over each statement its value, its gradient and where a step takes it; and what can be done about it. */

import * as l10n from '@vscode/l10n';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { resetTrainedCommand, saveTrainedCommand, sgdStepCommand, trainCommand } from '../protocol/commands.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Readings } from '../snapshot/readings.ts';
import { isShown, isWorthALens, showReading } from '../snapshot/showReading.ts';
import { type Feature, sent } from './feature.ts';
import { calmly } from './refreshing.ts';

/**
 * In milliseconds: who has not asked for the lenses of a version by then is told to ask. VS Code gives up asking when the focus
 * leaves the editor before it has, as into the graph panel, and would not ask until it is back.
 */
const patience = 1_000;

export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },
  register(connection, server) {
    /** The version of each file that lenses were last given for: they are asked for again only if numbers follow later. */
    const answered = new Map<string, number>();
    /** For each file whose lenses are awaited to be asked for. */
    const awaited = new Map<string, ReturnType<typeof setTimeout>>();
    const refresh = calmly(() => {
      if (server.client.workspace?.codeLens?.refreshSupport) sent(connection.sendRequest(CodeLensRefreshRequest.type));
    });
    const waitFor = (uri: string): void => {
      if (awaited.has(uri)) return;
      const remind = (): void => {
        awaited.delete(uri);
        refresh();
      };
      awaited.set(uri, setTimeout(remind, patience));
    };
    const awaitNoMore = (uri: string): void => {
      clearTimeout(awaited.get(uri));
      awaited.delete(uri);
    };
    connection.onCodeLens(async ({ textDocument: { uri } }) => {
      if (server.settings.display !== 'lens') return [];
      const file = await server.settled(uri);
      if (file === undefined || server.settings.display !== 'lens') return [];
      answered.set(uri, file.snapshot.version);
      awaitNoMore(uri);
      return lensesOf(file.readings, server.settings, uri, file.isSaved);
    });
    server.onSettled(({ uri, snapshot }) => {
      if (server.settings.display !== 'lens') return;
      if (answered.get(uri) === snapshot.version) refresh();
      else waitFor(uri);
    });
    server.onSettings(refresh);
    server.onClosed((uri) => {
      answered.delete(uri);
      awaitNoMore(uri);
    });
  },
};

export function lensesOf({ snapshot, list }: Readings, settings: Settings, uri: string, isSaved = true): CodeLens[] {
  const lastLoss = list.findLast((reading) => reading.kind === 'value' && reading.role === 'loss');
  const trained = snapshot.model.params.find(({ isTrained }) => isTrained)?.statement;
  const lenses: CodeLens[] = [];
  for (const reading of list) {
    if (!isWorthALens(reading) || !isShown(reading, settings.statements)) continue;
    const range = { start: { line: reading.line, character: 0 }, end: { line: reading.line, character: 0 } };
    const actions = [
      ...(reading === lastLoss ? lossActions() : []),
      ...(reading.statement === trained ? trainedActions(isSaved) : []),
    ];
    const title = showReading(reading, settings);
    if (title !== '') lenses.push({ range, command: { title, command: '' } });
    for (const { title, command } of actions) lenses.push({ range, command: { title, command, arguments: [uri] } });
  }
  return lenses;
}

interface Action {
  readonly title: string;
  readonly command: string;
}

function lossActions(): readonly Action[] {
  return [
    { title: l10n.t('SGD step'), command: sgdStepCommand },
    { title: l10n.t('Train'), command: trainCommand },
  ];
}

/** Said at the first param whose value is neither in the text nor drawn. */
function trainedActions(isSaved: boolean): readonly Action[] {
  return [
    ...(isSaved ? [] : [{ title: l10n.t('trained, not saved: save'), command: saveTrainedCommand }]),
    { title: isSaved ? l10n.t('trained: reset') : l10n.t('reset'), command: resetTrainedCommand },
  ];
}
