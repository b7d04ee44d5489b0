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
import { type ItemData, type Offer, ranks } from './candidate.ts';
import type { Offers } from './itemsAt.ts';

/** Longer names are not typed by hand. */
const longestName = 200;

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
  const context: Context = {
    uri: cursor.uri,
    editRange: completionItem?.insertReplaceSupport ? { insert, replace } : insert,
    isRangeShared: completionList?.itemDefaults?.includes('editRange') === true,
    rest: lines.line(behind.line).slice(behind.character),
    hasSnippets: completionItem?.snippetSupport === true,
    commands: options.commands,
  };
  const items = list.filter((offer) => isUsable(offer, context)).map((offer) => itemOf(offer, context));
  const { editRange, isRangeShared } = context;
  return { isIncomplete: false, ...(isRangeShared && { itemDefaults: { editRange } }), items };
}

/** What all items of a list depend on. */
interface Context {
  readonly uri: string;
  readonly editRange: Range | { readonly insert: Range; readonly replace: Range };
  /** Whether the client takes one range for all items. */
  readonly isRangeShared: boolean;
  /** What follows on the line. */
  readonly rest: string;
  readonly hasSnippets: boolean;
  readonly commands: InitializationOptions['commands'];
}

function isUsable({ label, text, snippet }: Offer, { hasSnippets }: Context): boolean {
  return label.length <= longestName && (hasSnippets || text !== undefined || snippet === undefined);
}

function itemOf(offer: Offer, { uri, editRange, isRangeShared, rest, hasSnippets, commands }: Context): CompletionItem {
  const { label, kind, filter, snippet, opens, subject } = offer;
  const isSnippet = hasSnippets && snippet !== undefined && hasRoom(offer, rest);
  const newText = isSnippet ? snippet : textBefore(offer, rest);
  const edit = 'insert' in editRange ? { newText, ...editRange } : { newText, range: editRange };
  const command = opens && (isSnippet || snippet === undefined) ? commands?.[opens] : undefined;
  const isTold = subject !== undefined && subject.name.length <= longestName;
  const data: ItemData | undefined = isTold ? { uri, subject } : undefined;
  return {
    label,
    kind,
    sortText: sortText(offer),
    ...(filter !== undefined && { filterText: filter }),
    ...labelDetails(offer),
    ...(isRangeShared ? newText !== label && { textEditText: newText } : { textEdit: edit }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(command && { command: { title: '', command } }),
    ...(data && { data }),
  };
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
