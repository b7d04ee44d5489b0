/** Semantic tokens: each name marked with its type, `!` at definitions and `*` for library names. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { legend, nameTokens } from '../../../server/src/features/annotations/semanticTokens.ts';
import type { Files } from '../../../server/src/language/names/modules/files.ts';
import { analyze } from '../../../server/src/snapshot/snapshot.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';
import { sampleModels } from '../../support/models/fuzzedTexts.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

function marked(text: string, files?: Files): string {
  const tokens = [...nameTokens(evaluatedIfPossible(text, files))];
  return tokens.reduceRight((shown, { start, end, type, modifier }) => {
    const sign = modifier === undefined ? '' : modifier === 'declaration' ? '!' : '*';
    return `${shown.slice(0, start)}‹${type}${sign} ${shown.slice(start, end)}›${shown.slice(end)}`;
  }, text);
}

describe('the token of a name', () => {
  test.each([
    ['param x = 1\ny = x', 'param ‹param! x› = 1\n‹node! y› = ‹param x›'],
    ['data X = [1]\nconst n = size(X, 0)', 'data ‹data! X› = [1]\nconst ‹const! n› = ‹function* size›(‹data X›, 0)'],
    ['loss L = 1\nz = L', 'loss ‹loss! L› = 1\n‹node! z› = ‹loss L›'],
    ['eps[2] ~ normal(std = 2)', '‹node! eps›[2] ~ ‹function* normal›(‹parameter std› = 2)'],
    ['param W[2] ~ normal(std = 2)', 'param ‹param! W›[2] ~ ‹function* normal›(‹parameter std› = 2)'],
    ['train sgd(lr = 0.1)', 'train ‹function* sgd›(‹parameter lr› = 0.1)'],
    ['param b = 1\ntrain sgd() for b', 'param ‹param! b› = 1\ntrain ‹function* sgd›() for ‹param b›'],
    ['train sgd(lr = 1 / step)', 'train ‹function* sgd›(‹parameter lr› = 1 / ‹parameter step›)'],
    [
      'param x = 1\nloss L = x^2\ng = ∂L/∂x',
      'param ‹param! x› = 1\nloss ‹loss! L› = ‹param x›^2\n‹node! g› = ∂‹loss L›/∂‹param x›',
    ],
    ['h = dense([[1]], 2)\nz = h.W.T', '‹node! h› = ‹function* dense›([[1]], 2)\n‹node! z› = ‹node h›.‹property W›.T'],
    [
      'h[0] = 1\nfor t in 1..3 {\n  h[t] = h[t - 1]\n}\nz = h[3] + t',
      '‹node! h›[0] = 1\nfor ‹parameter! t› in 1..3 {\n  ‹node! h›[‹parameter t›] = ‹node h›[‹parameter t› - 1]\n}\n‹node! z› = ‹node h›[3] + t',
    ],
    ['z = unknown + missing(1)', '‹node! z› = unknown + missing(1)'],
    ['mean = mean([1])\nz = mean', '‹node! mean› = ‹function* mean›([1])\n‹node! z› = ‹node mean›'],
  ])('is correct in %j', (text, shown) => {
    expect(marked(text)).toBe(shown);
  });

  test('has its type inside a function', () => {
    expect(marked('x = 1\nfn f(x, n = 2) {\n  param w = n\n  h = x * w\n  return h\n}\ny = f(x, n = 3)')).toBe(
      '‹node! x› = 1\nfn ‹function! f›(‹parameter! x›, ‹parameter! n› = 2) {\n  param ‹param! w› = ‹parameter n›\n' +
        '  ‹node! h› = ‹parameter x› * ‹param w›\n  return ‹node h›\n}\n‹node! y› = ‹function f›(‹node x›, ‹parameter n› = 3)',
    );
    expect(marked('fn f(x) = x\nz = x')).toBe('fn ‹function! f›(‹parameter! x›) = ‹parameter x›\n‹node! z› = x');
  });

  test('has its type from the imported file', () => {
    const files = filesOf({ 'layers.bp': 'const bias = 1\nfn scaled(x) = 2 * x' });
    expect(marked('import "layers.bp"\ny = scaled(bias)', files)).toBe(
      'import "layers.bp"\n‹node! y› = ‹function scaled›(‹const bias›)',
    );
  });

  test('keeps its type while its statement is broken', () => {
    expect(marked('param x = 1\ny = 3 * x +\nz = y * ')).toBe(
      'param ‹param! x› = 1\n‹node! y› = 3 * ‹param x› +\n‹node! z› = ‹node y› * ',
    );
    expect(marked('param x = 1\ny = sum(x, axis = \nz = x')).toBe(
      'param ‹param! x› = 1\n‹node! y› = ‹function* sum›(‹param x›, ‹parameter axis› = \n‹node! z› = ‹param x›',
    );
  });

  test("is the file's function if that shadows an operator", () => {
    expect(marked('a = relu(1)\nfn relu(x) = x\nb = relu(1)')).toBe(
      '‹node! a› = ‹function* relu›(1)\nfn ‹function! relu›(‹parameter! x›) = ‹parameter x›\n‹node! b› = ‹function relu›(1)',
    );
  });
});

test('a range has the same tokens as the whole text', () => {
  const offsetPairs = fc.tuple(fc.nat(), fc.nat());
  fc.assert(
    fc.property(fc.constantFrom(...sampleModels), offsetPairs, (text, [one, other]) => {
      const snapshot = analyze(text);
      const [start, end] = [one % text.length, other % text.length].sort((a, b) => a - b) as [number, number];
      const inRange = [...nameTokens(snapshot)].filter((token) => token.end > start && token.start < end);
      expect([...nameTokens(snapshot, { start, end })]).toEqual(inRange);
    }),
  );
});

test('each non-standard type is contributed and has a color in every theme', () => {
  const { semanticTokenTypes, semanticTokenScopes } = manifest.contributes;
  const own = legend.tokenTypes.filter((type) => !['function', 'parameter', 'property'].includes(type));
  expect(semanticTokenTypes.map(({ id }) => id)).toEqual(own);
  expect(Object.keys(semanticTokenScopes[0]!.scopes)).toEqual(expect.arrayContaining(own));
});
