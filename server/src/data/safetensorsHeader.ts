/** The header of a safetensors file: one JSON object in UTF-8, parsed strictly with `JSON.parse` and extra checks. */

import * as l10n from '@vscode/l10n';

/** ASCII JSON, padded with spaces to a multiple of `alignment` bytes. */
export function writeHeader(header: object, alignment: number): Uint8Array {
  const json = JSON.stringify(header).replace(
    /[\u0080-\uffff]/g,
    (codeUnit) => `\\u${codeUnit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const bytes = new Uint8Array(Math.ceil(json.length / alignment) * alignment).fill(' '.charCodeAt(0));
  for (let index = 0; index < json.length; index++) bytes[index] = json.charCodeAt(index);
  return bytes;
}

/** The names and values of the header's object, in their order. */
export type HeaderEntries = readonly (readonly [name: string, value: unknown])[];

/** The name that the format reserves for an object of strings. */
export const metadataName = '__metadata__';

/** The only string of that object which is kept. */
export const keptMetadata = 'backprop.training';

/** The entries, or an error whose message says what is wrong with the header. */
export function* readHeader(bytes: Uint8Array): Generator<undefined, HeaderEntries | Error> {
  if (bytes[0] !== '{'.charCodeAt(0)) return new Error(l10n.t('the header is not valid JSON'));
  let json: string;
  try {
    json = yield* decodeUtf8(bytes);
  } catch {
    return new Error(l10n.t('the header is not valid UTF-8'));
  }
  try {
    const { entries, end } = yield* parseEntries(json, 0, 1);
    if (skipSpace(json, end) < json.length) throw new SyntaxError();
    return entries;
  } catch (error) {
    return error instanceof Defect ? error : new Error(l10n.t('the header is not valid JSON'));
  }
}

/** Bytes or characters that are read in a slice. */
const sliceLength = 1 << 15;

/** Throws if the bytes are not UTF-8. */
function* decodeUtf8(bytes: Uint8Array): Generator<undefined, string> {
  let text = '';
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(start + sliceLength, bytes.length);
    // Slices end before the first byte of a character.
    while (end < bytes.length && (bytes[end]! & 0xc0) === 0x80) end++;
    const part = bytes.subarray(start, end);
    text += part.every((byte) => byte < 0x80) ? fromAscii(part) : decodeURIComponent(percentEncode(part));
    start = end;
    if (start < bytes.length) yield;
  }
  return text;
}

function percentEncode(bytes: Uint8Array): string {
  const percent = '%'.charCodeAt(0);
  const hexadecimal = '0123456789ABCDEF';
  const encoded = new Uint8Array(3 * bytes.length);
  let length = 0;
  for (const byte of bytes) {
    if (byte < 0x80 && byte !== percent) {
      encoded[length++] = byte;
    } else {
      encoded[length++] = percent;
      encoded[length++] = hexadecimal.charCodeAt(byte >> 4);
      encoded[length++] = hexadecimal.charCodeAt(byte & 15);
    }
  }
  return fromAscii(encoded.subarray(0, length));
}

function fromAscii(bytes: Uint8Array): string {
  const maxArguments = 8192;
  let text = '';
  for (let index = 0; index < bytes.length; index += maxArguments) {
    text += String.fromCharCode(...bytes.subarray(index, index + maxArguments));
  }
  return text;
}

/** The fault of a header that is valid JSON. */
class Defect extends Error {}

interface ParsedEntries {
  readonly entries: HeaderEntries;
  /** The offset after the closing bracket. */
  readonly end: number;
}

/**
 * Parses the entries of the object that starts at an offset, some at a time. May run into the end of a text that is not
 * JSON.
 */
function* parseEntries(json: string, start: number, depth: number): Generator<undefined, ParsedEntries> {
  const entries: [name: string, value: unknown][] = [];
  const names = new Set<string>();
  let sliceStart = start;
  let offset = skipSpace(json, start + 1);
  if (json[offset] === '}') return { entries, end: offset + 1 };
  for (;;) {
    const nameEnd = endOfString(json, offset) + 1;
    const name: unknown = JSON.parse(json.slice(offset, nameEnd));
    if (typeof name !== 'string') throw new SyntaxError();
    if (names.has(name)) throw new Defect(l10n.t`the header contains '${name}' twice`);
    names.add(name);
    const valueStart = skipSpace(json, expectCharacter(json, skipSpace(json, nameEnd), ':'));
    let value: unknown;
    if (depth === 1 && name === metadataName && json[valueStart] === '{') {
      const metadata = yield* parseEntries(json, valueStart, depth + 1);
      const invalid = metadata.entries.find(([, text]) => typeof text !== 'string');
      const kept = metadata.entries.find(([key]) => key === keptMetadata);
      value = Object.fromEntries([kept, invalid].filter((entry) => entry !== undefined));
      offset = metadata.end;
    } else {
      offset = endOfValue(json, valueStart, name, depth);
      value = JSON.parse(json.slice(valueStart, offset));
    }
    entries.push([name, value]);
    offset = skipSpace(json, offset);
    if (json[offset] === '}') return { entries, end: offset + 1 };
    offset = skipSpace(json, expectCharacter(json, offset, ','));
    if (offset - sliceStart < sliceLength) continue;
    sliceStart = offset;
    yield;
  }
}

/** The offset after a character. */
function expectCharacter(json: string, offset: number, character: string): number {
  if (json[offset] !== character) throw new SyntaxError();
  return offset + 1;
}

function skipSpace(json: string, start: number): number {
  let offset = start;
  while (offset < json.length && ' \t\r\n'.includes(json[offset]!)) offset++;
  return offset;
}

/** A header nests at most three levels: an object of objects of lists. */
const maxDepth = 3;

/** In characters. The description of a tensor takes about a hundred, and JSON is parsed at once. */
const maxDescriptionLength = 1 << 16;

/**
 * The offset after a value. Throws for defects that `JSON.parse` accepts: it silently keeps the last of duplicate names,
 * and may run out of memory on deep nesting.
 */
function endOfValue(json: string, start: number, owner: string, outerDepth: number): number {
  const scopes: Set<string>[] = [];
  for (let offset = start; offset < json.length; offset++) {
    const character = json[offset]!;
    if (character === '"') {
      const end = endOfString(json, offset);
      if (scopes.length > 0 && isKey(json, end)) {
        const key: string = JSON.parse(json.slice(offset, end + 1));
        if (scopes.at(-1)!.has(key)) throw new Defect(l10n.t`the header contains '${key}' twice`);
        scopes.at(-1)!.add(key);
      }
      offset = end;
    } else if (character === '{' || character === '[') {
      if (scopes.push(new Set()) + outerDepth > maxDepth) throw new Defect(l10n.t('the header is too deeply nested'));
    } else if (scopes.length === 0 && (character === ',' || character === '}')) {
      return offset;
    } else if (character === '}' || character === ']') {
      scopes.pop();
    }
    if (outerDepth === 1 && offset - start > maxDescriptionLength) {
      throw new Defect(l10n.t`the header must give the type, shape and offsets of '${owner}'`);
    }
  }
  throw new SyntaxError();
}

/** The offset of the closing quote of a string, or the end of the text. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

/** True if the string that ends here is a property name. */
function isKey(json: string, end: number): boolean {
  return json[skipSpace(json, end + 1)] === ':';
}
