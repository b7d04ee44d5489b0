/** Fixes for problems of training. */

import * as l10n from '@vscode/l10n';
import { referencesIn } from '../names/references/references.ts';
import type { trainingProblems } from '../problems/training.ts';
import { rangeIn } from '../syntax/ast.ts';
import { removeStatement } from '../syntax/statementLines.ts';
import { changeKeywordFix, didYouMean, type Fixes, replacementFix } from './fix.ts';
import { reparameterizationFixes } from './reparameterization.ts';

export const trainingFixes: Fixes<typeof trainingProblems> = {
  'undefined-optimizer': (site, _name, _known, similar) => didYouMean(site, similar),
  'duplicate-train': (site) =>
    site.statement
      ? [
          {
            title: l10n.t('Remove this statement'),
            edits: removeStatement(site.context, site.statement),
            confidence: 'guess',
          },
        ]
      : [],
  'steps-without-epochs': ({ statement }) => {
    if (statement?.kind !== 'train') return [];
    const end = rangeIn(statement, statement.arguments.at(-1)!.value).end;
    return [
      { title: l10n.t('Add epochs = 10'), edits: [{ start: end, end, text: ', epochs = 10' }], confidence: 'guess' },
    ];
  },
  'nothing-held-out': (site, _samples, smallest = 0) => [replacementFix(site.problem, String(smallest))],
  'param-not-reached': (site, name, _root, reason) => {
    const { context, statement } = site;
    if (statement?.kind !== 'param' && statement?.kind !== 'randomParam') return [];
    const symbol = referencesIn(context.module).at(site.problem.start)?.symbol;
    const isUsed = symbol !== undefined && referencesIn(context.module).of(symbol).length > 1;
    const removeFix = {
      title: l10n.t`Remove unused ${name}`,
      edits: removeStatement(context, statement),
    };
    return [
      ...(reason === undefined ? [] : reparameterizationFixes(site, name)),
      ...(isUsed ? [] : [removeFix]),
      ...(statement.kind === 'param' ? [changeKeywordFix(statement, 'const', l10n.t`Change ${name} to a const`)] : []),
    ];
  },
};
