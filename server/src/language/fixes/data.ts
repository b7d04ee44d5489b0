/** Fixes for problems of data. */

import * as l10n from '@vscode/l10n';
import type { dataProblems } from '../problems/data.ts';
import { isDefinition } from '../syntax/ast.ts';
import { changeKeywordFix, type Fix, type Fixes, replacementFix } from './fix.ts';

export const dataFixes: Fixes<typeof dataProblems> = {
  'data-without-samples': (site) => {
    const { statement } = site;
    const constFixes =
      statement && isDefinition(statement)
        ? [changeKeywordFix(statement, 'const', l10n.t`Change ${statement.name.name} to a const`)]
        : [];
    return [replacementFix(site.problem, `[${site.sourceOf(site.problem)}]`), ...constFixes];
  },
  'trained-values-mismatch': () => resetFixes(),
  'trained-values-unreadable': () => resetFixes(),
};

function resetFixes(): readonly Fix[] {
  return [{ title: l10n.t('Reset trained values'), edits: [], action: 'reset-trained-values' }];
}
