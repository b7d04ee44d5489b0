/** Fixes for problems of calls and their arguments. */

import * as l10n from '@vscode/l10n';
import { reductions } from '../../engine/ir/operator.ts';
import { parameterFor } from '../foreign/arguments.ts';
import { shapeIndexOf } from '../foreign/functions.ts';
import type { callProblems } from '../problems/calls.ts';
import { isCloser, isOpener } from '../syntax/scanner.ts';
import type { Edit } from '../text/edits.ts';
import { findSimilarName } from '../text/findSimilarName.ts';
import { didYouMean, type Fixes, removeArgumentFix, replacementFix } from './fix.ts';
import { foreignCallFixes, trainStatementFixes } from './foreignCalls.ts';
import type { ProblemSite } from './problemSite.ts';

export const callFixes: Fixes<typeof callProblems> = {
  'undefined-function': (site, name, similar, written) => {
    if (written === undefined) return didYouMean(site, similar);
    if (written.startsWith('train ')) return trainStatementFixes(site, written);
    return foreignCallFixes(site, site.problemToken, site.problemToken + 1, name);
  },
  'too-many-arguments': (site, callee) => {
    const callToken = callTokenBefore(site);
    return shapeIndexOf(callee) === undefined ? [] : foreignCallFixes(site, callToken, callToken + 1, callee);
  },
  'unknown-argument': (site, _callee, name, signature, parameter) => {
    const known = Array.from(signature.matchAll(/[(,]\s*([\p{ID_Start}_]\p{ID_Continue}*)/gu), ([, word]) => word);
    if (parameter !== undefined) {
      const edits = keywordEdits(site, known);
      return [{ ...replacementFix(site.problem, parameter), edits, confidence: 'certain' }];
    }
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

/** Replaces all keywords of other frameworks in the call of the problem, which reports only the first one. */
function keywordEdits(site: ProblemSite, parameters: readonly string[]): readonly Edit[] {
  const { tokens } = site;
  const opener = callTokenBefore(site) + 1;
  const edits: Edit[] = [];
  for (let token = opener + 1; token < site.closerOf(opener); token++) {
    if (isOpener(tokens.kind(token))) token = site.closerOf(token);
    const parameter = tokens.kind(token + 1) === '=' ? parameterFor(tokens.text(token), parameters) : undefined;
    const values = token + 2;
    const isPair = tokens.text(token) === 'betas' && isOpener(tokens.kind(values)) && tokens.kind(values + 2) === ',';
    if (isPair) {
      const range = { start: tokens.start(token), end: tokens.end(site.closerOf(values)) };
      edits.push({ ...range, text: `beta1 = ${tokens.text(values + 1)}, beta2 = ${tokens.text(values + 3)}` });
    } else if (parameter !== undefined) edits.push({ ...tokens.range(token), text: parameter });
  }
  return edits;
}

/** The name of the innermost call around the problem. */
function callTokenBefore({ tokens, problemToken }: ProblemSite): number {
  let depth = 0;
  let token = problemToken;
  while (token > 0 && depth >= 0) {
    token--;
    if (isCloser(tokens.kind(token))) depth++;
    if (isOpener(tokens.kind(token))) depth--;
  }
  return token - 1;
}
