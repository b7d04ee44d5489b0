/** The words of a text by what they are, for a surface that colours them and has no grammar. */

import { isKeyword, scan, type Tokens } from '../../language/syntax/scan.ts';
import type { Word, WordKind } from '../../protocol/block.ts';

/** The text line by line, without its line ends. */
export function wordsByLine(text: string): readonly (readonly Word[])[] {
  const lines: Word[][] = [[]];
  for (const { text: part, kind } of wordsOf(text)) {
    const [first, ...others] = part.split(/\r\n|\r|\n/);
    lines.at(-1)!.push({ text: first, kind });
    for (const line of others) lines.push([{ text: line, kind }]);
  }
  return lines.map((words) => words.filter((word) => word.text !== ''));
}

/** One after another they are the text. */
function wordsOf(text: string): readonly Word[] {
  const words: Word[] = [];
  const tokens = scan(text);
  let end = 0;
  for (let token = 0; token < tokens.length; token++) {
    words.push(...between(text.slice(end, tokens.start(token))));
    words.push({ text: tokens.text(token), kind: kindOf(tokens, token) });
    end = tokens.end(token);
  }
  return words;
}

/** Blanks and comments are no tokens. */
function between(text: string): readonly Word[] {
  return text.split(/(#[^\r\n]*)/).map((part) => ({ text: part, kind: part.startsWith('#') ? 'comment' : null }));
}

function kindOf(tokens: Tokens, token: number): WordKind | null {
  const kind = tokens.kind(token);
  if (isKeyword(kind)) return 'keyword';
  if (kind === 'number' || kind === 'string') return kind;
  const isCalled = kind === 'name' && tokens.kind(token + 1) === '(';
  return isCalled ? 'function' : null;
}
