/** Fixes for problems of names. */

import * as l10n from '@vscode/l10n';
import { attributeHere, isAbsentValue } from '../foreign/constants.ts';
import { freeName } from '../names/references/freeName.ts';
import type { nameProblems } from '../problems/names.ts';
import { nameOf } from '../syntax/ast.ts';
import { insertAbove, moveAbove, moveBelow } from '../syntax/statementLines.ts';
import type { Range } from '../text/lines.ts';
import { type Fixes, removeArgumentFix, replacementFix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

export const nameFixes: Fixes<typeof nameProblems> = {
  'undefined-name': (site, name, similar, written) => {
    if (written !== undefined) return [replacementFix(site.problem, written)];
    if (isAbsentValue(name)) return [removeArgumentFix(site)];
    if (similar !== undefined) return [replacementFix(nameRange(site, name), similar)];
    const operatorToken = site.problemToken + 1;
    if (site.tokens.kind(operatorToken) === '==') return [replacementFix(site.tokens.range(operatorToken), '=')];
    const edit = site.outerStatement && insertAbove(site.context, site.outerStatement, `param ${name} = 1`);
    return edit ? [{ title: l10n.t`Add param ${name}`, edits: [edit], confidence: 'guess' }] : [];
  },
  'used-before-definition': (site, name) => {
    const { statement, context } = site;
    const definition = statement && site.siblings.find((other) => nameOf(other)?.name === name && other !== statement);
    const definitionStatement = definition ?? context.tree.statements.find((other) => nameOf(other)?.name === name);
    const usingStatement = definition ? statement : site.outerStatement;
    if (!usingStatement || !definitionStatement) return [];
    return [
      {
        title: l10n.t`Move the definition of ${name} above this statement`,
        edits: moveAbove(context, definitionStatement, usingStatement),
      },
      {
        title: l10n.t`Move this statement below the definition of ${name}`,
        edits: moveBelow(context, usingStatement, definitionStatement),
        confidence: 'guess',
      },
    ];
  },
  'no-members': (site, owner, member) => {
    const written = attributeHere(owner, member);
    if (written === undefined) return [];
    const index = /^\[(-?\d+)\]/.exec(site.text.slice(site.problem.end, site.problem.end + 20));
    if (member !== 'shape' || index === null) return [replacementFix(site.problem, written, { confidence: 'guess' })];
    const range = { start: site.problem.start, end: site.problem.end + index[0].length };
    return [replacementFix(range, `size(${owner}, ${index[1]})`)];
  },
  'duplicate-definition': (site, name) => [
    replacementFix(site.problem, freeName(name, site.context.module), { confidence: 'guess' }),
  ],
  'undefined-member': (site, owner, _member, _members, similar) => {
    if (similar === undefined) return [];
    const dot = site.text.indexOf('.', site.problem.start + owner.length);
    const start = site.tokens.start(site.tokenAtOrAfter(dot + 1));
    return [replacementFix({ start, end: site.problem.end }, similar)];
  },
};

/** The range of the name alone: in `h_2.W` that of the owner. */
function nameRange({ problem }: ProblemSite, name: string): Range {
  return { start: problem.start, end: Math.min(problem.end, problem.start + name.length) };
}
