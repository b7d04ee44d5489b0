/**
 * Finds the definitions of a model in its bytes, without parsing it: a folder of a gigabyte can be searched in seconds. In a
 * file with syntax errors it may find other definitions than the parser, and it misses those with lengths over several lines.
 */

import { limits } from '../../language/modelLimits.ts';
import type { DefinitionKind } from '../../language/syntax/ast.ts';
import { nameEnd } from '../../language/text/lexemes.ts';

/** The roles of definitions, by code. */
export const definitionRoles: readonly (DefinitionKind | 'fn')[] = ['node', 'const', 'param', 'data', 'loss', 'fn'];

export interface DefinitionVisitor {
  /**
   * @param start the byte offset of the name.
   * @param role index in `definitionRoles`.
   * @param line zero-based.
   * @param column the column of the name in UTF-16 units, zero-based.
   */
  onDefinition(start: number, end: number, role: number, line: number, column: number): void;
  /** @param path the path of the imported file, as written. */
  onImport(path: string): void;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const notAKeyword = -1;
const importKeyword = 6;
const otherKeyword = 7;
const blockKeyword = 8;
/** The keywords that start a statement, and the codes of what they define. */
const keywords = [
  ...definitionRoles.slice(1).map((word, index) => ({ bytes: encoder.encode(word), code: index + 1 })),
  { bytes: encoder.encode('import'), code: importKeyword },
  { bytes: encoder.encode('for'), code: blockKeyword },
  ...['train', 'expect', 'return'].map((word) => ({ bytes: encoder.encode(word), code: otherKeyword })),
];
const keywordsByLength = Array.from({ length: 7 }, (_, length) =>
  keywords.filter(({ bytes }) => bytes.length === length),
);

const startsKeyword = new Uint8Array(256);
for (const { bytes } of keywords) startsKeyword[bytes[0]] = 1;

const code = (character: string): number => character.charCodeAt(0);
const [lineFeed, carriageReturn, quote, backslash, equals, tilde, openBracket, openBrace, zero, nine] = [
  ...'\n\r"\\=~[{09',
].map(code);

const ordinary = 0;
const lineBreak = 1;
const comment = 2;
const string = 3;
const opener = 4;
const closer = 5;
/** The meaning of each byte outside strings and comments. */
const byteKinds = new Uint8Array(256);
for (const [characters, kind] of [
  ['\r\n', lineBreak],
  ['#', comment],
  ['"', string],
  ['([{', opener],
  [')]}', closer],
] as const)
  for (const character of characters) byteKinds[code(character)] = kind;

/** Bytes of names: ASCII letters, digits and `_`, and all bytes of other characters. */
const isNamePart = Uint8Array.from({ length: 256 }, (_, byte) =>
  Number(byte >= 128 || /\w/.test(String.fromCharCode(byte))),
);
const isBlank = Uint8Array.from({ length: 256 }, (_, byte) => Number(' \t\v\f'.includes(String.fromCharCode(byte))));

export class DefinitionScanner {
  readonly #bytes: Uint8Array;
  readonly #visitor: DefinitionVisitor;
  #offset: number;
  #line = 0;
  /** The number of open brackets. */
  #depth = 0;

  constructor(bytes: Uint8Array, visitor: DefinitionVisitor) {
    this.#bytes = bytes;
    this.#visitor = visitor;
    const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#offset = hasByteOrderMark ? 3 : 0;
  }

  /** Scans whole lines of about this many bytes; false at the end of the file. */
  advance(byteCount: number): boolean {
    const bytes = this.#bytes;
    const { length } = bytes;
    const stop = Math.min(length, this.#offset + byteCount);
    let offset = this.#offset;
    let depth = this.#depth;
    while (offset < stop) {
      const lineStart = offset;
      let isBlockHead = false;
      while (offset < length && isBlank[bytes[offset]] === 1) offset++;
      // A statement in the first column ends those with unclosed brackets before it.
      if (offset < length && isNamePart[bytes[offset]] === 1 && (offset === lineStart || depth === 0)) {
        const end = endOfName(bytes, offset);
        if (this.#scanStatementStart(lineStart, offset, end)) depth = 0;
        isBlockHead = keywordAt(bytes, offset, end) === blockKeyword;
        offset = end;
      }
      for (; offset < length; offset++) {
        const kind = byteKinds[bytes[offset]];
        if (kind === ordinary) continue;
        if (kind === lineBreak) {
          offset += bytes[offset] === carriageReturn && bytes[offset + 1] === lineFeed ? 2 : 1;
          this.#line++;
          break;
        }
        // The statements of a block are not nested, unlike those of a function.
        if (kind === opener) depth += isBlockHead && bytes[offset] === openBrace ? 0 : 1;
        else if (kind === closer) depth = Math.max(0, depth - 1);
        else if (kind === string) offset = endOfString(bytes, offset) - 1;
        else offset = endOfLine(bytes, offset) - 1;
      }
    }
    this.#offset = offset;
    this.#depth = depth;
    return offset < length;
  }

  /** True if a statement starts with the word between two offsets. */
  #scanStatementStart(lineStart: number, start: number, end: number): boolean {
    const bytes = this.#bytes;
    const next = endOfBlanks(bytes, end);
    const keyword = keywordAt(bytes, start, end);
    if (keyword === notAKeyword) {
      const sign = endOfBlanks(bytes, endOfBrackets(bytes, next));
      if ((bytes[sign] !== equals && bytes[sign] !== tilde) || bytes[sign + 1] === equals) return false;
      this.#define(lineStart, start, end, 0);
    } else if (keyword === importKeyword) {
      const pathEnd = bytes[next] === quote ? endOfString(bytes, next) : next;
      if (pathEnd > next + 1 && pathEnd - next <= limits.stringLength)
        this.#visitor.onImport(unquoted(bytes, next, pathEnd));
    } else if (keyword !== otherKeyword && keyword !== blockKeyword)
      this.#define(lineStart, next, endOfName(bytes, next), keyword);
    return true;
  }

  #define(lineStart: number, start: number, end: number, role: number): void {
    if (start < end && end - start <= limits.nameLength && isName(this.#bytes, start, end))
      this.#visitor.onDefinition(start, end, role, this.#line, start - lineStart);
  }
}

function endOfName(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && isNamePart[bytes[end]] === 1) end++;
  return end;
}

function endOfBlanks(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && isBlank[bytes[end]] === 1) end++;
  return end;
}

/** The end of the brackets of `eps[n, 2]` or `h[t]`; the offset itself if there are none, or if they are not closed on the line. */
function endOfBrackets(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== openBracket) return start;
  let depth = 0;
  for (let offset = start; offset < bytes.length; offset++) {
    const kind = byteKinds[bytes[offset]];
    if (kind === opener) depth++;
    else if (kind === closer && --depth === 0) return offset + 1;
    else if (kind === lineBreak || kind === comment) break;
  }
  return start;
}

function endOfLine(bytes: Uint8Array, start: number): number {
  let end = start;
  while (end < bytes.length && byteKinds[bytes[end]] !== lineBreak) end++;
  return end;
}

/** The end of a string; the offset after the quote if it is not closed on its line. */
function endOfString(bytes: Uint8Array, start: number): number {
  let end = start + 1;
  while (end < bytes.length && byteKinds[bytes[end]] !== lineBreak) {
    if (bytes[end] === quote) return end + 1;
    end += bytes[end] === backslash ? 2 : 1;
  }
  return start + 1;
}

function unquoted(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start + 1, end - 1)).replace(/\\(.)/gsu, '$1');
}

function keywordAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start >= keywordsByLength.length || startsKeyword[bytes[start]] === 0) return notAKeyword;
  for (const { bytes: word, code } of keywordsByLength[end - start]) {
    let index = 0;
    while (index < word.length && word[index] === bytes[start + index]) index++;
    if (index === word.length) return code;
  }
  return notAKeyword;
}

function isName(bytes: Uint8Array, start: number, end: number): boolean {
  if (bytes[start] >= zero && bytes[start] <= nine) return false;
  let union = 0;
  for (let offset = start; offset < end; offset++) union |= bytes[offset];
  if (union < 128) return true;
  const name = decoder.decode(bytes.subarray(start, end));
  return nameEnd(name, 0) === name.length;
}
