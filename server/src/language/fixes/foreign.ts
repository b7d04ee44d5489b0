/** Fixes for notations of other languages. */

import * as l10n from '@vscode/l10n';
import { parameterFor } from '../foreign/arguments.ts';
import { fromLatex } from '../foreign/latex.ts';
import { optimizerFor } from '../foreign/optimizers.ts';
import { freeName } from '../names/references/freeName.ts';
import type { foreignProblems } from '../problems/foreign.ts';
import { chainStart } from '../syntax/errors/foreignCalls.ts';
import { isCloser, isOpener } from '../syntax/scanner.ts';
import { lineBreakOf, type Range } from '../text/lines.ts';
import { type Fix, type Fixes, insertionFix, replacementFix } from './fix.ts';
import { foreignCallFixes } from './foreignCalls.ts';
import type { ProblemSite } from './problemSite.ts';

export const foreignFixes: Fixes<typeof foreignProblems> = {
  'foreign-statement': (site, kind, word) => {
    switch (kind) {
      case 'definition':
        return [insertionFix(site.problem.start, 'fn ')];
      case 'annotation':
        return [replacementFix(site.problem, '', { title: l10n.t`Remove '${site.sourceOf(site.problem)}'` })];
      case 'attribute':
        return [replacementFix(site.problem, word)];
      case 'function':
        return functionFixes(site);
      case 'assignment':
        return assignmentFixes(site, word);
      default:
        return [];
    }
  },
  latex: (site) => {
    const { statement } = site;
    const written = statement && fromLatex(site.sourceOf(statement));
    if (statement === undefined || written === undefined) return [];
    return [written === '' ? removeLineFix(site) : rewriteStatement(statement, written)];
  },
  'needless-statement': (site) => [removeLineFix(site)],
  'foreign-operator': (site, operator) => operatorFixes(site, operator),
  'module-prefix': (site) => {
    const { tokens, problemToken, problem } = site;
    const nameToken = lastToken(site, problem);
    const name = tokens.text(nameToken);
    const optimizer = optimizerFor(name);
    return optimizer === undefined
      ? foreignCallFixes(site, problemToken, nameToken + 1, name.replace(/_$/, ''))
      : optimizerFixes(site, nameToken + 1, optimizer);
  },
};

/** Turns the method call at the problem into a call of a function. */
export function methodCallFixes(site: ProblemSite, name: string, written?: string): readonly Fix[] {
  const { tokens, problemToken } = site;
  const first = operandStart(site, problemToken - 2);
  const owner = site.sourceOf({ start: tokens.start(first), end: tokens.end(problemToken - 2) });
  const opener = problemToken + 1;
  const closer = site.closerOf(opener);
  if (written === undefined || (written !== owner && written !== `${owner}.T`))
    return foreignCallFixes(site, first, opener, name, owner);
  const range = { start: tokens.start(first), end: tokens.end(closer) };
  return [replacementFix(range, written, { confidence: 'certain' })];
}

/** The first token of the value that ends at a token: a name or brackets with all indices, members and arguments. */
function operandStart({ tokens }: ProblemSite, last: number): number {
  let first = last;
  for (;;) {
    const hasBrackets = isCloser(tokens.kind(first));
    if (hasBrackets) {
      let depth = 0;
      do {
        if (isCloser(tokens.kind(first))) depth++;
        if (isOpener(tokens.kind(first))) depth--;
        if (depth > 0) first--;
      } while (depth > 0 && first > 0);
    }
    const isAttached = tokens.end(first - 1) === tokens.start(first) && first > 0;
    const previous = tokens.kind(first - 1);
    if (isAttached && hasBrackets && (previous === 'name' || isCloser(previous))) first--;
    else if (tokens.kind(first) === 'name' && previous === '.') first = chainStart(tokens, first);
    else return first;
    if (tokens.kind(first) === 'name' && tokens.kind(first - 1) !== '.') return first;
  }
}

function lastToken({ tokens, problemToken }: ProblemSite, { end }: Range): number {
  let token = problemToken;
  while (tokens.end(token) < end) token++;
  return token;
}

/** Removes the line of the statement. */
function removeLineFix(site: ProblemSite): Fix {
  const { lines, text } = site.context;
  const { start, end } = site.statement ?? site.problem;
  const [first, last] = [lines.positionAt(start).line, lines.positionAt(end).line];
  const isLast = last + 1 === lines.count;
  const breakLength = isLast && first > 0 ? lineBreakOf(text).length : 0;
  const range = {
    start: Math.max(text.startsWith('\ufeff') ? 1 : 0, lines.offsetAt({ line: first, character: 0 }) - breakLength),
    end: isLast ? text.length : lines.offsetAt({ line: last + 1, character: 0 }),
  };
  return { title: l10n.t('Remove this line'), edits: [{ ...range, text: '' }] };
}

/** Turns `def f(x):` with its block, or `f = lambda x: 2 * x`, into a function of this language. */
function functionFixes(site: ProblemSite): readonly Fix[] {
  const { statement } = site;
  if (!statement) return [];
  const source = site.sourceOf(statement);
  const lambda =
    /^(?:fn\s+)?([\p{ID_Continue}]+)\s*=\s*(?:lambda\s+([^:]*):|\(?([^()=]*?)\)?\s*(?:->|=>))\s*(.+)$/su.exec(source);
  if (lambda) {
    const [, name, parameters, arrowParameters, body] = lambda;
    return [rewriteStatement(statement, `fn ${name}(${(parameters ?? arrowParameters).trim()}) = ${body}`)];
  }
  const head = /^(?:def|function|func|fun)\s+([\p{ID_Continue}]+)\s*\(([^()]*)\)\s*(?:->[^:]*)?[:{]?[ \t]*/u.exec(
    source,
  );
  if (!head) return [];
  const [all, name, parameters] = head;
  const signature = `fn ${name}(${parameters.replace(/\s*:\s*[\p{ID_Continue}.[\]]+/gu, '')})`;
  const body = source.slice(all.length);
  const single = /^\s*(?:(?:"""|''')[\s\S]*?(?:"""|''')\s*)?return\s+([^\r\n]+)$/.exec(body);
  if (single) return [rewriteStatement(statement, `${signature} = ${single[1]}`)];
  return /^\s*[\r\n]/.test(body)
    ? [
        {
          ...rewriteStatement(statement, `${signature} {${body.trimEnd()}${lineBreakOf(site.text)}}`),
          title: l10n.t`Change to '${signature} { … }'`,
        },
      ]
    : [];
}

function rewriteStatement({ start, end }: Range, text: string): Fix {
  return replacementFix({ start, end }, text);
}

/** Turns `x += 1` into `x2 = x + 1`. */
function assignmentFixes(site: ProblemSite, name: string): readonly Fix[] {
  const operator = site.sourceOf(site.problem)[0];
  const range = { start: site.statement!.start, end: site.problem.end };
  return [
    replacementFix(range, `${freeName(name, site.context.module)} = ${name} ${operator}`, { confidence: 'guess' }),
  ];
}

/** `train sgd(lr = 0.1)` for `optimizer = torch.optim.SGD(model.parameters(), lr=0.1)`. */
function optimizerFixes(site: ProblemSite, opener: number, optimizer: string): readonly Fix[] {
  const { tokens, statement } = site;
  const closer = site.closerOf(opener);
  if (!statement || tokens.end(closer) !== statement.end) return [];
  const settings: string[] = [];
  for (let token = opener + 1; token < closer; token++) {
    if (isOpener(tokens.kind(token))) token = site.closerOf(token);
    if (tokens.kind(token + 1) !== '=') continue;
    const known = ['lr', 'momentum', 'weight_decay', 'eps', 'alpha', 'beta1', 'beta2'];
    const keyword = parameterFor(tokens.text(token), known) ?? tokens.text(token);
    const value = { start: tokens.start(token + 2), end: site.valueEnd(token + 2) };
    if (known.includes(keyword)) settings.push(`${keyword} = ${site.sourceOf(value)}`);
  }
  return [rewriteStatement(statement, `train ${optimizer}(${settings.join(', ')})`)];
}

function operatorFixes(site: ProblemSite, operator: string): readonly Fix[] {
  const { problem, statement, tokens, problemToken } = site;
  if (operator === ':=' || operator === '<-') return [replacementFix(problem, '=')];
  if (operator === 'mod') return [replacementFix(problem, '%')];
  if (operator === '//') return floorDivisionFixes(site);
  if (operator === '&' || operator === '&&') return [wordFix(site, 'and')];
  if (operator === '||') return [wordFix(site, 'or')];
  if (operator === '|' && isBetweenValues(site)) return [wordFix(site, 'or')];
  if (operator === '!') {
    const operand = { start: tokens.start(problemToken + 1), end: site.valueEnd(problemToken + 1) };
    return [replacementFix({ start: problem.start, end: operand.end }, `(not ${site.sourceOf(operand)})`)];
  }
  const value =
    statement &&
    /^((?:[\p{ID_Continue}]+\s+)?[\p{ID_Continue}]+\s*=\s*|return\s+)([\s\S]+)$/u.exec(site.sourceOf(statement));
  if (!value) return [];
  const text = rewriteValue(operator, value[2]);
  const start = statement.start + value[1].length;
  return text === undefined ? [] : [replacementFix({ start, end: statement.end }, text)];
}

/** Replaces an operator by a word, which needs spaces around it. */
function wordFix({ problem, text }: ProblemSite, word: string): Fix {
  const before = /\s/.test(text[problem.start - 1]) ? '' : ' ';
  const after = /\s/.test(text[problem.end] ?? ' ') ? '' : ' ';
  return replacementFix(problem, `${before}${word}${after}`, { title: l10n.t`Change to '${word}'` });
}

function isBetweenValues({ tokens, problemToken }: ProblemSite): boolean {
  return ['name', 'number', ')', ']'].includes(tokens.kind(problemToken - 1));
}

/** Turns the value of a statement into one without the operator. */
function rewriteValue(operator: string, value: string): string | undefined {
  const patterns: Readonly<Record<string, readonly [RegExp, string]>> = {
    '?': [/^([^?:]+?)\s*\?\s*([^?:]+?)\s*:\s*([^?:]+)$/, 'where($1, $2, $3)'],
    if: [/^(.+?)\s+if\s+(.+?)\s+else\s+((?!.*\belse\b).+)$/s, 'where($2, $1, $3)'],
    '|': [/^\|([^|]+)\|$/, 'abs($1)'],
  };
  const [pattern, replacement] = Object.hasOwn(patterns, operator) ? patterns[operator] : [];
  if (pattern === undefined || !pattern.test(value)) return undefined;
  return value.replace(pattern, replacement!);
}

/** Replaces `a // b` by `floor(a / b)`. */
function floorDivisionFixes(site: ProblemSite): readonly Fix[] {
  const { tokens, problemToken, problem } = site;
  const first = operandStart(site, problemToken - 1);
  // The operator binds as tightly as a product, so its left side would be the whole product.
  const isPartOfProduct = ['*', '/', '%', '@', '-', '−'].includes(tokens.kind(first - 1));
  if (isPartOfProduct) return [];
  const left = site.sourceOf({ start: tokens.start(first), end: tokens.end(problemToken - 1) });
  const rightToken = site.tokenAtOrAfter(problem.end);
  const end = site.valueEnd(rightToken);
  const right = site.sourceOf({ start: tokens.start(rightToken), end });
  return [replacementFix({ start: tokens.start(first), end }, `floor(${left} / ${right})`)];
}
