/** The summary in the status bar. */

import { describe, expect, test } from 'vitest';
import { evaluationResultOf } from '../../../server/src/features/annotations/evaluationResult.ts';
import { defaultSettings } from '../../../server/src/protocol/settings.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';

describe('the summary of', () => {
  test.each([
    ['a model', 'param x = 3\nloss L = x^2', { root: 'L', objective: '9', steps: 2, errors: 0 }],
    [
      'several losses',
      'param x = 3\nloss a = x\nloss b = 2 * x',
      { root: '(a + b)', objective: '9', steps: 2, errors: 0 },
    ],
    ['no loss', 'param x = 3', { root: null, objective: null, steps: 2, errors: 0 }],
    ['a broken loss', 'param x = 3\nloss L = x^', { root: null, objective: null, steps: 2, errors: 1 }],
    [
      'errors elsewhere',
      'param x = 3\nloss L = x\ny =\nexpect 1 ≈ 2',
      { root: 'L', objective: '3', steps: 2, errors: 2 },
    ],
    ['warnings', 'param x = 3\nloss L = 1 / 3', { root: 'L', objective: '0.3333', steps: 2, errors: 0 }],
  ])('%s', (_, text, summary) => {
    const annotations = annotationsAfter([text]);
    const file = {
      uri: 'file:///model.bp',
      snapshot: annotations.snapshot,
      annotations,
      steps: 2,
      isSaved: true,
    };
    expect(evaluationResultOf(file, defaultSettings)).toMatchObject({ uri: 'file:///model.bp', version: 0, summary });
  });
});
