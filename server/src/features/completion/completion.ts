/** Completion, also in broken statements; the details of an item are resolved lazily. */

import { MarkupKind } from 'vscode-languageserver';
import type { Feature } from '../feature.ts';
import type { ItemData } from './candidate.ts';
import { candidatesAt } from './candidatesAt.ts';
import { toCompletionList } from './completionItems.ts';
import { resolveCandidate } from './resolveCandidate.ts';

export const completion: Feature = {
  capabilities: { completionProvider: { triggerCharacters: ['.', '"', '∂', '~', '/'], resolveProvider: true } },
  register(connection, { client, documents, files, settings }) {
    connection.onCompletion(async ({ textDocument: { uri }, position, context }) => {
      const file = await documents.whenPublished(uri);
      if (file === undefined) return null;
      const { snapshot } = file;
      const offset = snapshot.lines.offsetAt(position);
      const candidates = await candidatesAt(snapshot, offset, {
        listFolder: (path) => files.folderAt(uri, path),
        readNames: (path, setting) => files.namesAt(uri, path, setting),
      });
      // A slash is usually a division.
      const isUnsolicited = context?.triggerCharacter === '/' && !candidates?.continuesAfterSlash;
      return candidates && !isUnsolicited ? toCompletionList(candidates, { uri, snapshot, offset }, client) : null;
    });
    connection.onCompletionResolve(async (item) => {
      const data: ItemData | undefined = item.data;
      const file = data && (await documents.whenPublished(data.uri));
      if (file === undefined) return item;
      const { detail, docs } = resolveCandidate(file.snapshot, data!.subject, settings.current);
      return {
        ...item,
        ...(detail !== undefined && { detail }),
        documentation: { kind: MarkupKind.Markdown, value: docs.join('\n\n') },
      };
    });
  },
};
