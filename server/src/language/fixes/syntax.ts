/** Fixes for problems of syntax. */

import * as l10n from '@vscode/l10n';
import { replacementOf, scriptHere } from '../foreign/unicode.ts';
import { freeName } from '../names/references/freeName.ts';
import { isName } from '../names/references/renameCheck.ts';
import type { syntaxProblems } from '../problems/syntax.ts';
import { closers } from '../syntax/errors/explainUnexpected.ts';
import { isCloser, isOpener } from '../syntax/scanner.ts';
import type { Edit } from '../text/edits.ts';
import { lineBreakOf, type Range } from '../text/lines.ts';
import { type Fix, type Fixes, insertionFix, removalFix, replacementFix, withConfidence } from './fix.ts';
import { methodCallFixes } from './foreign.ts';
import type { ProblemSite } from './problemSite.ts';

export const syntaxFixes: Fixes<typeof syntaxProblems> = {
  'unclosed-bracket': (site, _, closer) => {
    const mismatched = mismatchedCloser(site);
    const end = site.statement?.end ?? site.problem.end;
    const text = closer === '}' ? lineBreakOf(site.text) + closer : closer;
    const mismatchFixes = mismatched
      ? [replacementFix(mismatched, closer), insertionFix(mismatched.start, closer)]
      : [];
    return [...mismatchFixes, insertionFix(end, text)];
  },
  'stray-bracket': (site) => {
    let lastToken = site.problemToken;
    while (isCloser(site.tokens.kind(lastToken + 1))) lastToken++;
    return [removalFix(site, { start: site.problem.start, end: site.tokens.end(lastToken) })];
  },
  'missing-name': (site, keyword) => {
    const defaultName = { loss: 'L', data: 'X' }[keyword];
    if (defaultName === undefined || site.tokens.kind(site.problemToken + 1) !== '=') return [];
    return [insertionFix(site.problem.end, ` ${freeName(defaultName, site.context.module)}`)];
  },
  'missing-comparison': (site) => {
    if (site.sourceOf(site.problem) === '=') return [replacementFix(site.problem, '≈')];
    const equalsTokens = statementTokens(site).filter((token) => site.tokens.kind(token) === '==');
    return equalsTokens.length === 1 ? [replacementFix(site.tokens.range(equalsTokens[0]), '≈')] : [];
  },
  'missing-optimizer': (site) => {
    const setting = site.problemToken + 1;
    if (site.tokens.kind(setting) === 'name') {
      const end = site.statement?.end ?? site.problem.end;
      const settings = site.sourceOf({ start: site.tokens.start(setting), end });
      return [replacementFix({ start: site.tokens.start(setting), end }, `sgd(${settings})`)];
    }
    const isOpen = site.tokens.kind(site.problemToken + 1) === '(';
    return [insertionFix(site.problem.end, isOpen ? ' sgd' : ' sgd(lr = 0.01)')];
  },
  'missing-path': (site) => {
    const rest = statementTokens(site).filter((token) => token > site.problemToken);
    if (rest.length === 0) return [];
    const range = { start: site.tokens.start(rest[0]), end: site.tokens.end(rest.at(-1)!) };
    return [replacementFix(range, `"${site.sourceOf(range).replace(/^'|'$/g, '')}"`)];
  },
  'incomplete-function': (site) => {
    const openerToken = site.tokenAtOrAfter(site.problem.end) + 1;
    if (site.tokens.kind(openerToken) !== '(') return [];
    return [insertionFix(site.tokens.end(site.closerOf(openerToken)), ' =')];
  },
  'incomplete-gradient': (site) => {
    const slash = site.tokenAtOrAfter(site.problem.end);
    const [next, second, third] = [1, 2, 3].map((step) => site.tokens.kind(slash + step));
    if (next === 'name') return [insertionFix(site.tokens.start(slash + 1), '∂')];
    if (next !== '∂' || second !== '(' || third !== 'name') return [];
    const range = { start: site.tokens.start(slash + 2), end: site.tokens.end(slash + 4) };
    return [replacementFix(range, site.tokens.text(slash + 3))];
  },
  'missing-operator': (site) => {
    const opener = unclosedOpeners(site).at(-1);
    const isArgument = opener !== undefined && site.tokens.kind(opener - 1) === 'name';
    return [insertBeforeProblem(site, ' * '), ...(isArgument ? [insertBeforeProblem(site, ', ')] : [])];
  },
  'missing-comma': (site) => [insertBeforeProblem(site, ', ')],
  'decimal-comma': (site, integerPart, fractionPart) => {
    const numberRange = { start: site.problem.start - integerPart.length, end: site.problem.end + fractionPart.length };
    const isAdjacent = site.sourceOf(numberRange) === `${integerPart},${fractionPart}`;
    const decimal = replacementFix(numberRange, `${integerPart}.${fractionPart}`, { confidence: 'certain' });
    const isDecimal = isAdjacent && isDigits(integerPart) && isDigits(fractionPart);
    return [...(isDecimal ? [decimal] : []), ...withConfidence(listFixes(site), isDecimal ? 'guess' : 'likely')];
  },
  'leading-plus': (site) => [
    removalFix(
      site,
      { start: site.problem.start, end: site.tokens.start(site.problemToken + 1) },
      { confidence: 'certain' },
    ),
  ],
  'call-without-parentheses': (site, name) => {
    const operand = { start: site.tokens.start(site.problemToken + 1), end: site.valueEnd(site.problemToken + 1) };
    return [replacementFix({ start: site.problem.start, end: operand.end }, `${name}(${site.sourceOf(operand)})`)];
  },
  'method-call': (site, name, written) => methodCallFixes(site, name, written),
  'wrong-comment-marker': (site) => {
    const source = site.sourceOf(site.problem);
    const isMarker = !/^["']/.test(source);
    const isBlock = source.startsWith('/*');
    return isBlock
      ? [commentFix(site)]
      : [
          isMarker
            ? replacementFix(site.problem, '#', { confidence: 'certain' })
            : insertionFix(site.problem.start, '# '),
        ];
  },
  'unknown-keyword': (site, word, name, similar) =>
    similar === undefined
      ? [
          {
            ...removalFix(site, {
              start: site.problem.start,
              end: site.problem.end + whitespaceLength(site.text, site.problem.end),
            }),
            title: l10n.t`Remove '${word}' to define the node ${name}`,
          },
        ]
      : [replacementFix(site.problem, similar)],
  'hyphen-in-name': (site, name) => {
    const { problem, context } = site;
    const [firstName] = site.sourceOf(problem).split(/\s*-\s*/);
    const existing = context.names.definitions.get(firstName);
    const isTaken = existing !== undefined && existing.kind !== 'broken';
    return [renameEverywhere(site, isTaken ? [problem] : occurrencesOf(site, site.sourceOf(problem)), name)];
  },
  'digit-before-name': (site, text) => [renameEverywhere(site, occurrencesOf(site, text), `_${text}`)],
  'unexpected-token': (site, token) => {
    const { tokens, problemToken } = site;
    if (token === '==' && tokens.kind(problemToken - 1) === 'name') return [replacementFix(site.problem, '=')];
    return token === ',' ? tupleFixes(site) : closingFixes(site, token);
  },
  'not-a-statement': (site, _, isValue) => {
    if (!isValue) return [];
    return [insertionFix(site.problem.start, `${freeName('value', site.context.module)} = `, { confidence: 'guess' })];
  },
  'unexpected-character': (site) => characterFixes(site),
  'malformed-number': (site, text, product) => {
    if (/^\d+(_\d+)+$/.test(text)) return [replacementFix(site.problem, text.replaceAll('_', ''))];
    if (/^0[xob]/i.test(text))
      return Number.isNaN(Number(text)) ? [] : [replacementFix(site.problem, String(Number(text)))];
    const isNaming = site.tokens.kind(site.problemToken + 1) === '=';
    if (isNaming) return [renameEverywhere(site, occurrencesOf(site, text), `_${text}`)];
    return [replacementFix(site.problem, product)];
  },
};

/** Turns a comment between two markers into one of this language. */
function commentFix(site: ProblemSite): Fix {
  const end = endOfLine(site);
  const text = site.text
    .slice(site.problem.end, end)
    .replace(/\*+\/$/, '')

    .trim();
  return replacementFix({ start: site.problem.start, end }, `# ${text}`, { confidence: 'certain' });
}

function characterFixes(site: ProblemSite): Fix[] {
  const { problem, text, tokens, problemToken } = site;
  const character = site.sourceOf(problem);
  if (character === '√') {
    const operand = { start: tokens.start(problemToken + 1), end: site.valueEnd(problemToken + 1) };
    const inner = isOpener(tokens.kind(problemToken + 1)) ? site.sourceOf(operand) : `(${site.sourceOf(operand)})`;
    return [replacementFix({ start: problem.start, end: operand.end }, `sqrt${inner}`)];
  }
  if (character === '‖') {
    const inner = /^([^‖\r\n]+)‖/.exec(text.slice(problem.end))?.[1];
    const end = problem.end + (inner?.length ?? 0) + 1;
    return inner === undefined ? [] : [replacementFix({ start: problem.start, end }, `norm(${inner.trim()})`)];
  }
  const replacement = scriptHere(character) ?? replacementOf(character) ?? fromFullWidth(character);
  if (replacement !== undefined) return [replacementFix(problem, replacement, { confidence: 'certain' })];
  if (character === ';') {
    const end = problem.end + whitespaceLength(text, problem.end);
    const isLast = /^(?:#|[\r\n]|$)/.test(text.slice(end, end + 1));
    if (isLast) return [removalFix(site, problem, { confidence: 'certain' })];
    return [{ title: l10n.t('Start a new line'), edits: [{ start: problem.start, end, text: lineBreakOf(text) }] }];
  }
  if (/['‘’“”]/.test(character)) return quoteFixes(site);
  if (character === '"') return [insertionFix(endOfLine(site), '"')];
  return /^\p{Cf}$/u.test(character)
    ? [{ title: l10n.t('Remove invisible characters'), edits: [{ start: problem.start, end: problem.end, text: '' }] }]
    : [];
}

/** The ASCII character for a full-width one, as Chinese, Japanese and Korean keyboards type it. */
function fromFullWidth(character: string): string | undefined {
  const normal = character.normalize('NFKC');
  return /^[\uff01-\uff5e]$/.test(character) ? normal : undefined;
}

/** A string between quotes of another kind. */
function quoteFixes({ problem, text }: ProblemSite): Fix[] {
  const pattern = /['‘’“”]([^'"‘’“”\r\n]*)['‘’“”]/y;
  pattern.lastIndex = problem.start;
  const [source, inner] = pattern.exec(text) ?? [];
  return source === undefined
    ? []
    : [replacementFix({ start: problem.start, end: problem.start + source.length }, `"${inner}"`)];
}

function endOfLine({ problem, text }: ProblemSite): number {
  const rest = /[^\r\n]*/y;
  rest.lastIndex = problem.start;
  return problem.start + rest.exec(text)![0].trimEnd().length;
}

/** The first closing bracket of another kind than the opening one, as in `(1]`. */
function mismatchedCloser(site: ProblemSite): Range | undefined {
  const { tokens, problemToken: opener } = site;
  let depth = 0;
  for (let token = opener; tokens.kind(token) !== 'end' && tokens.end(token) <= (site.statement?.end ?? 0); token++) {
    if (isOpener(tokens.kind(token))) depth++;
    if (isCloser(tokens.kind(token)) && --depth === 0) return tokens.range(token);
  }
  return undefined;
}

/** Inserts text between this token and the previous one, in place of whitespace. */
function insertBeforeProblem({ tokens, problemToken, problem }: ProblemSite, text: string): Fix {
  const range = { start: tokens.end(problemToken - 1), end: problem.start };
  return { ...replacementFix(range, text), title: l10n.t`Insert '${text.trim()}'` };
}

/** Puts `1, 5` in brackets. */
function listFixes(site: ProblemSite): Fix[] {
  const { tokens, problemToken } = site;
  const isItem = (token: number) => tokens.kind(token) === 'number';
  let lastToken = problemToken + 1;
  while (tokens.kind(lastToken + 1) === ',' && isItem(lastToken + 2)) lastToken += 2;
  const firstToken =
    tokens.kind(problemToken - 2) === '-' && !isItem(problemToken - 3) && tokens.kind(problemToken - 3) !== 'name'
      ? problemToken - 2
      : problemToken - 1;
  const range = { start: tokens.start(firstToken), end: tokens.end(lastToken) };
  return [
    replacementFix(
      range,
      `[${site
        .sourceOf(range)
        .split(/\s*,\s*/)
        .join(', ')}]`,
    ),
  ];
}

/** Brackets that are open before the token, the outermost first. */
function unclosedOpeners({ tokens, problemToken: end }: ProblemSite): number[] {
  const openers: number[] = [];
  for (let token = 0; token < end; token++) {
    if (isOpener(tokens.kind(token))) openers.push(token);
    if (isCloser(tokens.kind(token))) openers.pop();
  }
  return openers;
}

/** Closes the brackets of `expect sum(p ≈ 1` before a token that only occurs outside brackets. */
function closingFixes(site: ProblemSite, token: string): Fix[] {
  const missingClosers = unclosedOpeners(site).map((opener) => closers[site.tokens.kind(opener)]);
  if (missingClosers.length === 0 || !['≈', '~=', 'within'].includes(token)) return [];
  return [insertionFix(site.tokens.end(site.problemToken - 1), missingClosers.reverse().join(''))];
}

/** Turns `(1, 2)` into a list, unless the parenthesis belongs to a call. */
function tupleFixes(site: ProblemSite): Fix[] {
  const { tokens } = site;
  const opener = unclosedOpeners(site).at(-1);
  if (opener === undefined || tokens.kind(opener) !== '(') return [];
  const range = { start: tokens.start(opener), end: tokens.end(site.closerOf(opener)) };
  return [replacementFix(range, `[${site.sourceOf(range).slice(1, -1)}]`)];
}

/** All occurrences of a misspelled name in the file, as a whole word. */
function occurrencesOf({ text, problem }: ProblemSite, source: string): readonly Range[] {
  const parts = source.split(/\s*-\s*/).map((part) => part.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'));
  const pattern = new RegExp(`(?<![\\p{ID_Continue}.-])${parts.join('-')}(?!\\p{ID_Continue}|\\s*\\()`, 'gu');
  const occurrences = Array.from(text.matchAll(pattern), ({ index, 0: { length } }) => ({
    start: index,
    end: index + length,
  }));
  const isComment = ({ start }: Range) => text.slice(text.lastIndexOf('\n', start - 1) + 1, start).includes('#');
  return [problem, ...occurrences.filter((occurrence) => occurrence.start > problem.end && !isComment(occurrence))];
}

function renameEverywhere(site: ProblemSite, occurrences: readonly Range[], name: string): Fix {
  const edits: Edit[] = isName(name) ? occurrences.map(({ start, end }) => ({ start, end, text: name })) : [];
  return { ...replacementFix(site.problem, name), edits };
}

/** Indices of the statement's tokens. */
function statementTokens({ tokens, statement }: ProblemSite): number[] {
  const tokenIndices: number[] = [];
  for (let token = 0; tokens.kind(token) !== 'end' && tokens.start(token) < (statement?.end ?? 0); token++)
    if (tokens.start(token) >= statement!.start) tokenIndices.push(token);
  return tokenIndices;
}

function whitespaceLength(text: string, offset: number): number {
  return /^[ \t]*/.exec(text.slice(offset, offset + 100))![0].length;
}

function isDigits(text: string): boolean {
  return /^\d+$/.test(text);
}
