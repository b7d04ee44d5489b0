/** Tooltips of lenses: the notation of this lens, and the line it belongs to. */

import { expect, test, vi } from 'vitest';
import { CodeLens, Range } from 'vscode';
import { withHover } from '../../../client/src/annotations/lensHover.ts';

vi.mock('vscode', () => import('../../support/vscode/stub.ts'));

test.each([
  ['q = 3 · ∂L/∂q = 16', 'These are numbers of the line below. Click to show the hover.'],
  [
    'x = −2 → −2.16 · ∂L/∂x = 16',
    'These are numbers of the line below. The value after → is that after one training step. Click to show the hover.',
  ],
  [
    'W = [3×3] 0.1 ± 0.2 ▁▂▃▄▅▆▇█',
    'These are numbers of the line below. Mean ± standard deviation of the elements. The bars are a histogram of the elements. Click to show the hover.',
  ],
  [
    '‖∂L/∂h‖ = 0.2 ▁▂▅█',
    'These are numbers of the line below. ‖∂L/∂W‖ is the Euclidean norm of the gradient. The bars after the norm are the norms at the steps. Click to show the hover.',
  ],
  [
    '✗ largest difference at [1, 0]: 2 ≉ 3',
    'These are numbers of the line below. Of two tensors, the element that differs the most is shown. Click to show the hover.',
  ],
])('the tooltip of %s', (title, tooltip) => {
  const lens = new CodeLens(new Range(1, 0, 1, 0), { title, command: '' });
  expect(withHover(Object.assign(lens, { range: { start: { line: 1 } } }), 'file:///a.bp').command?.tooltip).toBe(
    tooltip,
  );
});
