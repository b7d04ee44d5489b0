/** Quick fixes of any text. The tests of each family of problems, in test/language/problems, have examples. */

import { globSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { certainEdits, fixesOf } from '../../server/src/actions/fixes.ts';
import { fixTable } from '../../server/src/language/fixes/fixTable.ts';
import { type ProblemCode, problemTable } from '../../server/src/language/problems/problems.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';
import { evaluatedIfPossible } from '../support/models/evaluated.ts';
import { fuzzedTexts } from '../support/models/fuzzedTexts.ts';

/** Why a problem has no fix. */
const withoutFix: Partial<Record<ProblemCode, string>> = {
  'missing-operand': 'only the author knows which value is missing',
  'missing-equals': 'only the author knows which value is missing',
  'missing-initializer': 'the initial value of a param is a choice',
  'missing-distribution': 'the distribution of a node is a choice',
  'empty-index': 'only the author knows which index is missing',
  'number-too-large': 'no float64 is as large',
  'keyword-as-name': 'only the author can choose another name',
  'self-reference': 'only the author knows the initial value',
  'no-params-to-train': 'only the author knows which params to train',
  'invalid-setting': 'only the author knows the right setting',
  'not-a-value': 'only the author knows which operands are missing',
  'not-an-axis': 'only the author knows the right axis',
  'running-statistics-unusable': 'training replaces them, and a reset would lose the params',
  'training-state-unreadable': 'training replaces the state, and a reset would lose the params',
  'without-vocabulary': 'only the author knows which data the tokens are of',
  'not-a-boolean': 'only the author knows whether it is 0 or 1',
  'not-a-shape': 'only the author knows the right shape',
  'not-integers': 'only the author knows the right numbers',
  'held-out-in-training': 'only the author knows how the samples are to be used',
  'batch-mismatch': 'only the author knows how the samples are to be used',
  'not-a-length': 'only the author knows the right length',
  'not-a-count': 'only the author knows the right count',
  'argument-not-constant': 'only the author knows the right constant',
  'misplaced-string': 'only the author knows the purpose of the string',
  'misplaced-file': 'only the author knows the name of the samples',
  'invalid-file-arguments': 'only the author knows the right columns',
  'invalid-initializer-arguments': 'only the author knows the right numbers',
  'member-of-parameter': 'all calls would have to pass the param',
  'return-outside-function': 'only the author knows which function it belongs to',
  'duplicate-parameter': 'only the author knows which of the two the body uses',
  'reserved-function-name': 'only the author can choose another name',
  'recursive-function': 'another formula is needed',
  'too-many-calls': 'another model is needed',
  'too-much-inlined': 'another model is needed',
  'too-long-file': 'another model is needed',
  'too-long-name': 'only the author can choose another name',
  'too-long-string': 'only the author knows what to leave out',
  'too-many-statements': 'another model is needed',
  'too-much-imported': 'another model is needed',
  'not-importable': 'another file would have to change',
  'cannot-read-file': 'the problem is outside the text',
  'import-cycle': 'only the author knows which import to remove',
  'too-many-imports': 'only the author knows which import to remove',
  'error-in-import': 'another file would have to change',
  'ragged-list': 'only the author knows which number is missing',
  'empty-list': 'only the author knows which numbers are missing',
  'data-lengths-differ': 'only the author knows which samples are missing',
  'not-scalar': 'only the author knows the right number',
  'out-of-range': 'only the author knows the right number',
  'not-finite': 'only the author knows the range of the numbers',
  'dead-relu': 'another model or other numbers are needed',
  'some-dead-units': 'nothing needs to be fixed',
  saturated: 'another model or other numbers are needed',
  'vanishing-gradient': 'another model or other numbers are needed',
  'exploding-gradient': 'another model or other numbers are needed',
  'gradient-mismatch': 'the engine is wrong, or the numbers cannot be measured',
  'gradient-at-kink': 'the function has no gradient at a kink',
  'gradient-at-jump': 'the function has no gradient at a jump',
  'incomplete-for': 'only the author knows the steps',
  'steps-not-constant': 'only the author knows the number of steps',
  'undefined-step': 'only the author knows the step',
  'step-out-of-order': 'only the author knows the step',
  'step-shape': 'only the author knows the shape',
  'used-outside-block': 'only the author knows the step',
  'not-allowed-in-block': 'only the author knows where the statement belongs',
  'too-deep': 'another formula is needed',
  'too-many-expressions': 'a smaller model is needed',
  'too-many-steps': 'a smaller model is needed',
  'too-many-nodes': 'a smaller model is needed',
  'too-many-backward-passes': 'a smaller model is needed',
  'too-slow': 'a smaller model is needed',
  'evaluation-failed': 'the problem is outside the text',
};

test('every problem has a fix or a reason for having none', () => {
  const codes = Object.keys(problemTable) as ProblemCode[];
  expect(codes.filter((code) => code in fixTable !== !(code in withoutFix))).toEqual([]);
});

test('fixes of any text are ordered edits that change it', () => {
  fc.assert(
    fc.property(fuzzedTexts, (text) => {
      const snapshot = analyze(text);
      for (const found of snapshot.problems.slice(0, 5)) {
        for (const { title, edits } of fixesOf(snapshot, found)) {
          expect(title).not.toMatch(/[\r\n]|''/);
          edits.forEach(({ start, end }, i) => {
            expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : edits[i - 1].end);
            expect(end).toBeGreaterThanOrEqual(start);
          });
          expect(analyze(applyEdits(text, edits)).text).not.toBe(text);
        }
      }
    }),
    { numRuns: 500 },
  );
});

/** Common typos, each inserted into valid models. */
const typos: readonly (readonly [pattern: RegExp, typo: string])[] = [
  [/ \* /g, ' × '],
  [/#/g, '//'],
  [/ = /g, ' = +'],
  [/≈/g, '='],
  [/\n/g, ';\n'],
  [/-/g, '–'],
  [/\)$/gm, ''],
  [/^loss /gm, 'los '],
  [/^param /gm, 'parm '],
];

test.each(typos)('a fix restores %s from the typo %j', (pattern, typo) => {
  const examples = globSync('examples/*.bp').map((path) => readFileSync(path, 'utf8'));
  for (const text of examples.filter((example) => !/\b(csv|text|safetensors)\(/.test(example))) {
    for (const { index, 0: source } of [...text.matchAll(pattern)].slice(0, 5)) {
      const snapshot = analyze(text.slice(0, index) + typo + text.slice(index + source.length));
      const found = snapshot.problems.filter(({ severity }) => severity === 'error');
      const fixed = found.flatMap((problem) =>
        fixesOf(snapshot, problem).map(({ edits }) => applyEdits(snapshot.text, edits)),
      );
      const left = fixed.map((each) => analyze(each).problems.filter(({ severity }) => severity === 'error').length);
      if (found.length > 0) expect(Math.min(...left)).toBe(0);
    }
  }
});

test('a fix removes invisible characters', () => {
  const text = 'a = 1\u200b + 2';
  const snapshot = evaluatedIfPossible(text);
  const [{ title, edits }] = fixesOf(snapshot, snapshot.problems[0]);
  expect([title, applyEdits(text, edits)]).toEqual(['Remove invisible characters', 'a = 1 + 2']);
});

describe('fixing all problems that have exactly one fix', () => {
  test.each([
    ['a = x ** 2 // two\r\nb = 1,5 + 2×3\r\n', 'a = x ^ 2 # two\r\nb = 1.5 + 2*3\r\n'],
    ['b = 1,5 + 2,5 // both', 'b = 1.5 + 2.5 # both'],
    ['c = 1, 5\nd = sigmiod(+2)', 'c = 1, 5\nd = sigmiod(2)'],
    ['# x ** 2 // y\na = 1', '# x ** 2 // y\na = 1'],
    ['a = ×3\nb = 2×3', 'a = ×3\nb = 2*3'],
    ['b = 2×3\na = 3 + ×2 ** 2', 'b = 2*3\na = 3 + ×2 ^ 2'],
  ])('turns %j into %j', (text, after) => {
    expect(applyEdits(text, certainEdits(evaluatedIfPossible(text)))).toBe(after);
  });
});
