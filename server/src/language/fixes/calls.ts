/** Fixes for problems of calls and their arguments. */

import * as l10n from '@vscode/l10n';
import { reductions } from '../../engine/ir/operator.ts';
import type { callProblems } from '../problems/calls.ts';
import { findSimilarName } from '../text/findSimilarName.ts';
import { didYouMean, type Fix, type Fixes, removalFix, replacementFix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

export const callFixes: Fixes<typeof callProblems> = {
  'undefined-function': (site, _, similar) => didYouMean(site, similar),
  'unknown-argument': (site, _callee, name, signature) => {
    const known = Array.from(signature.matchAll(/[(,]\s*([\p{ID_Start}_]\p{ID_Continue}*)/gu), ([, word]) => word);
    return didYouMean(site, findSimilarName(name, known));
  },
  'not-a-reduction': (site) => {
    const similar = findSimilarName(site.sourceOf(site.problem).replaceAll('"', ''), reductions);
    return similar === undefined ? [] : [replacementFix(site.problem, `"${similar}"`)];
  },
  'missing-argument': (site, _, parameter) => {
    const openerToken = site.problemToken + 1;
    if (site.tokens.kind(openerToken) !== '(') return [];
    const closerToken = site.closerOf(openerToken);
    const isFirst = site.tokens.kind(closerToken - 1) === '(' || site.tokens.kind(closerToken - 1) === ',';
    const offset = site.tokens.end(closerToken - 1);
    const argumentText = `${parameter} = 1`;
    const edit = { start: offset, end: offset, text: isFirst ? argumentText : `, ${argumentText}` };
    return [{ title: l10n.t`Insert '${argumentText}'`, edits: [edit], confidence: 'guess' }];
  },
  'duplicate-argument': (site) => [{ ...removeArgumentFix(site), confidence: 'guess' }],
  'not-a-list': (site) => {
    const call = site.enclosingExpressions.find(
      (expression) =>
        expression.kind === 'call' &&
        expression.arguments.some(({ value }) => site.rangeOf(value).start === site.problem.start),
    );
    if (call?.kind !== 'call') return [];
    const positionalArguments = call.arguments.filter(({ keyword }) => keyword === undefined);
    if (positionalArguments.length === 0) return [];
    const [first, last] = [positionalArguments[0], positionalArguments.at(-1)!];
    const range = { start: site.rangeOf(first.value).start, end: site.rangeOf(last.value).end };
    return [replacementFix(range, `[${site.sourceOf(range)}]`)];
  },
  'not-an-index': (site) => {
    const index = site.enclosingExpressions.find(
      (expression) =>
        expression.kind === 'index' &&
        site.rangeOf(expression).end > site.problem.end &&
        expression.indices.length === 1,
    );
    if (index?.kind !== 'index' || index.indices[0].kind !== 'at' || index.indices[0].at.kind === 'number') return [];
    const operand = site.sourceOf(site.rangeOf(index.operand));
    return [replacementFix(site.rangeOf(index), `gather(${operand}, ${site.sourceOf(site.problem)})`)];
  },
};

/** An argument with its keyword and the comma before it. */
function removeArgumentFix(site: ProblemSite): Fix {
  const { tokens } = site;
  let firstToken = site.problemToken - 1;
  if (tokens.kind(firstToken) === '=') firstToken -= 2;
  const range = { start: tokens.start(firstToken), end: site.problem.end };
  return {
    ...removalFix(site, { start: tokens.start(firstToken + 1), end: site.problem.end }),
    edits: [{ ...range, text: '' }],
  };
}
