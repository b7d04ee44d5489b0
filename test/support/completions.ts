/** What is offered at the cursor of a text, `$0`, as an editor lists it. */

import { type CompletionItem, type CompletionList, TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { candidatesAt } from '../../server/src/features/completion/candidatesAt.ts';
import { toCompletionList } from '../../server/src/features/completion/completionItems.ts';
import type { FolderEntry } from '../../server/src/protocol/files.ts';
import { evaluatedIfPossible } from './evaluated.ts';
import { filesOf } from './files.ts';
import { withCursor } from './fixture.ts';

/** A client that has everything, and says so. */
const able = {
  client: {
    textDocument: { completion: { completionItem: { snippetSupport: true, insertReplaceSupport: true } } },
  },
  options: { commands: { completion: 'complete', signatureHelp: 'help', rename: 'rename' } },
};

export interface Beside {
  /** The texts of files by their paths. */
  readonly texts?: Readonly<Record<string, string>>;
  /** What is in folders, by their paths. */
  readonly folders?: Readonly<Record<string, readonly FolderEntry[]>>;
}

/** In the order in which they are shown; undefined where nothing is offered at all. */
export async function completionsAt(
  marked: string,
  { texts = {}, folders = {} }: Beside = {},
  client: Parameters<typeof toCompletionList>[2] = able,
): Promise<CompletionList | undefined> {
  const { text, offset } = withCursor(marked);
  const snapshot = evaluatedIfPossible(text, filesOf(texts));
  const offers = await candidatesAt(snapshot, offset, {
    listFolder: (path) => Promise.resolve(folders[path] ?? []),
    readText: (path) => Promise.resolve(texts[path]),
  });
  if (offers === undefined) return undefined;
  const list = toCompletionList(offers, { uri: 'file:///model.bp', snapshot, offset }, client);
  return { ...list, items: list.items.toSorted((a, b) => (a.sortText! < b.sortText! ? -1 : 1)) };
}

/** The labels of what an editor keeps, as it begins like the word, in their order. */
export async function labelsAt(marked: string, beside?: Beside): Promise<readonly string[]> {
  const list = await completionsAt(marked, beside);
  const { text, offset } = withCursor(marked);
  const document = TextDocument.create('', 'bp', 0, text);
  return (list?.items ?? [])
    .filter(({ label, filterText = label, textEdit }) => {
      const { start } = TextEdit.is(textEdit) ? textEdit.range : textEdit!.insert;
      return filterText.toLowerCase().startsWith(text.slice(document.offsetAt(start), offset).toLowerCase());
    })
    .map(({ label }) => label);
}

/** The text as it is once an item has been taken, with the first place to fill in marked by `$0`. */
export async function taken(marked: string, label: string, beside?: Beside): Promise<string> {
  const list = await completionsAt(marked, beside);
  const item = list?.items.find((candidate) => candidate.label === label);
  if (item === undefined) throw new Error(`'${label}' is not offered`);
  return inserted(withCursor(marked).text, item);
}

function inserted(text: string, { textEdit, insertTextFormat }: CompletionItem): string {
  const range = TextEdit.is(textEdit) ? textEdit.range : textEdit!.insert;
  const newText = insertTextFormat === 2 ? filledIn(textEdit!.newText) : textEdit!.newText;
  return TextDocument.applyEdits(TextDocument.create('', 'bp', 0, text), [{ range, newText }]);
}

/** A snippet with what its places hold. */
function filledIn(snippet: string): string {
  return snippet.replace(/\$\{\d+:([^}]*)\}/g, '$1').replace(/\\([$}])/g, '$1');
}
