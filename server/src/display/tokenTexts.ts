/** Indices of tokens as the text that they stand for. */

import type { Shape } from '../engine/ir/shape.ts';

const maxTexts = 3;
const maxLength = 20;

/** `"yuheng", "diondre", …`: the rows of the last axis. A boundary ends a row, and −1 is nothing. */
export function formatTexts(elements: Float64Array, shape: Shape, vocabulary: readonly string[]): string {
  const width = shape.at(-1)!;
  const rows = elements.length / width;
  const isOfWords = vocabulary.some((token) => token.length > 1 && [...token].length > 1);
  const texts = Array.from({ length: Math.min(rows, maxTexts) }, (_, row) => {
    const tokens = tokensOf(elements.subarray(row * width, (row + 1) * width), vocabulary);
    return `"${tokens.join(isOfWords ? ' ' : '')}"`;
  });
  return [...texts, ...(rows > maxTexts ? ['…'] : [])].join(', ');
}

function tokensOf(row: Float64Array, vocabulary: readonly string[]): readonly string[] {
  const tokens: string[] = [];
  for (const [position, index] of row.entries()) {
    if (index === -1) continue;
    const token = vocabulary[index];
    if (token === '' && position === 0) continue;
    if (token === '') break;
    if (tokens.length === maxLength) return [...tokens, '…'];
    tokens.push(token === undefined ? '�' : token.replaceAll(/\s/g, (space) => (space === '\n' ? '↵' : ' ')));
  }
  return tokens;
}
