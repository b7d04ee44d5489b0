/** Lenses: over each statement its value, its gradient and where a step takes it. */

import { type CodeLens, CodeLensRefreshRequest } from 'vscode-languageserver';
import { sgdStepCommand } from '../protocol/commands.ts';
import type { Settings } from '../protocol/settings.ts';
import type { Readings } from '../snapshot/readings.ts';
import { isWorthALens, showReading } from '../snapshot/showReading.ts';
import { type Feature, sent } from './feature.ts';

export const codeLens: Feature = {
  capabilities: { codeLensProvider: {} },
  register(connection, server) {
    /** The version of each file that lenses were last given for: they are asked for again only if numbers follow later. */
    const answered = new Map<string, number>();
    const refresh = (): void => {
      if (server.client.workspace?.codeLens?.refreshSupport) sent(connection.sendRequest(CodeLensRefreshRequest.type));
    };
    connection.onCodeLens(async ({ textDocument: { uri } }) => {
      const file = await server.settled(uri);
      if (file === undefined || server.settings.display !== 'lens') return [];
      answered.set(uri, file.snapshot.version);
      return lensesOf(file.readings, server.settings, uri);
    });
    server.onSettled(({ uri, snapshot }) => {
      if (answered.get(uri) === snapshot.version) refresh();
    });
    server.onSettings(refresh);
    server.onClosed((uri) => answered.delete(uri));
  },
};

export function lensesOf({ list }: Readings, { digits }: Pick<Settings, 'digits'>, uri: string): CodeLens[] {
  const lastLoss = list.findLast((reading) => reading.kind === 'value' && reading.role === 'loss');
  const lenses: CodeLens[] = [];
  for (const reading of list) {
    if (!isWorthALens(reading)) continue;
    const range = { start: { line: reading.line, character: 0 }, end: { line: reading.line, character: 0 } };
    lenses.push({ range, command: { title: showReading(reading, digits), command: '' } });
    if (reading === lastLoss)
      lenses.push({ range, command: { title: 'SGD step', command: sgdStepCommand, arguments: [uri] } });
  }
  return lenses;
}
