/** Lenses: over each statement its value, its gradient and where a step takes it; and what can be done about it. */

import * as l10n from '@vscode/l10n';
import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { resetTrainedCommand, saveTrainedCommand, sgdStepCommand, trainCommand } from '../../protocol/commands.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Readings } from '../../snapshot/annotations.ts';
import { type Feature, sent } from '../feature.ts';
import { LensTitles } from './lensTitles.ts';
import { calmly } from './refresh.ts';

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
    /** What the lenses of each file said last. */
    const titles = new Map<string, LensTitles>();
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
      if (!titles.has(uri)) titles.set(uri, new LensTitles());
      return lensesOf(file.readings, server.settings, uri, file.isSaved, titles.get(uri));
    });
    server.onSettled(({ uri, snapshot }) => {
      if (server.settings.display !== 'lens') return;
      if (answered.get(uri) === snapshot.version) refresh();
      else waitFor(uri);
    });
    server.onSettings(refresh);
    server.onClosed((uri) => {
      answered.delete(uri);
      titles.delete(uri);
      awaitNoMore(uri);
    });
  },
};

/** @param titles of versions before, from which those of this one are taken as far as they say the same. */
export function lensesOf(
  readings: Readings,
  settings: Settings,
  uri: string,
  isSaved = true,
  titles = new LensTitles(),
): CodeLens[] {
  const { tree, lines, model } = readings.snapshot;
  const said = titles.of(readings, settings);
  const lastLoss = said.findLastIndex((title) => title?.isOfLoss);
  const trained = model.unwrittenParams.find(({ isTrained }) => isTrained)?.statement.start;
  const lenses: CodeLens[] = [];
  let line = 0;
  for (let place = 0; place < said.length; place++) {
    const title = said[place];
    if (title === undefined) continue;
    line = lines.lineFrom(line, tree.overview.starts[place]);
    const start = { line, character: 0 };
    const range = { start, end: start };
    if (title.text !== '') lenses.push({ range, command: { title: title.text, command: '' } });
    const actions = [
      ...(place === lastLoss ? lossActions() : []),
      ...(tree.overview.starts[place] === trained ? trainedActions(isSaved) : []),
    ];
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
