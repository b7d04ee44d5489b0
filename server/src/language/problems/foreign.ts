/** Problems of notations of other languages, which the parser recognizes. */

import * as l10n from '@vscode/l10n';
import type { ForeignStatement, NeedlessStatement } from '../foreign/statements.ts';
import { truncate } from '../text/truncate.ts';
import { error } from './row.ts';

/** Longer LaTeX, and what replaces it, is truncated in the message. */
const maxLatexLength = 100;

const statementTexts: Readonly<Record<ForeignStatement, (word: string) => string>> = {
  function: (word) => l10n.t`a function begins with 'fn', not '${word}'; write fn f(x) = …, or a body in braces`,
  definition: (head) => l10n.t`a function begins with 'fn'; write fn ${head} = …`,
  branch: (word) => l10n.t`there is no '${word}'; to choose between values, write where(condition, a, b)`,
  loop: (word) =>
    word === 'for'
      ? l10n.t('a block of steps is written for t in 1..T { h[t] = … }; operators work on whole tensors without one')
      : l10n.t`there is no '${word}'; operators work on whole tensors, and 'train' repeats the training steps`,
  class: (word) => l10n.t`there is no '${word}'; a layer is a function that creates its params: fn layer(x) { … }`,
  assignment: (name) => l10n.t`a value never changes; define a new one, as in ${name}2 = ${name} + 1`,
  attribute: (name) => l10n.t`values have no attributes to set; write ${name} = …`,
  annotation: (name) => l10n.t`names have no types; write ${name} = …`,
  other: (word) => l10n.t`there is no '${word}'; each line of a model defines a value or a function`,
};

const needlessTexts: Readonly<Record<NeedlessStatement, (word: string) => string>> = {
  import: () => l10n.t('exp, relu, sum and all other functions are built in; remove this import'),
  print: (word) => l10n.t`values are shown beside their statements; remove '${word}'`,
  step: (word) =>
    l10n.t`gradients and training steps are automatic; remove '${word}'; to train, write train sgd(lr = 0.1)`,
};

export const foreignProblems = {
  'foreign-statement': error((kind: ForeignStatement, word: string) => statementTexts[kind](word), {
    broken: 'def twice(x):\n    return 2 * x',
    fixed: 'fn twice(x) {\n    return 2 * x\n}',
  }),
  'needless-statement': error(
    (kind: NeedlessStatement, word: string) => needlessTexts[kind](word),
    { broken: 'a = exp(2)\nprint(a)', fixed: 'a = exp(2)' },
    { mayRecur: true },
  ),
  'foreign-operator': error(
    (operator: string, written: string) => l10n.t`there is no operator '${operator}'; write ${written}`,
    { broken: 'x = 5\na = x // 3', fixed: 'x = 5\na = floor(x / 3)' },
  ),
  latex: error(
    (latex: string, written?: string) => {
      const source = truncate(latex, maxLatexLength);
      if (written === '') return l10n.t`'${source}' is LaTeX; remove this line`;
      return written === undefined
        ? l10n.t`'${source}' is LaTeX; write formulas as in y = exp(-x) / 2`
        : l10n.t`'${source}' is LaTeX; write ${truncate(written, maxLatexLength)}`;
    },
    { broken: 'a = 4\ny = \\frac{a}{2}', fixed: 'a = 4\ny = a / 2' },
  ),
  'module-prefix': error(
    (source: string, written?: string) =>
      written === undefined
        ? l10n.t`there is no function '${source}'; completion lists the functions`
        : l10n.t`functions have no prefix, so '${source}' is not defined; write ${written}`,
    { broken: 'x = 2\na = np.exp(x)', fixed: 'x = 2\na = exp(x)' },
    { hasCertainFix: true },
  ),
} as const;
