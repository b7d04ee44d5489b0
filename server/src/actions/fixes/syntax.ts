/** Fixes of what can't be read. */

import * as l10n from '@vscode/l10n';
import { lineBreakOf, type Range } from '../../language/base/lines.ts';
import { isName } from '../../language/names/rename.ts';
import type { ProblemCode } from '../../language/problems/problems.ts';
import { isCloser, isOpener, type TokenKind } from '../../language/syntax/scan.ts';
import { closers } from '../../language/syntax/unexpected.ts';
import type { Edit } from '../../training/stepEdits.ts';
import { freeName } from '../freeName.ts';
import type { Site } from '../site.ts';
import { type Fix, type FixRows, inserting, removing, writing } from './fix.ts';

export const syntaxFixes: FixRows = {
  'unclosed-bracket': (site, _, closer) => {
    const wrong = wrongCloser(site);
    const end = site.statement?.end ?? site.found.end;
    const text = closer === '}' ? lineBreakOf(site.text) + closer : closer;
    const atWrong = wrong ? [writing(wrong, closer), inserting(wrong.start, closer)] : [];
    return [...atWrong, inserting(end, text)];
  },
  'stray-bracket': (site) => {
    let last = site.at;
    while (isCloser(site.tokens.kind(last + 1))) last++;
    return [removing(site, { start: site.found.start, end: site.tokens.end(last) })];
  },
  'missing-name': (site, keyword) => {
    const usual = { loss: 'L', data: 'X' }[keyword];
    if (usual === undefined || site.tokens.kind(site.at + 1) !== '=') return [];
    return [inserting(site.found.end, ` ${freeName(usual, site.snapshot.module)}`)];
  },
  'missing-approximately': (site) => {
    if (site.source(site.found) === '=') return [writing(site.found, '≈')];
    const signs = statementTokens(site).filter((at) => site.tokens.kind(at) === '==');
    return signs.length === 1 ? [writing(site.tokens.range(signs[0]), '≈')] : [];
  },
  'missing-optimizer': (site) => {
    const isOpen = site.tokens.kind(site.at + 1) === '(';
    return [inserting(site.found.end, isOpen ? ' sgd' : ' sgd(lr = 0.01)')];
  },
  'missing-path': (site) => {
    const rest = statementTokens(site).filter((at) => at > site.at);
    if (rest.length === 0) return [];
    const range = { start: site.tokens.start(rest[0]), end: site.tokens.end(rest.at(-1)!) };
    return [writing(range, `"${site.source(range).replace(/^'|'$/g, '')}"`)];
  },
  'incomplete-function': (site) => {
    const head = site.tokenFrom(site.found.end) + 1;
    if (site.tokens.kind(head) !== '(') return [];
    return [inserting(site.tokens.end(site.closerOf(head)), ' =')];
  },
  'incomplete-gradient': (site) => {
    const slash = site.tokenFrom(site.found.end);
    const [next, second, third] = [1, 2, 3].map((step) => site.tokens.kind(slash + step));
    if (next === 'name') return [inserting(site.tokens.start(slash + 1), '∂')];
    if (next !== '∂' || second !== '(' || third !== 'name') return [];
    const range = { start: site.tokens.start(slash + 2), end: site.tokens.end(slash + 4) };
    return [writing(range, site.tokens.text(slash + 3))];
  },
  'missing-operator': (site) => {
    const opener = openersBefore(site).at(-1);
    const isArgument = opener !== undefined && site.tokens.kind(opener - 1) === 'name';
    return [between(site, ' * '), ...(isArgument ? [between(site, ', ')] : [])];
  },
  'missing-comma': (site) => [between(site, ', ')],
  'decimal-comma': (site, whole, decimals) => {
    const number = { start: site.found.start - whole.length, end: site.found.end + decimals.length };
    const isTouching = site.source(number) === `${whole},${decimals}`;
    const decimal = writing(number, `${whole}.${decimals}`, { isCertain: true });
    const isDecimal = isTouching && isDigits(whole) && isDigits(decimals);
    return [...(isDecimal ? [decimal] : []), ...listFrom(site).map((fix) => ({ ...fix, isGuess: isDecimal }))];
  },
  'leading-plus': (site) => [
    removing(site, { start: site.found.start, end: site.tokens.start(site.at + 1) }, { isCertain: true }),
  ],
  'call-without-brackets': (site, name) => {
    const operand = { start: site.tokens.start(site.at + 1), end: site.valueEnd(site.at + 1) };
    return [writing({ start: site.found.start, end: operand.end }, `${name}(${site.source(operand)})`)];
  },
  'method-call': (site, name) => {
    const { at, tokens } = site;
    let first = at - 2;
    while (tokens.kind(first - 1) === '.' && tokens.kind(first - 2) === 'name') first -= 2;
    const owner = { start: tokens.start(first), end: tokens.end(at - 2) };
    const isLast = tokens.kind(at + 2) === ')';
    const text = `${name}(${site.source(owner)}${isLast ? '' : ', '}`;
    const range = { start: owner.start, end: tokens.start(at + 2) };
    return [{ ...writing(range, text), title: l10n.t`Write '${name}(${site.source(owner)}…)'` }];
  },
  'comment-sign': (site) => [writing(site.found, '#', { isCertain: true })],
  'unknown-keyword': (site, word, name, similar) =>
    similar === undefined
      ? [
          {
            ...removing(site, { start: site.found.start, end: site.found.end + blanksAt(site.text, site.found.end) }),
            title: l10n.t`Remove '${word}': a node is written ${name} = …`,
          },
        ]
      : [writing(site.found, similar)],
  'hyphen-in-name': (site, name) => {
    const { found, snapshot } = site;
    const [first] = site.source(found).split(/\s*-\s*/);
    const taken = snapshot.names.definitions.get(first);
    const isTaken = taken !== undefined && taken.kind !== 'broken';
    return [writtenEverywhere(site, isTaken ? [found] : placesOf(site, site.source(found)), name)];
  },
  'digit-before-name': (site, text) => [writtenEverywhere(site, placesOf(site, text), `_${text}`)],
  'unexpected-token': (site, token) => {
    const { tokens, at } = site;
    if (token === '==' && tokens.kind(at - 1) === 'name') return [writing(site.found, '=')];
    return token === ',' ? tuple(site) : closing(site, token);
  },
  'not-a-statement': (site) => {
    const values: readonly TokenKind[] = ['number', '(', '[', '∂', '-', '−'];
    if (!values.includes(site.tokens.kind(site.at))) return [];
    return [inserting(site.found.start, `${freeName('value', site.snapshot.module)} = `, { isGuess: true })];
  },
  'unexpected-character': (site) => characterFixes(site),
  'malformed-number': (site, text, product) => {
    if (/^\d+(_\d+)+$/.test(text)) return [writing(site.found, text.replaceAll('_', ''))];
    if (/^0[xob]/i.test(text)) return Number.isNaN(Number(text)) ? [] : [writing(site.found, String(Number(text)))];
    const isNaming = site.tokens.kind(site.at + 1) === '=';
    if (isNaming) return [writtenEverywhere(site, placesOf(site, text), `_${text}`)];
    return [writing(site.found, product)];
  },
};

/** Those with a fix that is certain. */
export const certainCodes: ReadonlySet<ProblemCode> = new Set([
  'decimal-comma',
  'leading-plus',
  'comment-sign',
  'unexpected-character',
]);

/** What people type in place of a character of the language, or their keyboards do. */
const characters: Readonly<Record<string, string>> = {
  '²': '^2',
  '³': '^3',
  '·': '*',
  '×': '*',
  '∗': '*',
  '÷': '/',
  '∕': '/',
  '–': '-',
  '—': '-',
  '≤': '<=',
  '≥': '>=',
  '≠': '!=',
};

function characterFixes(site: Site): Fix[] {
  const { found, text, tokens, at } = site;
  const character = site.source(found);
  const instead = characters[character] ?? fullWidth(character);
  if (instead !== undefined) return [writing(found, instead, { isCertain: true })];
  if (character === '√') {
    const operand = { start: tokens.start(at + 1), end: site.valueEnd(at + 1) };
    const inner = isOpener(tokens.kind(at + 1)) ? site.source(operand) : `(${site.source(operand)})`;
    return [writing({ start: found.start, end: operand.end }, `sqrt${inner}`)];
  }
  if (character === ';') {
    const end = found.end + blanksAt(text, found.end);
    const isLast = /^(?:#|[\r\n]|$)/.test(text.slice(end, end + 1));
    if (isLast) return [removing(site, found, { isCertain: true })];
    return [{ title: l10n.t('Begin a new line'), edits: [{ start: found.start, end, text: lineBreakOf(text) }] }];
  }
  if (/['‘’“”]/.test(character)) return quoted(site);
  if (character === '"') return [inserting(endOfLine(site), '"')];
  return /^\p{Cf}$/u.test(character)
    ? [{ title: l10n.t('Remove what can not be seen'), edits: [{ start: found.start, end: found.end, text: '' }] }]
    : [];
}

/** A character that keyboards for Chinese, Japanese and Korean type as wide as theirs. */
function fullWidth(character: string): string | undefined {
  const normal = character.normalize('NFKC');
  return /^[\uff01-\uff5e]$/.test(character) ? normal : undefined;
}

/** A text between quotes of another kind. */
function quoted({ found, text }: Site): Fix[] {
  const pattern = /['‘’“”]([^'"‘’“”\r\n]*)['‘’“”]/y;
  pattern.lastIndex = found.start;
  const [source, inner] = pattern.exec(text) ?? [];
  return source === undefined ? [] : [writing({ start: found.start, end: found.start + source.length }, `"${inner}"`)];
}

function endOfLine({ found, text }: Site): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = found.start;
  return found.start + rest.exec(text)![0].trimEnd().length;
}

/** The first bracket that closes what this one doesn't open, as in `(1]`. */
function wrongCloser(site: Site): Range | undefined {
  const { tokens, at: opener } = site;
  let depth = 0;
  for (let at = opener; tokens.kind(at) !== 'end' && tokens.end(at) <= (site.statement?.end ?? 0); at++) {
    if (isOpener(tokens.kind(at))) depth++;
    if (isCloser(tokens.kind(at)) && --depth === 0) return tokens.range(at);
  }
  return undefined;
}

/** Something between this token and the one before, in place of blanks. */
function between({ tokens, at, found }: Site, text: string): Fix {
  const range = { start: tokens.end(at - 1), end: found.start };
  return { ...writing(range, text), title: l10n.t`Insert '${text.trim()}'` };
}

/** `1, 5`: the numbers in brackets. */
function listFrom(site: Site): Fix[] {
  const { tokens, at } = site;
  const isItem = (token: number) => tokens.kind(token) === 'number';
  let last = at + 1;
  while (tokens.kind(last + 1) === ',' && isItem(last + 2)) last += 2;
  const first = tokens.kind(at - 2) === '-' && !isItem(at - 3) && tokens.kind(at - 3) !== 'name' ? at - 2 : at - 1;
  const range = { start: tokens.start(first), end: tokens.end(last) };
  return [
    writing(
      range,
      `[${site
        .source(range)
        .split(/\s*,\s*/)
        .join(', ')}]`,
    ),
  ];
}

/** The brackets that are open before the token, from the outermost on. */
function openersBefore({ tokens, at: end }: Site): number[] {
  const open: number[] = [];
  for (let at = 0; at < end; at++) {
    if (isOpener(tokens.kind(at))) open.push(at);
    if (isCloser(tokens.kind(at))) open.pop();
  }
  return open;
}

/** `expect sum(p ≈ 1`: what stands in no bracket shows where they should have been closed. */
function closing(site: Site, token: string): Fix[] {
  const open = openersBefore(site).map((opener) => closers[site.tokens.kind(opener)]);
  if (open.length === 0 || !['≈', '~=', 'within'].includes(token)) return [];
  return [inserting(site.tokens.end(site.at - 1), open.reverse().join(''))];
}

/** `(1, 2)`: a list, where the bracket is of no call. */
function tuple(site: Site): Fix[] {
  const { tokens } = site;
  const opener = openersBefore(site).at(-1);
  if (opener === undefined || tokens.kind(opener) !== '(') return [];
  const range = { start: tokens.start(opener), end: tokens.end(site.closerOf(opener)) };
  return [writing(range, `[${site.source(range).slice(1, -1)}]`)];
}

/** Where a misspelt name stands in the file, as a whole. */
function placesOf({ text, found }: Site, source: string): readonly Range[] {
  const parts = source.split(/\s*-\s*/).map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{ID_Continue}.-])${parts.join('-')}(?!\\p{ID_Continue}|\\s*\\()`, 'gu');
  const places = Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const isComment = ({ start }: Range) => text.slice(text.lastIndexOf('\n', start - 1) + 1, start).includes('#');
  return [found, ...places.filter((place) => place.start > found.end && !isComment(place))];
}

function writtenEverywhere(site: Site, places: readonly Range[], name: string): Fix {
  const edits: Edit[] = isName(name) ? places.map(({ start, end }) => ({ start, end, text: name })) : [];
  return { ...writing(site.found, name), edits };
}

/** The tokens of the statement, in its order. */
function statementTokens({ tokens, statement }: Site): number[] {
  const found: number[] = [];
  for (let at = 0; tokens.kind(at) !== 'end' && tokens.start(at) < (statement?.end ?? 0); at++)
    if (tokens.start(at) >= statement!.start) found.push(at);
  return found;
}

function blanksAt(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, offset + 100))![0].length;
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}
