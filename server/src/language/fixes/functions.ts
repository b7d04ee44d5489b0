/** Fixes for problems of functions. */

import * as l10n from '@vscode/l10n';
import type { functionProblems } from '../problems/functions.ts';
import { isValueDefinition } from '../syntax/ast.ts';
import { insertBelow, moveBelow } from '../syntax/statementLines.ts';
import { type Fixes, nodeFixes } from './fix.ts';

export const functionFixes: Fixes<typeof functionProblems> = {
  'missing-return': (site) => {
    const last = site.siblings.at(-1);
    if (!last || !isValueDefinition(last)) return [];
    const result = `return ${last.name.name}`;
    const edit = insertBelow(site.context, last, result);
    return edit ? [{ title: l10n.t`Insert '${result}'`, edits: [edit] }] : [];
  },
  'return-not-last': (site) => {
    const last = site.siblings.at(-1);
    if (!last || !site.statement) return [];
    return [{ title: l10n.t("Move 'return' to the end"), edits: moveBelow(site.context, site.statement, last) }];
  },
  'not-allowed-in-function': (site, keyword) =>
    keyword === 'loss' || keyword === 'data' ? nodeFixes(site, 'likely') : [],
  'misplaced-param': (site) => nodeFixes(site, 'likely'),
};
