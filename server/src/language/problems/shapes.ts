/** Problems of shapes. */

import * as l10n from '@vscode/l10n';
import { error, warning } from './row.ts';

export const shapeProblems = {
  'shape-mismatch': error(
    (mismatch: string, advice?: string) => (advice === undefined ? mismatch : l10n.t`${mismatch}; ${advice}`),
    {
      broken: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3]]\ny = X @ W',
      fixed: 'X = [[1, 2], [3, 4], [5, 6]]\nW = [[1, 2, 3], [4, 5, 6]]\ny = X @ W',
    },
  ),
  'ragged-list': error(
    (expected: string, found: string) =>
      l10n.t`the items of a list must have the same shape, but this one is ${found} and the first is ${expected}`,
    { broken: 'a = [[1, 2], [3]]', fixed: 'a = [[1, 2], [3, 4]]' },
  ),
  'empty-list': error(() => l10n.t("a list can't be empty; write its items, as in [1, 2]"), {
    broken: 'a = []',
    fixed: 'a = zeros(0)',
  }),
  'loss-not-scalar': error(
    (name: string, shape: string) =>
      l10n.t`a loss must be a scalar, but ${name} is ${shape}; wrap it in mean(…) or sum(…)`,
    {
      broken: 'param x = [1, 2]\nloss L = x^2',
      fixed: 'param x = [1, 2]\nloss L = mean(x^2)',
    },
  ),
  'gradient-of-tensor': error(
    (label: string, shape: string) =>
      l10n.t`only scalars have a gradient, but ${label} is ${shape}; wrap it in mean(…) or sum(…)`,
    {
      broken: 'param x = [1, 2]\ny = x^2\nslope = ∂y/∂x',
      fixed: 'param x = [1, 2]\ny = sum(x^2)\nslope = ∂y/∂x',
    },
  ),
  'not-scalar': error((what: string, shape: string) => l10n.t`${what} must be a scalar, not ${shape}`, {
    broken: 'train sgd(lr = [0.1, 0.2])',
    fixed: 'train sgd(lr = 0.1)',
  }),
  'both-sides-broadcast': warning(
    (left: string, right: string, result: string) =>
      l10n.t`${left} and ${right} broadcast to ${result}; reshape one of them if you didn't intend that`,
    {
      broken: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - predicted)^2)',
      fixed: 'data y = [1, 2, 3]\ndata predicted = [[1], [2], [4]]\nloss L = mean((y - reshape(predicted, 3))^2)',
    },
  ),
} as const;
