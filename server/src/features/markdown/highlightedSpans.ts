/** Syntax highlighting for clients that color a text but have no grammar. */

import type { HighlightedSpan, SpanKind } from '../../../../protocol/markdown/embeddedModel.ts';
import { isKeyword, scan, type Tokens } from '../../language/syntax/scanner.ts';

/** The spans of each line, without line ends. */
export function highlightedLines(text: string): readonly (readonly HighlightedSpan[])[] {
  const lines: HighlightedSpan[][] = [[]];
  for (const { text: span, kind } of highlightedSpans(text)) {
    const [first, ...others] = span.split(/\r\n|\r|\n/);
    lines.at(-1)!.push({ text: first, kind });
    for (const line of others) lines.push([{ text: line, kind }]);
  }
  return lines.map((spans) => spans.filter((span) => span.text !== ''));
}

/** Spans in order; their texts concatenate to the input. */
function highlightedSpans(text: string): readonly HighlightedSpan[] {
  const spans: HighlightedSpan[] = [];
  const tokens = scan(text);
  let end = 0;
  for (let index = 0; index < tokens.length; index++) {
    spans.push(...commentSpans(text.slice(end, tokens.start(index))));
    spans.push({ text: tokens.text(index), kind: kindOf(tokens, index) });
    end = tokens.end(index);
  }
  return spans;
}

/** Splits the text between two tokens: whitespace and comments are not tokens. */
function commentSpans(text: string): readonly HighlightedSpan[] {
  return text.split(/(#[^\r\n]*)/).map((span) => ({ text: span, kind: span.startsWith('#') ? 'comment' : null }));
}

function kindOf(tokens: Tokens, index: number): SpanKind | null {
  const kind = tokens.kind(index);
  if (isKeyword(kind)) return 'keyword';
  if (kind === 'number' || kind === 'string') return kind;
  const isCalled = kind === 'name' && tokens.kind(index + 1) === '(';
  return isCalled ? 'function' : null;
}
