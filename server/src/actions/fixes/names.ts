/** Fixes of names, of what is called, and of where a statement stands. */

import * as l10n from '@vscode/l10n';
import { reductions } from '../../engine/ir/operator.ts';
import type { Range } from '../../language/base/lines.ts';
import { similarName } from '../../language/base/suggest.ts';
import {
  type Expression,
  functionAt,
  isDefinition,
  isNaming,
  nameOf,
  type Statement,
} from '../../language/syntax/tree.ts';
import { freeName } from '../freeName.ts';
import type { Site } from '../site.ts';
import { movedAbove, movedBelow, removed, writtenAbove, writtenBelow } from '../statementLines.ts';
import { type Fix, type FixRows, removing, writing } from './fix.ts';

/** What other languages have names for, and this one writes. */
const asNumbers: Readonly<Record<string, string>> = {
  true: '1',
  True: '1',
  false: '0',
  False: '0',
  pi: String(Math.PI),
  PI: String(Math.PI),
  π: String(Math.PI),
};

export const nameFixes: FixRows = {
  'undefined-name': (site, name, similar) => {
    if (similar !== undefined) return [writing(nameRange(site, name), similar)];
    const sign = site.at + 1;
    if (site.tokens.kind(sign) === '==') return [writing(site.tokens.range(sign), '=')];
    if (Object.hasOwn(asNumbers, name)) return [writing(site.found, asNumbers[name])];
    const edit = site.outer && writtenAbove(site.snapshot, site.outer, `param ${name} = 1`);
    return edit ? [{ title: l10n.t`Add param ${name}`, edits: [edit], isGuess: true }] : [];
  },
  'used-before-definition': (site, name) => {
    const { statement, snapshot } = site;
    const definition = statement && siblings(site).find((other) => nameOf(other)?.name === name && other !== statement);
    const outer = definition ?? snapshot.tree.statements.find((other) => nameOf(other)?.name === name);
    const user = definition ? statement : site.outer;
    if (!user || !outer) return [];
    return [
      { title: l10n.t`Move the definition of ${name} above`, edits: movedAbove(snapshot, outer, user) },
      {
        title: l10n.t`Move this statement below the definition of ${name}`,
        edits: movedBelow(snapshot, user, outer),
        isGuess: true,
      },
    ];
  },
  'defined-twice': (site, name) => [writing(site.found, freeName(name, site.snapshot.module), { isGuess: true })],
  'undefined-function': (site, _, similar) => didYouMean(site, similar),
  'undefined-optimizer': (site, _name, _known, similar) => didYouMean(site, similar),
  'undefined-initialiser': (site, _name, _known, similar) => didYouMean(site, similar),
  'undefined-member': (site, owner, _member, _members, similar) => {
    if (similar === undefined) return [];
    const point = site.text.indexOf('.', site.found.start + owner.length);
    const start = site.tokens.start(site.tokenFrom(point + 1));
    return [writing({ start, end: site.found.end }, similar)];
  },
  'unknown-argument': (site, _callee, name, signature) => {
    const known = Array.from(signature.matchAll(/[(,]\s*([\p{ID_Start}_]\p{ID_Continue}*)/gu), ([, word]) => word);
    return didYouMean(site, similarName(name, known));
  },
  'not-a-reduction': (site) => {
    const similar = similarName(site.source(site.found).replaceAll('"', ''), reductions);
    return similar === undefined ? [] : [writing(site.found, `"${similar}"`)];
  },
  'missing-argument': (site, _, parameter) => {
    const open = site.at + 1;
    if (site.tokens.kind(open) !== '(') return [];
    const close = site.closerOf(open);
    const isFirst = site.tokens.kind(close - 1) === '(' || site.tokens.kind(close - 1) === ',';
    const at = site.tokens.end(close - 1);
    const given = `${parameter} = 1`;
    const edit = { start: at, end: at, text: isFirst ? given : `, ${given}` };
    return [{ title: l10n.t`Insert '${given}'`, edits: [edit], isGuess: true }];
  },
  'argument-twice': (site) => [{ ...argumentRemoved(site), isGuess: true }],
  'not-a-list': (site) => {
    const call = expressionsAround(site).find(
      (expression) =>
        expression.kind === 'call' && expression.arguments.some(({ value }) => value.start === site.found.start),
    );
    if (call?.kind !== 'call') return [];
    const placed = call.arguments.filter(({ keyword }) => keyword === undefined);
    if (placed.length === 0) return [];
    const range = { start: placed[0].value.start, end: placed.at(-1)!.value.end };
    return [writing(range, `[${site.source(range)}]`)];
  },
  'not-an-index': (site) => {
    const index = expressionsAround(site).find(
      (expression) => expression.kind === 'index' && expression.end > site.found.end && expression.indices.length === 1,
    );
    if (index?.kind !== 'index' || index.indices[0].kind !== 'at' || index.indices[0].at.kind === 'number') return [];
    return [writing(index, `gather(${site.source(index.operand)}, ${site.source(site.found)})`)];
  },
  'not-constant': (site, made, name, kind) => {
    const definition = site.snapshot.names.definitions.get(name);
    const isOwn = kind === 'param' && definition?.kind === 'param';
    const asConst = isOwn ? [otherKeyword(definition, 'const', l10n.t`Make ${name} a const`)] : [];
    return [...asNode(site, made === 'param'), ...asConst.map((fix) => ({ ...fix, isGuess: true }))];
  },
  'depends-on-param': (site, made) => asNode(site, made === 'param'),
  'param-not-here': (site) => asNode(site, false),
  'missing-return': (site) => {
    const last = siblings(site).at(-1);
    if (!last || !isNaming(last)) return [];
    const result = `return ${last.name.name}`;
    const edit = writtenBelow(site.snapshot, last, result);
    return edit ? [{ title: l10n.t`Insert '${result}'`, edits: [edit] }] : [];
  },
  'after-return': (site) => {
    const last = siblings(site).at(-1);
    if (!last || !site.statement) return [];
    return [{ title: l10n.t("Move 'return' to the end"), edits: movedBelow(site.snapshot, site.statement, last) }];
  },
  'not-in-function': (site, keyword) => (keyword === 'loss' || keyword === 'data' ? asNode(site, false) : []),
  'trained-twice': (site) =>
    site.statement
      ? [{ title: l10n.t('Remove this statement'), edits: removed(site.snapshot, site.statement), isGuess: true }]
      : [],
};

function didYouMean(site: Site, similar: string | undefined): readonly Fix[] {
  return similar === undefined ? [] : [writing(site.found, similar)];
}

/** Of `h_2.W` the owner alone is the name. */
function nameRange({ found }: Site, name: string): Range {
  return { start: found.start, end: Math.min(found.end, found.start + name.length) };
}

/** The statements beside the one that is wrong: of the body that it stands in, or of the file. */
function siblings({ snapshot, found }: Site): readonly Statement[] {
  return functionAt(snapshot.tree, found.start)?.body ?? snapshot.tree.statements;
}

/** The expressions that cover what is wrong, the innermost first. */
export function expressionsAround({ snapshot, found, outer }: Site): readonly Expression[] {
  if (outer === undefined) return [];
  return snapshot.tree.expressionsIn(outer).filter(({ start, end }) => start <= found.start && found.end <= end);
}

/** Without its keyword a statement is a node, which may be made of everything. */
function asNode(site: Site, isGuess: boolean): readonly Fix[] {
  const { statement } = site;
  if (!statement || !isDefinition(statement) || statement.kind === 'node') return [];
  const fix = otherKeyword(statement, undefined, l10n.t`Make ${statement.name.name} a node`);
  return [isGuess ? { ...fix, isGuess } : fix];
}

/** A statement with another keyword, or without one. */
export function otherKeyword(statement: Statement, keyword: string | undefined, title: string): Fix {
  const { start: end } = nameOf(statement)!;
  return { title, edits: [{ start: statement.start, end, text: keyword === undefined ? '' : `${keyword} ` }] };
}

/** An argument with its keyword and the comma before it. */
function argumentRemoved(site: Site): Fix {
  const { tokens } = site;
  let first = site.at - 1;
  if (tokens.kind(first) === '=') first -= 2;
  const range = { start: tokens.start(first), end: site.found.end };
  return {
    ...removing(site, { start: tokens.start(first + 1), end: site.found.end }),
    edits: [{ ...range, text: '' }],
  };
}
