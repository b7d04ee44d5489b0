/** Indices of tokens as the text that they stand for. */

import { constant } from '../engine/ir/constant.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import type { Shape } from '../engine/ir/shape.ts';
import { detach, identity, leaf } from '../engine/operators/identities.ts';
import { flip } from '../engine/operators/shapes/flipping.ts';
import { reshape } from '../engine/operators/shapes/shaping.ts';
import { slice } from '../engine/operators/shapes/slicing.ts';

/** Operators whose elements are those of their first operand. */
const movers: ReadonlySet<unknown> = new Set([leaf, identity, detach, reshape, slice, flip]);

/** The vocabulary of a node whose elements are tokens of data. */
export function vocabularyOf(program: Program, node: NodeId): readonly string[] | undefined {
  let source = node;
  while (movers.has(program.operator(source))) source = program.operand(source, 0);
  return program.operator(source) === constant ? program.attributes(source).vocabulary : undefined;
}

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
