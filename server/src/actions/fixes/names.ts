/** Fixes of names, of what is called, and of where a statement stands. */

import * as l10n from '@vscode/l10n';
import { reductions } from '../../engine/ir/operator.ts';
import { findSimilarName } from '../../language/base/findSimilarName.ts';
import type { Range } from '../../language/base/lines.ts';
import {
  type Expression,
  isDefinition,
  isValueDefinition,
  nameOf,
  rangeIn,
  type Statement,
} from '../../language/syntax/nodes.ts';
import { functionAt } from '../../language/syntax/tree.ts';
import { freeName } from '../freeName.ts';
import type { ProblemSite } from '../problemSite.ts';
import { insertAbove, insertBelow, moveAbove, moveBelow, removeStatement } from '../statementLines.ts';
import { type Fix, type FixProviders, removalFix, replacementFix } from './fix.ts';

/** What other languages have names for, and this one writes. */
const constantValues: Readonly<Record<string, string>> = {
  true: '1',
  True: '1',
  false: '0',
  False: '0',
  pi: String(Math.PI),
  PI: String(Math.PI),
  π: String(Math.PI),
};

export const nameFixes: FixProviders = {
  'undefined-name': (site, name, similar) => {
    if (similar !== undefined) return [replacementFix(nameRange(site, name), similar)];
    const operatorToken = site.problemToken + 1;
    if (site.tokens.kind(operatorToken) === '==') return [replacementFix(site.tokens.range(operatorToken), '=')];
    if (Object.hasOwn(constantValues, name)) return [replacementFix(site.problem, constantValues[name])];
    const edit = site.outerStatement && insertAbove(site.snapshot, site.outerStatement, `param ${name} = 1`);
    return edit ? [{ title: l10n.t`Add param ${name}`, edits: [edit], isGuess: true }] : [];
  },
  'used-before-definition': (site, name) => {
    const { statement, snapshot } = site;
    const definition = statement && siblings(site).find((other) => nameOf(other)?.name === name && other !== statement);
    const definitionStatement = definition ?? snapshot.tree.statements.find((other) => nameOf(other)?.name === name);
    const usingStatement = definition ? statement : site.outerStatement;
    if (!usingStatement || !definitionStatement) return [];
    return [
      {
        title: l10n.t`Move the definition of ${name} above`,
        edits: moveAbove(snapshot, definitionStatement, usingStatement),
      },
      {
        title: l10n.t`Move this statement below the definition of ${name}`,
        edits: moveBelow(snapshot, usingStatement, definitionStatement),
        isGuess: true,
      },
    ];
  },
  'defined-twice': (site, name) => [
    replacementFix(site.problem, freeName(name, site.snapshot.module), { isGuess: true }),
  ],
  'undefined-function': (site, _, similar) => didYouMean(site, similar),
  'undefined-optimizer': (site, _name, _known, similar) => didYouMean(site, similar),
  'undefined-initialiser': (site, _name, _known, similar) => didYouMean(site, similar),
  'undefined-member': (site, owner, _member, _members, similar) => {
    if (similar === undefined) return [];
    const dot = site.text.indexOf('.', site.problem.start + owner.length);
    const start = site.tokens.start(site.tokenAtOrAfter(dot + 1));
    return [replacementFix({ start, end: site.problem.end }, similar)];
  },
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
    return [{ title: l10n.t`Insert '${argumentText}'`, edits: [edit], isGuess: true }];
  },
  'argument-twice': (site) => [{ ...removeArgumentFix(site), isGuess: true }],
  'not-a-list': (site) => {
    const call = enclosingExpressions(site).find(
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
    const index = enclosingExpressions(site).find(
      (expression) =>
        expression.kind === 'index' &&
        site.rangeOf(expression).end > site.problem.end &&
        expression.indices.length === 1,
    );
    if (index?.kind !== 'index' || index.indices[0].kind !== 'at' || index.indices[0].at.kind === 'number') return [];
    const operand = site.sourceOf(site.rangeOf(index.operand));
    return [replacementFix(site.rangeOf(index), `gather(${operand}, ${site.sourceOf(site.problem)})`)];
  },
  'not-constant': (site, made, name, kind) => {
    const definition = site.snapshot.names.definitions.get(name);
    const isOwn = kind === 'param' && definition?.kind === 'param';
    const constFixes = isOwn ? [changeKeywordFix(definition, 'const', l10n.t`Make ${name} a const`)] : [];
    return [...nodeFixes(site, made === 'param'), ...constFixes.map((fix) => ({ ...fix, isGuess: true }))];
  },
  'depends-on-param': (site, made) => nodeFixes(site, made === 'param'),
  'param-not-here': (site) => nodeFixes(site, false),
  'missing-return': (site) => {
    const last = siblings(site).at(-1);
    if (!last || !isValueDefinition(last)) return [];
    const result = `return ${last.name.name}`;
    const edit = insertBelow(site.snapshot, last, result);
    return edit ? [{ title: l10n.t`Insert '${result}'`, edits: [edit] }] : [];
  },
  'after-return': (site) => {
    const last = siblings(site).at(-1);
    if (!last || !site.statement) return [];
    return [{ title: l10n.t("Move 'return' to the end"), edits: moveBelow(site.snapshot, site.statement, last) }];
  },
  'not-in-function': (site, keyword) => (keyword === 'loss' || keyword === 'data' ? nodeFixes(site, false) : []),
  'trained-twice': (site) =>
    site.statement
      ? [
          {
            title: l10n.t('Remove this statement'),
            edits: removeStatement(site.snapshot, site.statement),
            isGuess: true,
          },
        ]
      : [],
};

function didYouMean(site: ProblemSite, similar: string | undefined): readonly Fix[] {
  return similar === undefined ? [] : [replacementFix(site.problem, similar)];
}

/** Of `h_2.W` the owner alone is the name. */
function nameRange({ problem }: ProblemSite, name: string): Range {
  return { start: problem.start, end: Math.min(problem.end, problem.start + name.length) };
}

/** The statements beside the one that is wrong: of the body that it stands in, or of the file. */
function siblings({ snapshot, problem }: ProblemSite): readonly Statement[] {
  return functionAt(snapshot.tree, problem.start)?.body ?? snapshot.tree.statements;
}

/** The expressions that cover what is wrong, the innermost first. */
export function enclosingExpressions(site: ProblemSite): readonly Expression[] {
  const { snapshot, problem, outerStatement } = site;
  if (outerStatement === undefined) return [];
  return snapshot.tree.expressionsIn(outerStatement).filter((expression) => {
    const { start, end } = site.rangeOf(expression);
    return start <= problem.start && problem.end <= end;
  });
}

/** Without its keyword a statement is a node, which may be made of everything. */
function nodeFixes(site: ProblemSite, isGuess: boolean): readonly Fix[] {
  const { statement } = site;
  if (!statement || !isDefinition(statement) || statement.kind === 'node') return [];
  const fix = changeKeywordFix(statement, undefined, l10n.t`Make ${statement.name.name} a node`);
  return [isGuess ? { ...fix, isGuess } : fix];
}

/** A statement with another keyword, or without one. */
export function changeKeywordFix(statement: Statement, keyword: string | undefined, title: string): Fix {
  const { start: end } = rangeIn(statement, nameOf(statement)!);
  return { title, edits: [{ start: statement.start, end, text: keyword === undefined ? '' : `${keyword} ` }] };
}

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
