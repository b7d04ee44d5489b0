/**
 * Messages as the bytes that are sent. The lenses of a long file are most of what is ever sent: they are written in less
 * than half of the time that `JSON.stringify` takes.
 */

import type { CodeLens, Command, Message, Range, ResponseMessage } from 'vscode-languageserver/node';
import { JsonBytes, piece } from './jsonBytes.ts';

export function bytesOf(message: Message): Uint8Array {
  const { result, ...answer } = message as ResponseMessage;
  return isLenses(result) ? withLenses(answer, result) : Buffer.from(JSON.stringify(message));
}

type PlainLens = CodeLens & { readonly command: Command };

/** Whether an answer is a list of lenses that are as ours: they come with their text, and nothing is to be resolved. */
function isLenses(result: unknown): result is readonly PlainLens[] {
  return Array.isArray(result) && result.length > 0 && result.every(isPlainLens);
}

function isPlainLens(lens: Partial<CodeLens> | null): boolean {
  return lens?.range !== undefined && lens.command !== undefined && lens.data === undefined;
}

/** What stands around the numbers and texts of each. */
const [comma, open, character, end, command, title, titleEnd, close] = [
  ',',
  '{"range":{"start":{"line":',
  ',"character":',
  '},"end":{"line":',
  '}},"command":',
  '{"title":',
  ',"command":""}',
  '}',
].map(piece);

/** Of a lens. */
const usualBytes = 200;

function withLenses(answer: Message, lenses: readonly PlainLens[]): Uint8Array {
  const bytes = new JsonBytes(lenses.length * usualBytes);
  bytes.add(piece(`${JSON.stringify(answer).slice(0, -1)},"result":[`));
  lenses.forEach((lens, place) => {
    if (place > 0) bytes.add(comma);
    addRange(bytes, lens.range);
    addCommand(bytes, lens.command);
    bytes.add(close);
  });
  bytes.add(piece(']}'));
  return bytes.written;
}

function addRange(bytes: JsonBytes, { start, end: last }: Range): void {
  bytes.add(open);
  bytes.addWhole(start.line);
  bytes.add(character);
  bytes.addWhole(start.character);
  bytes.add(end);
  bytes.addWhole(last.line);
  bytes.add(character);
  bytes.addWhole(last.character);
}

/** Most have a title alone. */
function addCommand(bytes: JsonBytes, given: Command): void {
  bytes.add(command);
  if (given.command !== '' || given.arguments !== undefined || given.tooltip !== undefined) {
    bytes.add(piece(JSON.stringify(given)));
    return;
  }
  bytes.add(title);
  bytes.addText(given.title);
  bytes.add(titleEnd);
}
