/**
 * Encodes messages as bytes. Lists of lenses, by far the largest messages, are written by hand in less than half the
 * time of `JSON.stringify`.
 */

import type { CodeLens, Command, Message, Range, ResponseMessage } from 'vscode-languageserver/node';
import { encodeJson, JsonWriter } from './jsonWriter.ts';

export function encodeMessage(message: Message): Uint8Array {
  const { result, ...response } = message as ResponseMessage;
  return isLensList(result) ? encodeLenses(response, result) : Buffer.from(JSON.stringify(message));
}

type ResolvedLens = CodeLens & { readonly command: Command };

/** True if a result is a list of resolved lenses, as this server produces them. */
function isLensList(result: unknown): result is readonly ResolvedLens[] {
  return Array.isArray(result) && result.length > 0 && result.every(isResolvedLens);
}

function isResolvedLens(lens: Partial<CodeLens> | null): boolean {
  return lens?.range !== undefined && lens.command !== undefined && lens.data === undefined;
}

/** The JSON around the numbers and title of a lens that is above a line and has nothing but a title. */
const [open, character, title, close, comma, end] = [
  '{"range":{"start":{"line":',
  ',"character":0},"end":{"line":',
  ',"character":0}},"command":{"title":',
  ',"command":""}}',
  ',',
  ']}',
].map(encodeJson);

/** Bytes per lens. */
const typicalLensBytes = 200;

function encodeLenses(response: Message, lenses: readonly ResolvedLens[]): Uint8Array {
  const bytes = new JsonWriter(lenses.length * typicalLensBytes);
  bytes.add(encodeJson(`${JSON.stringify(response).slice(0, -1)},"result":[`));
  lenses.forEach((lens, index) => {
    if (index > 0) bytes.add(comma);
    if (isAtLineStart(lens.range) && isTitleOnly(lens.command)) addLens(bytes, lens);
    else bytes.add(encodeJson(JSON.stringify(lens)));
  });
  bytes.add(end);
  return bytes.written;
}

function isAtLineStart({ start, end }: Range): boolean {
  return start.character === 0 && end.character === 0;
}

function isTitleOnly({ command, arguments: args, tooltip }: Command): boolean {
  return command === '' && args === undefined && tooltip === undefined;
}

function addLens(bytes: JsonWriter, { range, command }: ResolvedLens): void {
  bytes.add(open);
  bytes.addInteger(range.start.line);
  bytes.add(character);
  bytes.addInteger(range.end.line);
  bytes.add(title);
  bytes.addString(command.title);
  bytes.add(close);
}
