/** Completion, also in broken statements; the details of an item are resolved lazily. */

import { MarkupKind } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';
import type { ItemData } from './candidate.ts';
import { candidatesAt } from './candidatesAt.ts';
import { toCompletionList } from './completionItems.ts';
import { resolveCandidate } from './resolve.ts';

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['.', '"', '∂', '~', '/'], resolveProvider: true } },
  register(connection, server) {
    connection.onCompletion(async ({ textDocument: { uri }, position, context }) => {
      const file = await server.shownFile(uri);
      if (file === undefined) return null;
      const { snapshot } = file;
      const offset = snapshot.lines.offsetAt(position);
      const candidates = await candidatesAt(snapshot, offset, {
        listFolder: (path) => server.files.folderAt(uri, path),
        readText: (path) => server.files.textAt(uri, path),
      });
      // A slash is usually a division.
      const isUnsolicited = context?.triggerCharacter === '/' && !candidates?.continuesAfterSlash;
      return candidates && !isUnsolicited ? toCompletionList(candidates, { uri, snapshot, offset }, server) : null;
    });
    connection.onCompletionResolve(async (item) => {
      const data: ItemData | undefined = item.data;
      const file = data && (await server.shownFile(data.uri));
      if (file === undefined) return item;
      const { detail, docs } = resolveCandidate(file.snapshot, data!.subject, server.settings);
      return {
        ...item,
        ...(detail !== undefined && { detail }),
        documentation: { kind: MarkupKind.Markdown, value: docs.join('\n\n') },
      };
    });
  },
};
