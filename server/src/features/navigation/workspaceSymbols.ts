/** Workspace symbols of all open models and of those in the workspace. */

import * as l10n from '@vscode/l10n';
import type { CancellationToken, WorkspaceSymbol } from 'vscode-languageserver';
import type { WorkspaceModels } from '../../documents/workspaceModels.ts';
import { fileNameOf } from '../../files/uris.ts';
import type { VisitOutcome } from '../../files/workspace/closedModels.ts';
import type { ModuleFile } from '../../files/workspace/moduleFile.ts';
import { NameQuery } from '../../files/workspace/nameQuery.ts';
import { workspaceLimits } from '../../files/workspace/workspaceLimits.ts';
import { fileSymbols } from '../../language/names/references/symbols.ts';
import type { Feature } from '../feature.ts';
import { showInfo } from '../support/messages.ts';
import { toEditorRange } from '../support/positions.ts';
import { requestCancelled } from '../support/requestFailed.ts';
import { symbolKinds } from './symbolKinds.ts';

export const workspaceSymbols: Feature = {
  capabilities: { workspaceSymbolProvider: true },
  register(connection, { models }) {
    let isNoticeShown = false;
    connection.onWorkspaceSymbol(async ({ query }, token) => {
      const { symbols, outcome } = await findSymbols(query, models, token);
      if (outcome === 'cancelled') return requestCancelled();
      if (outcome === 'incomplete' && !isNoticeShown) showInfo(connection, incompleteSearchNotice());
      isNoticeShown ||= outcome === 'incomplete';
      return symbols;
    });
  },
};

/** Symbols of open models first. */
async function findSymbols(
  query: string,
  models: WorkspaceModels,
  token: CancellationToken,
): Promise<{ readonly symbols: WorkspaceSymbol[]; readonly outcome: VisitOutcome }> {
  const open = await models.allOpen();
  const symbols = workspaceSymbolsFor(query, open);
  if (symbols.length === workspaceLimits.symbols) return { symbols, outcome: 'stopped' };
  const nameQuery = new NameQuery(query);
  const outcome = await models.visitClosed(open, {
    mayMatchIn: (text) => nameQuery.mayMatchIn(text),
    isCurrent: () => !token.isCancellationRequested,
    needsTexts: false,
    visit({ uri, definitions }) {
      const containerName = fileNameOf(uri);
      for (const { name, role, line, column } of definitions.find(nameQuery)) {
        const start = { line, character: column };
        const end = { line, character: column + name.length };
        symbols.push({ name, kind: symbolKinds[role], containerName, location: { uri, range: { start, end } } });
        if (symbols.length === workspaceLimits.symbols) return false;
      }
      return true;
    },
  });
  return { symbols, outcome };
}

/** Symbols that contain the letters of the query in order. The editor sorts them by relevance. */
export function workspaceSymbolsFor(query: string, files: readonly ModuleFile[]): WorkspaceSymbol[] {
  const nameQuery = new NameQuery(query);
  const symbols: WorkspaceSymbol[] = [];
  for (const { uri, module } of files) {
    for (const { name, role, range: nameRange, enclosingFunction: inside } of fileSymbols(module).all) {
      if (inside || !nameQuery.matchesName(name)) continue;
      const location = { uri, range: toEditorRange(module, nameRange) };
      symbols.push({ name, kind: symbolKinds[role], containerName: fileNameOf(uri), location });
      if (symbols.length === workspaceLimits.symbols) return symbols;
    }
  }
  return symbols;
}

/** Why some models of the workspace were not searched. */
export function incompleteSearchNotice(): string {
  const { models, modelSize, bytesRead } = workspaceLimits;
  const [sizeInMegabytes, totalInMegabytes] = [modelSize, bytesRead].map((bytes) => formatCount(bytes / 1_048_576));
  return l10n.t`Some models of the workspace were left out: a search reads ${formatCount(models)} models of at most ${sizeInMegabytes} MB, and ${totalInMegabytes} MB in all.`;
}

function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}
