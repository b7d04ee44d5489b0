/** The header of a safetensors file: one JSON object in UTF-8, read strictly, by the means of the language alone. */

import * as l10n from '@vscode/l10n';

/** JSON in ASCII, padded with spaces to a multiple of so many bytes. */
export function writeHeader(header: object, multiple: number): Uint8Array {
  const json = JSON.stringify(header).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const bytes = new Uint8Array(Math.ceil(json.length / multiple) * multiple).fill(' '.charCodeAt(0));
  for (let at = 0; at < json.length; at++) bytes[at] = json.charCodeAt(at);
  return bytes;
}

/** What the header says, or an error whose message says in what way it is none. */
export function readHeader(bytes: Uint8Array): object | Error {
  if (bytes[0] !== '{'.charCodeAt(0)) return new Error(l10n.t('its header is not JSON'));
  let json: string;
  try {
    json = textOf(bytes);
  } catch {
    return new Error(l10n.t('its header is not UTF-8'));
  }
  try {
    const excess = excessOf(json);
    return excess === undefined ? JSON.parse(json) : new Error(excess);
  } catch {
    return new Error(l10n.t('its header is not JSON'));
  }
}

/** Throws where the bytes are no UTF-8. */
function textOf(bytes: Uint8Array): string {
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
  const fewArguments = 8192;
  let text = '';
  for (let at = 0; at < bytes.length; at += fewArguments) {
    text += String.fromCharCode(...bytes.subarray(at, at + fewArguments));
  }
  return text;
}

/** A header is an object of objects of lists. */
const deepest = 3;

/**
 * What stands in the text and must not, though JSON.parse lets it pass: of a name that stands twice in one object it keeps
 * the last and says nothing, and on brackets in brackets it may run out of memory. May throw where the text is no JSON.
 */
function excessOf(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let at = 0; at < json.length; at++) {
    const character = json[at]!;
    if (character === '{' || character === '[') {
      if (open.push(new Set()) > deepest) return l10n.t('its header nests too deep');
    } else if (character === '}' || character === ']') {
      open.pop();
    } else if (character === '"') {
      const start = at;
      at = endOfString(json, start);
      if (!isName(json, at)) continue;
      const name: string = JSON.parse(json.slice(start, at + 1));
      if (open.at(-1)?.has(name)) return l10n.t`its header says '${name}' twice`;
      open.at(-1)?.add(name);
    }
  }
  return undefined;
}

/** Where the string that begins here has its closing quote, or the end of the text. */
function endOfString(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === '\\' ? 2 : 1;
  return at;
}

/** Whether the string that ends here is the name of what follows. */
function isName(json: string, end: number): boolean {
  let at = end + 1;
  while (at < json.length && ' \t\r\n'.includes(json[at]!)) at++;
  return json[at] === ':';
}
