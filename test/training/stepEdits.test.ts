/** Edits of a training step: numbers change, no other character does. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Batches } from '../../server/src/engine/training/batches.ts';
import { exactNumberText, literalText } from '../../server/src/language/syntax/literals.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { analyze, withProblems } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { noProgress } from '../../server/src/snapshot/training/trainingProgress.ts';
import { evaluated, evaluatedIfPossible, valuesOf } from '../support/models/evaluated.ts';
import { generatedCases } from '../support/setup/thorough.ts';
import { overflowingVariance, varianceAdvice } from '../support/training/overflowingVariance.ts';
import { step, stepOf, stepped } from '../support/training/step.ts';

/** A model in which a step subtracts `by` from each element. */
const down = (param: string, by = 1): string => `param ${param}\nloss L = ${by} * sum(x)\ntrain sgd(lr = 1)\n`;

describe('a step', () => {
  test.each([
    ['x = 2', 'x = 1'],
    ['x=2#two', 'x=1#two'],
    ['x  =  2.50  # half', 'x  =  1.5  # half'],
    ['x = -2', 'x = -3'],
    ['x = - 2', 'x = - 3'],
    ['x = − 2', 'x = − 3'],
    ['x = −2', 'x = −3'],
    ['x = 0.5', 'x = -0.5'],
    ['x = --2', 'x = 1'],
    ['x = -0.0', 'x = -1'],
    ['x = 1', 'x = 0'],
    ['x = 2e3', 'x = 1999'],
    ['x = .5e1', 'x = 4'],
    ['x = (2)', 'x = (1)'],
    ['x = (-(2))', 'x = (-(3))'],
    ['x = [1, 2,\n  3]', 'x = [0, 1,\n  2]'],
    ['x = [[1,-1], # a row\r\n  [ − 1 , 5 ],]', 'x = [[0,-2], # a row\r\n  [ − 2 , 4 ],]'],
    ['x\t=\u00a0[ 2 ]', 'x\t=\u00a0[ 1 ]'],
  ])('edits only the number in %j', (before, after) => {
    expect(stepped(down(before))).toBe(down(after));
  });
});

describe('a step', () => {
  test.each([
    ['x = -2', 'x = 1'],
    ['x = − 2', 'x = 1'],
    ['x = [-2, - 5]', 'x = [1, - 2]'],
    ['x = -3', 'x = 0'],
  ])('edits the sign of a number that crosses zero in %j', (before, after) => {
    expect(stepped(down(before, -3))).toBe(down(after, -3));
  });
});

describe('a step', () => {
  test.each([
    ['x = 1 + 1', 'x = 1'],
    ['x = exp(0) # e⁰', 'x = 0 # e⁰'],
    ['x = 2 * [[1, 2], [3, 4]]', 'x = [[1, 3], [5, 7]]'],
    ['x = [1, 2] + ([[1], [2]] +\n [0])', 'x = [[1, 2], [2, 3]]'],
    ['x = (1 + 1)', 'x = (1)'],
    ['x = -(1 + 1)', 'x = -3'],
    ['x = -[1, 2]', 'x = [-2, -3]'],
  ])('replaces the expression in %j by a literal', (before, after) => {
    expect(stepped(down(before))).toBe(down(after));
  });
});

test('an unchanged number stays as written', () => {
  const text = 'param x = [1.50, 2e0]\nloss L = sum(x * [0, 1])\ntrain sgd(lr = 1)';
  expect(stepped(text)).toBe(text.replace('2e0', '1'));
});

test('written values parse back exactly', () => {
  const text = 'param x = 0.1\nloss L = x^2\ntrain sgd(lr = 0.1)';
  expect(stepped(text)).toContain('param x = 0.08\n');
  const [edit] = stepOf('param x = 1\nloss L = x / 3\ntrain sgd(lr = 1)').edits;
  expect(edit.text).toBe('0.6666666666666667');
});

test.each([
  [0, '0'],
  [-0, '-0'],
  [5e-324, '5e-324'],
  [-1e21, '-1e+21'],
  [0.1 + 0.2, '0.30000000000000004'],
])('%d is written as %s', (value, text) => {
  expect(exactNumberText(value)).toBe(text);
  expect(valuesOf(evaluated(`x = ${text}`), 'x')).toEqual([value]);
});

test('a written number reads back as the same float64', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(valuesOf(evaluated(`x = ${exactNumberText(value)}`), 'x')).toEqual([value]);
    }),
  );
});

test('a tensor is written as nested lists', () => {
  expect(literalText(Float64Array.of(1, -2, 3, 4, 5, 6), [2, 1, 3])).toBe('[[[1, -2, 3]], [[4, 5, 6]]]');
  expect(literalText(Float64Array.of(7), [])).toBe('7');
});

describe('several steps of a file', () => {
  test('continue from the optimizer state', () => {
    let [text, trainingProgress] = [
      'param x = 1\nparam y = 2\nloss L = x\ntrain sgd(lr = 0.5, momentum = 0.5)',
      noProgress,
    ];
    const reached = [1, 2, 3].map(() => {
      const { edits, progressAfter } = stepOf(text, trainingProgress);
      [text, trainingProgress] = [applyEdits(text, edits), progressAfter];
      return text.slice(0, text.indexOf('\n'));
    });
    expect(reached).toEqual(['param x = 0.5', 'param x = -0.25', 'param x = -1.125']);
    expect(trainingProgress.states).toEqual(new Map([['x', { steps: 3, stateBuffers: [Float64Array.of(1.75)] }]]));
  });

  test('take the mini-batches in the seeded order', () => {
    const lines = [
      'data x = [1, 2, 4, 8, 16]',
      'param w = 0',
      'loss L = w * sum(x)',
      'train sgd(lr = 1, batch = 2, seed = 5)',
    ];
    let text = lines.join('\n');
    const sums = [0, 1, 2, 3, 4, 5].map((stepCount) => {
      const before = valuesOf(evaluated(text), 'w')![0];
      text = applyEdits(text, stepOf(text, { ...noProgress, stepCount }).edits);
      return before - valuesOf(evaluated(text), 'w')![0];
    });
    const batches = new Batches(5, { batch: 2, seed: 5, holdout: 0 });
    expect(sums).toEqual(
      [0, 1, 2, 3, 4, 5].map((step) => {
        const { indices: order, start, length } = batches.at(step);
        return order.slice(start, start + length).reduce((sum, sample) => sum + 2 ** sample, 0);
      }),
    );
  });

  test('change random params outside the text', () => {
    const text = 'param W[2] ~ ones()\nloss L = sum(W)\ntrain sgd(lr = 0.5)';
    const { edits, paramsBefore, progressAfter } = stepOf(text, noProgress);
    expect(edits).toEqual([]);
    expect(paramsBefore.get('W')?.values).toEqual(Float64Array.of(1, 1));
    expect(progressAfter.learnedParams.get('W')?.values).toEqual(Float64Array.of(0.5, 0.5));
  });
});

describe('a step', () => {
  test.each([
    ['param x = 1', 'No step taken: there is no loss to minimize. Add one, for example: loss L = (target - f)^2'],
    ['const x = 1\nloss L = x', 'No step taken: the loss does not depend on any param, so there is nothing to train.'],
    ['param x = 1\nloss L = 3', 'No step taken: the loss does not depend on any param, so there is nothing to train.'],
    ['param x = 1\nloss L = x\ny = zz', "No step taken: line 3 has an error: 'zz' is not defined."],
    ['\nparam x = (\nloss L = 1', "No step taken: line 2 has an error: expected ')' to close this '('."],
    ['expect 1 ≈ 2\nparam x = 1\nloss L = x\ny = zz', "No step taken: line 4 has an error: 'zz' is not defined."],
    ['param y = 1\nparam x = zz\nloss L = 3', "No step taken: line 2 has an error: 'zz' is not defined."],
    ['param x = 0\nloss L = log(x)', 'No step taken: x would become infinite. Check ∂L/∂x.'],
    ['param x = -1\nloss L = sqrt(x)', 'No step taken: x would become NaN. Check ∂L/∂x.'],
    ['param x = 1.50\nloss L = 0 * x', 'No step taken: every gradient is 0 or too small to change a param.'],
    ['param x = 1e30\nloss L = x', 'No step taken: every gradient is 0 or too small to change a param.'],
    ['param x = [1, 0]\nloss L = sum(log(x))', 'No step taken: x would become infinite. Check ∂L/∂x.'],
    ['param x = 1e308\nloss L = -x\ntrain sgd(lr = 1e308)', 'No step taken: x would become infinite. Check ∂L/∂x.'],
    [overflowingVariance, `No step taken: z.running_var would become infinite. ${varianceAdvice}`],
    [
      `param a = [${'1, '.repeat(6000)}]\nparam b = [${'[1], '.repeat(6000)}]\nloss L = sum(a + b)`,
      'No step taken: line 3 has an error: the model needs 36,024,000 numbers for its values and gradients, more than the limit of 33,554,432.',
    ],
  ])('is refused for %j', (text, refusal) => {
    expect(step(evaluatedIfPossible(text))).toEqual({ refusal });
  });

  test('is refused without numbers', () => {
    const snapshot = analyze('param x = 1\nloss L = x');
    expect(step(snapshot)).toEqual({ refusal: 'No step taken: the model could not be evaluated.' });
    const failed = withProblems(snapshot, {
      code: 'too-slow',
      severity: 'error',
      message: 'too slow',
      details: [],
      start: 0,
      end: 11,
    });
    expect(step(failed)).toEqual({ refusal: 'No step taken: line 1 has an error: too slow.' });
  });

  test('is not refused because of a warning or a failed expectation', () => {
    expect(stepped('param x = 2\nparam y = 1\nloss L = x\nexpect L ≈ 3\ntrain sgd(lr = 1)')).toContain('x = 1\n');
  });
});

test('a step changes only values, to the computed ones, for any layout', () => {
  fc.assert(
    fc.property(files, (text) => {
      const before = evaluated(text);
      const after = evaluated(stepped(text));
      expect(after.problems).toEqual([]);
      expect(skeleton(after.text)).toBe(skeleton(text));
      const expected = [...updatesOf(before).values()].map(({ to }) => Array.from(to));
      const found = [...updatesOf(after).values()].map(({ from }) => Array.from(from));
      expect(found).toEqual(expected);
    }),
    generatedCases(500),
  );
});

/** A text without its numbers and their signs. */
function skeleton(text: string): string {
  return text.replace(/(?:[-−][ \t]*)*(?:\d[\d.]*|\.\d+)(?:e[+-]?\d+)?/gi, '#');
}

const space = fc.constantFrom('', ' ', '  ', '\t', '\u00a0');
const gap = fc.oneof(space, fc.constantFrom('\n  ', '\r\n\t', ' # a number\n ', '\r '));
const written = fc
  .tuple(
    fc.constantFrom('', '-', '- ', '−', '− ', '--'),
    fc.oneof(
      fc.double({ min: 0, max: 1e6, noNaN: true }).map(String),
      fc.constantFrom('0', '1', '.5', '2.', '1.50', '1e3', '3E-2'),
    ),
  )
  .map(([sign, digits]) => sign + digits);

/** A list of numbers in any notation, possibly across several lines. */
const vector = fc
  .array(fc.tuple(gap, written, gap), { minLength: 3, maxLength: 3 })
  .map((items) => `[${items.map(([before, number, behind]) => `${before}${number}${behind}`).join(',')}]`);

const param = fc.oneof(
  fc.tuple(written, space).map(([number, behind]) => ({ value: number + behind, shape: 'scalar' })),
  vector.map((value) => ({ value, shape: 'vector' })),
  fc.tuple(vector, gap, vector, gap).map(([a, before, b, behind]) => ({
    value: `[${a},${before}${b}${behind}]`,
    shape: 'matrix',
  })),
);

const files = fc
  .tuple(
    fc.array(fc.tuple(param, space, space, fc.constantFrom('', '# note = 1', '# 사과 −')), {
      minLength: 1,
      maxLength: 4,
    }),
    fc.constantFrom('\n', '\r\n', '\n\n# between\n'),
  )
  .map(([params, newline]) => {
    const statements = params.map(
      ([{ value }, before, behind, comment], i) => `param p${i}${before}=${behind}${value}${comment}`,
    );
    const terms = params.map((_, i) => `sum(p${i} * ${i + 1})`);
    return [...statements, `loss L = ${terms.join(' + ')}`, 'train sgd(lr = 0.1)', ''].join(newline);
  });
