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

/** The parsed header, or an error whose message says what is wrong with it. */
export function readHeader(bytes: Uint8Array): object | Error {
  if (bytes[0] !== '{'.charCodeAt(0)) return new Error(l10n.t('the header is not valid JSON'));
  let json: string;
  try {
    json = decodeUtf8(bytes);
  } catch {
    return new Error(l10n.t('the header is not valid UTF-8'));
  }
  try {
    const defect = findDefect(json);
    return defect === undefined ? JSON.parse(json) : new Error(defect);
  } catch {
    return new Error(l10n.t('the header is not valid JSON'));
  }
}

/** Throws if the bytes are not UTF-8. */
function decodeUtf8(bytes: Uint8Array): string {
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
  return decodeURIComponent(fromAscii(encoded.subarray(0, length)));
}

function fromAscii(bytes: Uint8Array): string {
  const maxArguments = 8192;
  let text = '';
  for (let index = 0; index < bytes.length; index += maxArguments) {
    text += String.fromCharCode(...bytes.subarray(index, index + maxArguments));
  }
  return text;
}

/** A header nests at most three levels: an object of objects of lists. */
const maxDepth = 3;

/**
 * Finds defects that `JSON.parse` accepts: it silently keeps the last of duplicate names, and may run out of memory on
 * deep nesting. May throw if the text is not JSON.
 */
function findDefect(json: string): string | undefined {
  const scopes: Set<string>[] = [];
  for (let index = 0; index < json.length; index++) {
    const character = json[index]!;
    if (character === '{' || character === '[') {
      if (scopes.push(new Set()) > maxDepth) return l10n.t('the header is too deeply nested');
    } else if (character === '}' || character === ']') {
      scopes.pop();
    } else if (character === '"') {
      const start = index;
      index = endOfString(json, start);
      if (!isKey(json, index)) continue;
      const key: string = JSON.parse(json.slice(start, index + 1));
      if (scopes.at(-1)?.has(key)) return l10n.t`the header contains '${key}' twice`;
      scopes.at(-1)?.add(key);
    }
  }
  return undefined;
}

/** The offset of the closing quote of a string, or the end of the text. */
function endOfString(json: string, start: number): number {
  let index = start + 1;
  while (index < json.length && json[index] !== '"') index += json[index] === '\\' ? 2 : 1;
  return index;
}

/** True if the string that ends here is a property name. */
function isKey(json: string, end: number): boolean {
  let index = end + 1;
  while (index < json.length && ' \t\r\n'.includes(json[index]!)) index++;
  return json[index] === ':';
}
