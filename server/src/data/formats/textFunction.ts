/** `text("names.txt")`: a text file as indices of its characters or words, a line or a window a sample. */

import * as l10n from '@vscode/l10n';
import { allocateElements } from '../../engine/ir/tensor.ts';
import type { FileFailure, Samples } from '../samples.ts';
import type { FileContent, FileFunction, FileSettings } from './fileFunction.ts';

/** 32 MB: more than the indices that a model may have. */
const maxTextLength = 1 << 25;

/** In bytes. */
const sliceLength = 1 << 18;

/** The entry of a vocabulary that begins and ends a line. No token is empty. */
const boundary = '';

/** Fills samples up to the longest; `cross_entropy` can ignore it. */
const padding = -1;

export const text: FileFunction = {
  name: 'text',
  extensions: ['.txt', '.text', '.md'],
  statements: ['data'],
  doc: 'A text file: each line is a sample, the indices of its characters between boundary tokens, padded with −1. The vocabulary has the characters in order, and the boundary last.',
  usage: 'text takes a file and, optionally, length, by, window, stride and vocabulary',
  example:
    'text("names.txt", length = 17, by = "words"), text("book.txt", window = 65, stride = 64, vocabulary = names)',
  path: '"names.txt"',
  settings: [
    {
      name: 'length',
      label: 'length = 17',
      doc: 'The length of a sample with its boundary tokens: longer lines are cut, shorter ones padded. That of the longest line by default.',
      kind: 'count',
    },
    {
      name: 'by',
      label: 'by = "characters"',
      doc: 'The tokens: characters, or words between white space.',
      kind: 'choice',
      choices: ['characters', 'words'],
    },
    {
      name: 'window',
      label: 'window = 64',
      doc: 'The number of consecutive tokens of the whole text that are a sample, instead of a line. There are no boundary tokens then.',
      kind: 'count',
    },
    {
      name: 'stride',
      label: 'stride = 64',
      doc: 'The distance between the starts of windows; a whole window by default.',
      kind: 'count',
    },
    {
      name: 'vocabulary',
      label: 'vocabulary = names',
      doc: 'The data whose vocabulary is used, instead of one of this file alone.',
      kind: 'vocabulary',
    },
  ],
  *read(content, settings, maxElements) {
    const { length, window, stride } = settings;
    if (window === undefined ? stride !== undefined : length !== undefined)
      return {
        reason: () => l10n.t('length belongs to lines and stride to windows; write length, or window and stride'),
      };
    if (content.bytes.length > maxTextLength)
      return { reason: (file) => l10n.t`${file} is too large: a text has at most 32 MB; use a part of it` };
    const lines = yield* linesOf(content, settings);
    const hasTokens = lines.some((line) => line.length > 0);
    if (!hasTokens) return { reason: (file) => l10n.t`${file} has no text; write at least one line` };
    const vocabulary = settings.vocabulary ?? (yield* vocabularyOf(lines, window === undefined));
    return window === undefined
      ? yield* readLines(lines, vocabulary, length, maxElements)
      : yield* readWindows(lines, vocabulary, window, stride ?? window, maxElements);
  },
};

/** The tokens of each line. Line breaks are tokens if windows of characters cross them. */
function* linesOf({ bytes, text: content }: FileContent, { by, window }: FileSettings) {
  const lines: (readonly string[])[] = [];
  const tokensOf = (line: string): readonly string[] =>
    by === 'words' ? line.split(/\s+/).filter((word) => word !== '') : [...line];
  const endsLine = by !== 'words' && window !== undefined;
  for (let start = 0; start < bytes.length; ) {
    const newline = content.indexOf('\n', Math.min(start + sliceLength, bytes.length));
    const end = newline < 0 ? bytes.length : newline + 1;
    const decoded = content.slice(start, end);
    const part = start === 0 ? decoded.replace(/^\ufeff/, '') : decoded;
    const parts = part.split(/\r\n|\r|\n/);
    const isLast = end === bytes.length;
    // The part after a final line break is no line.
    if (parts.at(-1) === '') parts.pop();
    for (const [index, line] of parts.entries()) {
      const hasBreak = index < parts.length - 1 || !isLast || /[\r\n]$/.test(part);
      lines.push(endsLine && hasBreak ? [...tokensOf(line), '\n'] : tokensOf(line));
    }
    start = end;
    yield;
  }
  return lines;
}

/** The distinct tokens in order of their code points. */
function* vocabularyOf(
  lines: readonly (readonly string[])[],
  hasBoundary: boolean,
): Generator<undefined, readonly string[]> {
  const tokens = new Set<string>();
  let count = 0;
  for (const line of lines) {
    for (const token of line) tokens.add(token);
    count += line.length;
    if (count < sliceLength) continue;
    count = 0;
    yield;
  }
  const sorted = [...tokens].sort(byCodePoints);
  return hasBoundary ? [...sorted, boundary] : sorted;
}

/** UTF-16 units are in another order than code points. */
function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [index, character] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    if (character !== other) return character.codePointAt(0)! - other.codePointAt(0)!;
  }
  return left.length - right.length;
}

function* readLines(
  lines: readonly (readonly string[])[],
  vocabulary: readonly string[],
  length: number | undefined,
  maxElements: number,
): Generator<undefined, Samples | FileFailure> {
  const indices = indicesOf(vocabulary);
  const end = indices.get(boundary);
  if (end === undefined)
    return { reason: () => l10n.t('a vocabulary of windows has no boundary for lines; write window = … here too') };
  let [rows, longest] = [0, 0];
  for (const line of lines) {
    if (isBlank(line)) continue;
    rows++;
    longest = Math.max(longest, line.length + 2);
  }
  const width = length ?? longest;
  if (rows * width > maxElements) return tooMany(rows, width, maxElements);
  const values = allocateElements(rows * width).fill(padding);
  let row = 0;
  for (const [lineIndex, line] of lines.entries()) {
    if (isBlank(line)) continue;
    const offset = row * width;
    values[offset] = end;
    for (let index = 0; index < line.length; index++) {
      const token = indices.get(line[index]!);
      if (token === undefined) return unknownToken(lineIndex, line[index]!);
      if (index + 1 < width) values[offset + index + 1] = token;
    }
    if (line.length + 1 < width) values[offset + line.length + 1] = end;
    row++;
    if (row % rowsPerSlice === 0) yield;
  }
  return { shape: [rows, width], values, ...described(vocabulary) };
}

const rowsPerSlice = 1 << 12;

function* readWindows(
  lines: readonly (readonly string[])[],
  vocabulary: readonly string[],
  window: number,
  stride: number,
  maxElements: number,
): Generator<undefined, Samples | FileFailure> {
  const indices = indicesOf(vocabulary);
  const tokens: number[] = [];
  for (const [lineIndex, line] of lines.entries()) {
    for (const token of line) {
      const index = indices.get(token);
      if (index === undefined) return unknownToken(lineIndex, token);
      tokens.push(index);
    }
    if (lineIndex % rowsPerSlice === 0) yield;
  }
  const rows = Math.floor((tokens.length - window) / stride) + 1;
  if (rows < 1) {
    const { length } = tokens;
    return {
      reason: (file) => l10n.t`${file} has ${length} tokens, fewer than a window of ${window}; use a smaller window`,
    };
  }
  if (rows * window > maxElements) return tooMany(rows, window, maxElements);
  const values = allocateElements(rows * window);
  for (let row = 0; row < rows; row++) {
    for (let index = 0; index < window; index++) values[row * window + index] = tokens[row * stride + index]!;
    if (row % rowsPerSlice === 0) yield;
  }
  return { shape: [rows, window], values, ...described(vocabulary) };
}

function indicesOf(vocabulary: readonly string[]): ReadonlyMap<string, number> {
  return new Map(vocabulary.map((token, index) => [token, index]));
}

function isBlank(line: readonly string[]): boolean {
  return line.every((token) => token.trim() === '');
}

function described(vocabulary: readonly string[]): Pick<Samples, 'vocabulary' | 'columns'> {
  const classes = vocabulary.map((token) => shownToken(token));
  return { vocabulary, columns: [{ name: 'vocabulary', classes }] };
}

/** A token that can be seen: `␣` for a space, `↵` for a line break, `∎` for the boundary. */
function shownToken(token: string): string {
  return visible.get(token) ?? token;
}

const visible: ReadonlyMap<string, string> = new Map([
  [' ', '␣'],
  ['\t', '⇥'],
  ['\n', '↵'],
  [boundary, '∎'],
]);

/** Messages quote at most this many characters of a token. */
const maxQuotedLength = 30;

function unknownToken(lineIndex: number, token: string): FileFailure {
  const line = lineIndex + 1;
  const quoted = shownToken(token.length > maxQuotedLength ? `${token.slice(0, maxQuotedLength)}…` : token);
  return {
    reason: (file) =>
      l10n.t`line ${line} of ${file} has '${quoted}', which the vocabulary lacks; correct the line, or leave out vocabulary = …`,
  };
}

function tooMany(rows: number, width: number, limit: number): FileFailure {
  return {
    limit,
    reason: (file) =>
      l10n.t`${file} would have ${rows} samples of ${width} tokens, which are too many numbers; write a smaller length, or use a part of it`,
  };
}
