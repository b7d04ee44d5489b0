/** Tokens: indices that stand for the entries of a vocabulary, and `decode`, which says so of computed indices. */

import { constant } from '../ir/constant.ts';
import type { NodeId, Program } from '../ir/program.ts';
import { detach, identity, leaf } from './identities.ts';
import { realSamples, tensorOperator } from './operatorRows.ts';
import { flip } from './shapes/flipping.ts';
import { reshape } from './shapes/shaping.ts';
import { slice } from './shapes/slicing.ts';

export const decode = tensorOperator({
  name: 'decode',
  isOmittedInFormulas: true,
  call: {
    name: 'decode',
    parameters: [
      { kind: 'operand', name: 'tokens' },
      { kind: 'vocabulary', name: 'vocabulary' },
    ],
  },
  doc: 'The same indices, shown as the text that they stand for in the vocabulary of data.',
  example: 'decode(argmax(logits, axis = -1), names)',
  gradientDoc: 'decode passes no gradient: indices are whole numbers',
  shape: ([tokens]) => tokens,
  forward: ([tokens], output) => output.set(tokens),
  vjp: [null],
  sampleIntervals: [realSamples],
  torch: ([tokens]) => `${tokens}.detach()`,
});

/** Operators whose elements are those of their first operand. */
const movers: ReadonlySet<unknown> = new Set([leaf, identity, detach, reshape, slice, flip]);

/** The vocabulary of a node whose elements are tokens: of data, or decoded. */
export function vocabularyOf(program: Program, node: NodeId): readonly string[] | undefined {
  let source = node;
  while (movers.has(program.operator(source))) source = program.operand(source, 0);
  const operator = program.operator(source);
  return operator === constant || operator === decode ? program.attributes(source).vocabulary : undefined;
}
