/** Fixes that turn calls of other frameworks into those of this language. */

import { operatorsByCall } from '../../engine/operators/table.ts';
import { parameterFor } from '../foreign/arguments.ts';
import { isAbsentValue, numberNamed } from '../foreign/constants.ts';
import {
  type Formula,
  formulaFor,
  isTensorWrapper,
  nativeName,
  shapeIndexOf,
  withoutParentheses,
} from '../foreign/functions.ts';
import { drawnParam, initializerFor } from '../foreign/initializers.ts';
import { isDefinition } from '../syntax/ast.ts';
import { scan, type TokenKind } from '../syntax/scanner.ts';
import { type Fix, replacementFix } from './fix.ts';
import type { ProblemSite } from './problemSite.ts';

interface ArgumentSource {
  readonly keyword?: string;
  readonly value: string;
}

/** Arguments that say how a tensor is stored, which needs no saying here. */
const storageKeywords: ReadonlySet<string> = new Set(['copy', 'device', 'dtype', 'inplace', 'order', 'requires_grad']);

/**
 * Rewrites the call whose callee starts at a token.
 * @param owner the source of the value whose method is called, which becomes the first argument.
 */
export function foreignCallFixes(
  site: ProblemSite,
  firstToken: number,
  opener: number,
  name: string,
  owner?: string,
): readonly Fix[] {
  const { tokens } = site;
  const closer = site.closerOf(opener);
  if (!isKnown(name) && !isDefined(site, name)) return [];
  if (tokens.kind(opener) !== '(' || tokens.kind(closer) !== ')') return [];
  const args = argumentsBetween(site, opener, closer);
  const call = rewriteCall(
    name,
    owner === undefined ? args : [{ value: formulaFor(name) ? owner : withoutParentheses(owner) }, ...args],
  );
  if (call === undefined) return [];
  const range = { start: tokens.start(firstToken), end: tokens.end(closer) };
  const text = needsParentheses(call, tokens.kind(firstToken - 1), tokens.kind(closer + 1)) ? `(${call})` : call;
  return [replacementFix(range, text, { confidence: isKnown(name) ? 'certain' : 'likely' })];
}

/** Turns `W = glorot(3, 4)`, or `W = np.random.randn(3, 4) * 0.1`, into a param that is drawn, or into a random node. */
export function drawnParamFixes(site: ProblemSite, name: string): readonly Fix[] {
  const { statement } = site;
  const source = statement && site.sourceOf(statement);
  const [, keyword, param, before, args, after] =
    /^(param\s+|const\s+)?([^\s=]+)\s*=\s*(?:([\d.e-]+)\s*\*\s*)?[\w.]+\(([^()]*(?:\([^()]*\))?[^()]*)\)(?:\s*\*\s*([\d.e-]+))?$/.exec(
      source ?? '',
    ) ?? [];
  if (!statement || param === undefined) return [];
  const lengths = args.replace(/\bsize\s*=|[()[\]]/g, '').split(/\s*,\s*/);
  const isPlain = lengths.every((length) => /^-?[\p{ID_Continue}.]+$/u.test(length.trim()));
  const { text, node, isComplete } = drawnParam(param, name, lengths);
  const scale = before ?? after;
  const scaledBy = (drawn: string): string =>
    scale === undefined ? drawn : drawn.replace(/(normal|uniform)\(\)$/, `$1(0, ${scale})`);
  const scaled = scaledBy(text);
  const isScaled = scale === undefined || (scaled !== text && !(before !== undefined && after !== undefined));
  if (!isPlain || !isComplete || !isScaled) return [];
  const isForParams = ['glorot', 'he'].includes(initializerFor(name)!);
  const isNode = node !== undefined && keyword === undefined;
  return [
    replacementFix(statement, scaled, { confidence: isForParams ? 'certain' : 'likely' }),
    ...(isNode ? [replacementFix(statement, scaledBy(node), { confidence: 'guess' })] : []),
  ];
}

/** Turns `optimizer = sgd(lr = 0.1)` into `train sgd(lr = 0.1)`. */
export function trainStatementFixes(site: ProblemSite, written: string): readonly Fix[] {
  const { statement, problem } = site;
  if (!statement || !isDefinition(statement) || site.rangeOf(statement.value).start !== problem.start) return [];
  return [replacementFix({ start: statement.start, end: problem.end }, written.replace('(…)', ''))];
}

function isDefined({ context: { names } }: ProblemSite, name: string): boolean {
  return names.functions.has(name) || names.scope.functions.has(name);
}

function isKnown(name: string): boolean {
  return nativeName(name) !== undefined || formulaFor(name) !== undefined || isTensorWrapper(name);
}

function argumentsBetween(site: ProblemSite, opener: number, closer: number): readonly ArgumentSource[] {
  const { tokens } = site;
  const args: ArgumentSource[] = [];
  for (let first = opener + 1; first < closer; ) {
    let last = first;
    while (last < closer && tokens.kind(last) !== ',') {
      const inner = ['(', '[', '{'].includes(tokens.kind(last)) ? site.closerOf(last) : last;
      last = inner + 1;
    }
    const hasKeyword = tokens.kind(first) === 'name' && tokens.kind(first + 1) === '=';
    const valueToken = hasKeyword ? first + 2 : first;
    const value = site.sourceOf({ start: tokens.start(valueToken), end: tokens.end(last - 1) });
    if (valueToken < last) args.push({ ...(hasKeyword && { keyword: tokens.text(first) }), value });
    first = last + 1;
  }
  return args;
}

function rewriteCall(name: string, args: readonly ArgumentSource[]): string | undefined {
  const positional = args.filter(({ keyword }) => keyword === undefined).map(({ value }) => value);
  if (isTensorWrapper(name)) return positional.length === 1 ? valueHere(positional[0]) : undefined;
  const formula = formulaFor(name);
  if (formula) {
    const isComplete = positional.length === formula.parameters.length && args.length === positional.length;
    return isComplete ? applyFormula(formula, positional) : undefined;
  }
  const callee = nativeName(name) ?? name;
  const written = [...groupShape(callee, positional.map(valueHere)), ...keywordArguments(callee, args)];
  return `${callee}(${written.join(', ')})`;
}

/** Puts the lengths of `zeros(2, 3)` into a list. */
function groupShape(callee: string, values: readonly string[]): readonly string[] {
  const shapeIndex = shapeIndexOf(callee);
  if (shapeIndex === undefined || values.length < shapeIndex + 2) return values;
  const list = `[${values.slice(shapeIndex).join(', ')}]`;
  return [...values.slice(0, shapeIndex), callee === 'transpose' ? `axis = ${list}` : list];
}

function keywordArguments(callee: string, args: readonly ArgumentSource[]): readonly string[] {
  const parameters = operatorsByCall(callee).flatMap(({ call }) => call!.parameters.map((parameter) => parameter.name));
  return args.flatMap(({ keyword, value }) => {
    if (keyword === undefined || isAbsentValue(value)) return [];
    const isStorage = storageKeywords.has(keyword) && !parameters.includes(keyword);
    return isStorage ? [] : [`${parameterFor(keyword, parameters) ?? keyword} = ${valueHere(value)}`];
  });
}

/** `[0, 1]` for the tuple `(0, 1)`, and 1 for `True`. */
function valueHere(value: string): string {
  const tuple = /^\(([^()]*,[^()]*)\)$/.exec(value);
  if (tuple) return `[${tuple[1].replace(/,\s*$/, '')}]`;
  return numberNamed(value) ?? value;
}

function applyFormula({ parameters, text }: Formula, values: readonly string[]): string {
  return text.replace(/([(]?)\b([xy])\b([,)]?)/g, (_, before: string, parameter: string, after: string) => {
    const value = values[parameters.indexOf(parameter)];
    const isDelimited = before === '(' && after !== '';
    return `${before}${isDelimited || isAtom(value) ? value : `(${value})`}${after}`;
  });
}

/** True for a number, a name, a call, a list, or an expression in parentheses. */
function isAtom(source: string): boolean {
  const tokens = scan(source);
  let token = ['name', 'number'].includes(tokens.kind(0)) ? 1 : 0;
  let depth = 0;
  for (; tokens.kind(token) !== 'end'; token++) {
    const kind = tokens.kind(token);
    if (kind === '(' || kind === '[') depth++;
    else if (kind === ')' || kind === ']') depth--;
    else if (depth === 0 && kind !== '.' && tokens.kind(token - 1) !== '.') return false;
  }
  return true;
}

const delimiters: ReadonlySet<TokenKind> = new Set(['=', '(', ')', '[', ']', ',', 'newline', 'end', '≈', '~=']);
const bindingTighter: ReadonlySet<TokenKind> = new Set(['^', '**', '.', '[']);

/** True if an expression needs parentheses between two tokens. */
function needsParentheses(text: string, before: TokenKind | undefined, after: TokenKind): boolean {
  if (isAtom(text)) return false;
  const neighbors = [before ?? 'newline', after];
  const isPower = /^(?:\([^()]*\)|[\p{ID_Continue}.]+)\^[\p{ID_Continue}.]+$/u.test(text);
  return neighbors.some((kind) => (isPower ? bindingTighter.has(kind) : !delimiters.has(kind)));
}
