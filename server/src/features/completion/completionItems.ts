/** Conversion of candidates to LSP items, by the capabilities of the client. */

import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  InsertTextFormat,
  type Range,
} from 'vscode-languageserver';
import type { InitializationOptions } from '../../../../protocol/editor/initialization.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Client } from '../support/client.ts';
import { type Candidate, type ItemData, ranks } from './candidate.ts';
import type { CandidateList } from './candidatesAt.ts';

/** Longer names are not typed by hand. */
const maxNameLength = 200;

interface Cursor {
  readonly uri: string;
  readonly snapshot: Snapshot;
  readonly offset: number;
}

export function toCompletionList(
  { candidates: list, start, end }: CandidateList,
  cursor: Cursor,
  { capabilities, options }: Pick<Client, 'capabilities' | 'options'>,
): CompletionList {
  const { completionItem, completionList } = capabilities.textDocument?.completion ?? {};
  const { lines } = cursor.snapshot;
  const [insertStart, cursorPosition, replaceEnd] = [start, cursor.offset, Math.max(cursor.offset, end)].map((offset) =>
    lines.positionAt(offset),
  );
  const insert: Range = { start: insertStart, end: cursorPosition };
  const replace: Range = { start: insertStart, end: replaceEnd };
  const context: Context = {
    uri: cursor.uri,
    editRange: completionItem?.insertReplaceSupport ? { insert, replace } : insert,
    isRangeShared: completionList?.itemDefaults?.includes('editRange') === true,
    restOfLine: lines.line(replaceEnd.line).slice(replaceEnd.character),
    hasSnippets: completionItem?.snippetSupport === true,
    commands: options.commands,
  };
  const items = list
    .filter((candidate) => isUsable(candidate, context))
    .map((candidate) => toCompletionItem(candidate, context));
  const { editRange, isRangeShared } = context;
  return { isIncomplete: false, ...(isRangeShared && { itemDefaults: { editRange } }), items };
}

/** Properties that all items of a list share. */
interface Context {
  readonly uri: string;
  readonly editRange: Range | { readonly insert: Range; readonly replace: Range };
  /** True if the client supports a default edit range for all items. */
  readonly isRangeShared: boolean;
  /** The text after the cursor. */
  readonly restOfLine: string;
  readonly hasSnippets: boolean;
  readonly commands: InitializationOptions['commands'];
}

function isUsable({ label, text, snippet }: Candidate, { hasSnippets }: Context): boolean {
  return label.length <= maxNameLength && (hasSnippets || text !== undefined || snippet === undefined);
}

function toCompletionItem(
  candidate: Candidate,
  { uri, editRange, isRangeShared, restOfLine, hasSnippets, commands }: Context,
): CompletionItem {
  const { label, kind, filter, snippet, triggers, subject } = candidate;
  const isSnippet = hasSnippets && snippet !== undefined && canInsertSnippet(candidate, restOfLine);
  const newText = isSnippet ? snippet : insertTextFor(candidate, restOfLine);
  const edit = 'insert' in editRange ? { newText, ...editRange } : { newText, range: editRange };
  const command = triggers && (isSnippet || snippet === undefined) ? commands?.[triggers] : undefined;
  const isResolvable = subject !== undefined && subject.name.length <= maxNameLength;
  const data: ItemData | undefined = isResolvable ? { uri, subject } : undefined;
  return {
    label,
    kind,
    sortText: sortText(candidate),
    ...(filter !== undefined && { filterText: filter }),
    ...labelDetails(candidate),
    ...(isRangeShared ? newText !== label && { textEditText: newText } : { textEdit: edit }),
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(command && { command: { title: '', command } }),
    ...(data && { data }),
  };
}

/** Sorts by rank, then by order, then by label. */
function sortText({ rank, order, label }: Candidate): string {
  const rankLetter = String.fromCharCode('a'.charCodeAt(0) + ranks.indexOf(rank));
  return order === undefined ? `${rankLetter}${label}` : `${rankLetter}${String(order).padStart(6, '0')}`;
}

function labelDetails({ signature, description }: Candidate): Pick<CompletionItem, 'labelDetails'> {
  if (signature === undefined && description === undefined) return {};
  return { labelDetails: { ...(signature && { detail: signature }), ...(description && { description }) } };
}

/** A snippet must not repeat parentheses, nor put a whole statement before further text of the line. */
function canInsertSnippet({ kind }: Candidate, restOfLine: string): boolean {
  return kind === CompletionItemKind.Function ? !/^\s*\(/.test(restOfLine) : /^\s*(?:[#}]|$)/.test(restOfLine);
}

/** Omits the equals sign of a keyword if the line has one. */
function insertTextFor({ label, text = label }: Candidate, restOfLine: string): string {
  return /^\s*=(?!=)/.test(restOfLine) ? text.replace(/\s*=\s*$/, '') : text;
}
