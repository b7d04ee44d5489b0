/** Fixes for problems of params and consts. */

import * as l10n from '@vscode/l10n';
import type { paramProblems } from '../problems/params.ts';
import { changeKeywordFix, didYouMean, type Fixes, nodeFixes, withConfidence } from './fix.ts';
import { drawnParamFixes } from './foreignCalls.ts';

export const paramFixes: Fixes<typeof paramProblems> = {
  'not-constant': (site, definitionKind, name, kind) => {
    const definition = site.context.names.definitions.get(name);
    const isOwn = kind === 'param' && definition?.kind === 'param';
    const constFixes = isOwn ? [changeKeywordFix(definition, 'const', l10n.t`Change ${name} to a const`)] : [];
    return [
      ...nodeFixes(site, definitionKind === 'param' ? 'guess' : 'likely'),
      ...withConfidence(constFixes, 'guess'),
    ];
  },
  'depends-on-param': (site, definitionKind) => nodeFixes(site, definitionKind === 'param' ? 'guess' : 'likely'),
  'initializer-call': (site, name) => drawnParamFixes(site, name),
  'undefined-initializer': (site, _name, _known, similar) => didYouMean(site, similar),
};
