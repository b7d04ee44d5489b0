/** Offers as LSP has them, by what the client understands of it. */

import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type Range,
} from 'vscode-languageserver';
import type { InitializationOptions } from '../../protocol/initialization.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { type ItemData, type Offer, ranks } from './offer.ts';
import type { Offers } from './offersAt.ts';

/** Longer names are not typed by hand. */
const longestLabel = 200;

/** Where the cursor stands. */
interface Cursor {
  readonly uri: string;
  readonly snapshot: Snapshot;
  readonly offset: number;
}

interface Client {
  readonly client: ClientCapabilities;
  readonly options: InitializationOptions;
}

export function listOf({ list, start, end }: Offers, cursor: Cursor, { client, options }: Client): CompletionList {
  const { completionItem, completionList } = client.textDocument?.completion ?? {};
  const { lines } = cursor.snapshot;
  const [from, to, behind] = [start, cursor.offset, Math.max(cursor.offset, end)].map((at) => lines.positionAt(at));
  const insert: Range = { start: from, end: to };
  const replace: Range = { start: from, end: behind };
  const editRange = completionItem?.insertReplaceSupport ? { insert, replace } : insert;
  const rest = lines.line(behind.line).slice(behind.character);
  const hasSnippets = completionItem?.snippetSupport === true;
  const hasDefaults = completionList?.itemDefaults?.includes('editRange') === true;
  const items = list
    .filter(
      ({ label, text, snippet }) => label.length <= longestLabel && (hasSnippets || text !== undefined || !snippet),
    )
    .map((offer): CompletionItem => {
      const isSnippet = hasSnippets && offer.snippet !== undefined && hasRoom(offer, rest);
      const newText = isSnippet ? offer.snippet! : textBefore(offer, rest);
      const edit = 'insert' in editRange ? { newText, ...editRange } : { newText, range: editRange };
      const command =
        offer.opens && (isSnippet || offer.snippet === undefined) ? options.commands?.[offer.opens] : undefined;
      const data: ItemData | undefined = offer.subject && { uri: cursor.uri, subject: offer.subject };
      return {
        label: offer.label,
        kind: offer.kind,
        sortText: sortText(offer),
        ...(offer.filter !== undefined && { filterText: offer.filter }),
        ...labelDetails(offer),
        ...(hasDefaults ? newText !== offer.label && { textEditText: newText } : { textEdit: edit }),
        ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
        ...(command && { command: { title: '', command } }),
        ...(data && { data }),
      };
    });
  return { isIncomplete: false, ...(hasDefaults && { itemDefaults: { editRange } }), items };
}

/** By its rank, then by its place, then by its label. */
function sortText({ rank, place, label }: Offer): string {
  const order = String.fromCharCode('a'.charCodeAt(0) + ranks.indexOf(rank));
  return place === undefined ? `${order}${label}` : `${order}${String(place).padStart(6, '0')}`;
}

function labelDetails({ signature, description }: Offer): Pick<CompletionItem, 'labelDetails'> {
  if (signature === undefined && description === undefined) return {};
  return { labelDetails: { ...(signature && { detail: signature }), ...(description && { description }) } };
}

/** Whether a snippet fits before the rest of the line: brackets may be there, and a statement goes on already. */
function hasRoom({ kind }: Offer, rest: string): boolean {
  return kind === CompletionItemKind.Function ? !/^\s*\(/.test(rest) : /^\s*(?:[#}]|$)/.test(rest);
}

/** The equals sign of a keyword may be there. */
function textBefore({ label, text = label }: Offer, rest: string): string {
  return /^\s*=(?!=)/.test(rest) ? text.replace(/\s*=\s*$/, '') : text;
}
