/** The summary in the status bar. */

import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { shownNumbersOf } from '../../../server/src/features/annotations/shownNumbers.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';

describe('the status bar summary', () => {
  test.each([
    ['a model', 'param x = 3\nloss L = x^2', { objectiveName: 'L', objectiveText: '9', steps: 2, errors: 0 }],
    [
      'several losses',
      'param x = 3\nloss a = x\nloss b = 2 * x',
      { objectiveName: '(a + b)', objectiveText: '9', steps: 2, errors: 0 },
    ],
    ['no loss', 'param x = 3', { objectiveName: null, objectiveText: null, steps: 2, errors: 0 }],
    ['a broken loss', 'param x = 3\nloss L = x^', { objectiveName: null, objectiveText: null, steps: 2, errors: 1 }],
    [
      'errors elsewhere',
      'param x = 3\nloss L = x\ny =\nexpect 1 ≈ 2',
      { objectiveName: 'L', objectiveText: '3', steps: 2, errors: 1 },
    ],
    ['warnings', 'param x = 3\nloss L = 1 / 3', { objectiveName: 'L', objectiveText: '0.3333', steps: 2, errors: 0 }],
  ])('covers %s', (_, text, summary) => {
    const annotations = annotationsAfter([text]);
    const file = {
      uri: 'file:///model.bp',
      snapshot: annotations.snapshot,
      annotations,
      steps: 2,
      areLearnedParamsSaved: true,
    };
    expect(shownNumbersOf(file, defaultSettings)).toMatchObject({ uri: 'file:///model.bp', version: 0, summary });
  });
});
