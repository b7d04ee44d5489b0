/** Fixes for problems of data. */

import * as l10n from '@vscode/l10n';
import type { dataProblems } from '../problems/data.ts';
import { isDefinition } from '../syntax/ast.ts';
import { findSimilarName } from '../text/findSimilarName.ts';
import { quote } from '../text/quotes.ts';
import { changeKeywordFix, type Fix, type Fixes, insertionFix, replacementFix } from './fix.ts';

export const dataFixes: Fixes<typeof dataProblems> = {
  'mixed-column': (site, _reason, column) => {
    const { statement } = site;
    if (statement?.kind !== 'data' || statement.value.kind !== 'call') return [];
    const declared = statement.value.arguments.find(({ keyword }) => keyword?.name === 'classes')?.value;
    const title = l10n.t`Read '${column}' as classes`;
    const name = quote(column);
    if (declared === undefined) {
      const end = site.rangeOf(statement.value).end - 1;
      return [{ title, edits: [{ start: end, end, text: `, classes = ${name}` }] }];
    }
    const range = site.rangeOf(declared);
    const text =
      declared.kind === 'list'
        ? `${site.sourceOf(range).slice(0, -1)}, ${name}]`
        : `[${site.sourceOf(range)}, ${name}]`;
    return [{ title, edits: [{ start: range.start, end: range.end, text }] }];
  },
  'not-in-file': (site, _reason, text, names) => {
    if (text === undefined) {
      const end = site.problem.end - 1;
      return names
        .slice(0, maxOfferedNames)
        .map((name) => insertionFix(end, `, ${quote(name)}`, { confidence: 'guess' }));
    }
    const similar = findSimilarName(text, names);
    const others = names.filter((name) => name !== similar).slice(0, maxOfferedNames);
    return [
      ...(similar === undefined ? [] : [replacementFix(site.problem, quote(similar))]),
      ...others.map((name) => replacementFix(site.problem, quote(name), { confidence: 'guess' })),
    ];
  },
  'data-without-samples': (site) => {
    const { statement } = site;
    const constFixes =
      statement && isDefinition(statement)
        ? [changeKeywordFix(statement, 'const', l10n.t`Change ${statement.name.name} to a const`)]
        : [];
    return [replacementFix(site.problem, `[${site.sourceOf(site.problem)}]`), ...constFixes];
  },
  'learned-params-mismatch': () => resetFixes(),
  'learned-params-unreadable': () => resetFixes(),
  'learned-params-not-finite': () => resetFixes(),
};

/** Fixes offer at most this many of the names in a file. */
const maxOfferedNames = 8;

function resetFixes(): readonly Fix[] {
  return [{ title: l10n.t('Discard learned params…'), edits: [], action: 'discard-learned-params' }];
}
