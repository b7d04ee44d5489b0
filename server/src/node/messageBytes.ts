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

/** What stands around the numbers and texts of each that is written over a line, and has nothing but a title. */
const [open, character, title, close, comma, end] = [
  '{"range":{"start":{"line":',
  ',"character":0},"end":{"line":',
  ',"character":0}},"command":{"title":',
  ',"command":""}}',
  ',',
  ']}',
].map(piece);

/** Of a lens. */
const usualBytes = 200;

function withLenses(answer: Message, lenses: readonly PlainLens[]): Uint8Array {
  const bytes = new JsonBytes(lenses.length * usualBytes);
  bytes.add(piece(`${JSON.stringify(answer).slice(0, -1)},"result":[`));
  lenses.forEach((lens, place) => {
    if (place > 0) bytes.add(comma);
    if (isOverLine(lens.range) && isTitle(lens.command)) addLens(bytes, lens);
    else bytes.add(piece(JSON.stringify(lens)));
  });
  bytes.add(end);
  return bytes.written;
}

function isOverLine({ start, end }: Range): boolean {
  return start.character === 0 && end.character === 0;
}

function isTitle({ command, arguments: given, tooltip }: Command): boolean {
  return command === '' && given === undefined && tooltip === undefined;
}

function addLens(bytes: JsonBytes, { range, command }: PlainLens): void {
  bytes.add(open);
  bytes.addWhole(range.start.line);
  bytes.add(character);
  bytes.addWhole(range.end.line);
  bytes.add(title);
  bytes.addText(command.title);
  bytes.add(close);
}
