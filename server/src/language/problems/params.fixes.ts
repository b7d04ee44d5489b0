/** Fixes for problems of params and data. */

import * as l10n from '@vscode/l10n';
import { isDefinition } from '../syntax/nodes.ts';
import { changeKeywordFix, didYouMean, type Fixes, nodeFixes, replacementFix } from './base/fix.ts';
import type { paramProblems } from './params.ts';

export const paramFixes: Fixes<typeof paramProblems> = {
  'not-constant': (site, made, name, kind) => {
    const definition = site.context.names.definitions.get(name);
    const isOwn = kind === 'param' && definition?.kind === 'param';
    const constFixes = isOwn ? [changeKeywordFix(definition, 'const', l10n.t`Change ${name} to a const`)] : [];
    return [...nodeFixes(site, made === 'param'), ...constFixes.map((fix) => ({ ...fix, isGuess: true }))];
  },
  'depends-on-param': (site, made) => nodeFixes(site, made === 'param'),
  'undefined-initializer': (site, _name, _known, similar) => didYouMean(site, similar),
  'data-without-samples': (site) => {
    const { statement } = site;
    const constFixes =
      statement && isDefinition(statement)
        ? [changeKeywordFix(statement, 'const', l10n.t`Change ${statement.name.name} to a const`)]
        : [];
    return [replacementFix(site.problem, `[${site.sourceOf(site.problem)}]`), ...constFixes];
  },
};
