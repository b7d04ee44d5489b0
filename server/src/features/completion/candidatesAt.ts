/** The completion candidates at an offset, by the tokens before it. */

import { fileFunctionNamed } from '../../data/formats/table.ts';
import { logicalNot } from '../../engine/operators/elementwise/logic.ts';
import { type DefinitionKind, isDefinitionKind, nameOf } from '../../language/syntax/ast.ts';
import { gradientFunctionName } from '../../language/syntax/parser/parsePrimary.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { TokenWalk } from '../support/tokenWalk.ts';
import { activeParameter, keywordCandidates, stringCandidates } from './argumentCandidates.ts';
import {
  distributionCandidates,
  fileFunctionCandidates,
  functionCandidates,
  initializerCandidates,
  optimizerCandidates,
} from './calleeCandidates.ts';
import type { Candidate } from './candidate.ts';
import { approximatelyCandidate, connectiveCandidates, logicCandidates } from './connectiveCandidates.ts';
import { derivativeCandidates, unfinishedDerivativeAt } from './derivativeCandidates.ts';
import { type CallSite, enclosingCall } from './enclosingCall.ts';
import { type CompletionFiles, fileNameStart, namesInFileCandidates, pathCandidates } from './fileCandidates.ts';
import { memberCandidates } from './memberCandidates.ts';
import { modelCandidates } from './modelTemplates.ts';
import { statementCandidates } from './statementCandidates.ts';
import { type TypedText, typedTextAt } from './typedText.ts';
import { scopeEnd, valueCandidates } from './valueCandidates.ts';

export interface CandidateList {
  readonly candidates: readonly Candidate[];
  /** Start of the range that they replace. */
  readonly start: number;
  readonly end: number;
  /** True if completion continues after a slash: in a path or a derivative. */
  readonly continuesAfterSlash?: boolean;
}

export async function candidatesAt(
  snapshot: Snapshot,
  offset: number,
  files: CompletionFiles,
): Promise<CandidateList | undefined> {
  const typed = typedTextAt(snapshot, offset);
  if (typed === undefined) return undefined;
  const { start, end } = typed;
  if (typed.isQuoted) {
    const candidates = await quotedCandidates(snapshot, typed, files);
    return { candidates, start: replacementStart(typed), end, continuesAfterSlash: true };
  }
  const { walk } = typed;
  const previousKind = walk.kind(-1);
  if (walk.index === walk.statementStart) return { candidates: statementStartCandidates(snapshot, typed), start, end };
  if (previousKind === '.') return { candidates: memberCandidates(snapshot, typed), start, end };
  const unfinished = unfinishedDerivativeAt(typed, snapshot.text);
  if (unfinished)
    return {
      candidates: derivativeCandidates(snapshot, typed, unfinished),
      start: unfinished.start,
      end,
      continuesAfterSlash: true,
    };
  if (previousKind === '~') return tildeCandidates(snapshot, typed, offset);
  if (isNewName(walk)) return undefined;
  if (walk.head === 'train' && walk.index === walk.statementStart + 1)
    return { candidates: optimizerCandidates(snapshot), start, end };
  if (walk.head === 'train' && isAfterFor(walk)) return { candidates: trainedCandidates(snapshot, typed), start, end };
  if (valueEndings.has(previousKind)) return { candidates: connectiveCandidates(walk, typed.prefix), start, end };
  return { candidates: await expressionCandidates(snapshot, typed, files), start, end };
}

/** True after `for`, or a comma behind it. */
function isAfterFor(walk: TokenWalk): boolean {
  return walk.openBrackets.length === 0 && (walk.kind(-1) === 'for' || walk.kind(-1) === ',');
}

/** The params, and the statements whose calls create some. */
function trainedCandidates(snapshot: Snapshot, typed: TypedText): Candidate[] {
  const owners = new Set(snapshot.model.params.map(({ statement }) => nameOf(statement)?.name));
  return valueCandidates(snapshot, typed, () => true, 'param').filter(({ label }) => owners.has(label));
}

const valueEndings: ReadonlySet<string> = new Set(['number', 'malformed', 'name', 'string', ')', ']', '}', 'unknown']);

/** True if a new name is being typed, or a path without quotes. */
function isNewName(walk: TokenWalk): boolean {
  if (walk.isInParameters) return walk.kind(-1) !== '=';
  const { head } = walk;
  const isSecond = walk.index === walk.statementStart + 1;
  return isSecond && (isDefinitionKind(head) || head === 'fn' || head === 'for' || head === 'import');
}

function statementStartCandidates(snapshot: Snapshot, { walk, start, end }: TypedText): Candidate[] {
  const { text, tree } = snapshot;
  const others = tree.statements.filter((statement) => statement.start !== start);
  const list = walk.blockVariables.length > 0 ? 'block' : walk.isInBody ? 'body' : 'file';
  const keywords = statementCandidates(list, others);
  if (list !== 'file') return keywords;
  const isEmpty = `${text.slice(0, start)}${text.slice(end)}`.trim() === '';
  return [...keywords, ...modelCandidates(isEmpty)];
}

/** Candidates for `param W[4, 8] ~ glorot()`, `eps[8] ~ normal()` or `expect a ~= b`. */
function tildeCandidates(
  snapshot: Snapshot,
  { walk, start, end }: TypedText,
  offset: number,
): CandidateList | undefined {
  const tilde = walk.tokens.start(walk.index - 1);
  if (walk.head === 'expect') return { candidates: [approximatelyCandidate()], start: tilde, end: offset };
  const isAdjacent = start === tilde + 1;
  const withLeadingSpace = ({ text, snippet, ...candidate }: Candidate): Candidate => ({
    ...candidate,
    text: ` ${text ?? candidate.label}`,
    ...(snippet && { snippet: ` ${snippet}` }),
  });
  if (walk.head !== 'param' && walk.head !== 'name') return undefined;
  const candidates = walk.head === 'param' ? initializerCandidates(snapshot) : distributionCandidates(snapshot);
  return { candidates: isAdjacent ? candidates.map(withLeadingSpace) : candidates, start, end };
}

/** Statements whose values must be constant. */
const constantStatements: ReadonlySet<string> = new Set(['const', 'param', 'data']);

/** Candidates at the start of an expression. */
async function expressionCandidates(
  snapshot: Snapshot,
  typed: TypedText,
  files: CompletionFiles,
): Promise<Candidate[]> {
  const { walk } = typed;
  const site = enclosingCall(walk);
  const parameter = site && activeParameter(snapshot, site);
  const isArgument = site?.isInnermost === true && (walk.kind(-1) === '(' || walk.kind(-1) === ',');
  if (site && fileFunctionNamed(site.callee.name)) {
    const takesData = parameter?.acceptsKeyword && !parameter.isText && !isArgument;
    if (takesData) return valueCandidates(snapshot, typed, (role) => role === 'const' || role === 'data');
    if (parameter?.texts && !isArgument) return stringCandidates(parameter.texts, false);
    const names = parameter?.isText ? await namesInFileCandidates(walk, site, false, files) : [];
    return isArgument ? [...keywordCandidates(snapshot, site), ...names] : names;
  }
  if (parameter?.texts && !isArgument) return stringCandidates(parameter.texts, false);
  const requiresConstant = constantStatements.has(walk.head) || walk.isInParameters;
  const isAllowed = (role: DefinitionKind): boolean => !requiresConstant || role === 'const' || role === 'data';
  const isEntireValue = walk.index === walk.statementStart + 3;
  return [
    ...(isArgument ? keywordCandidates(snapshot, site) : []),
    ...(parameter?.texts ? stringCandidates(parameter.texts, false) : []),
    ...(isEntireValue ? fileFunctionCandidates(snapshot, walk.head) : []),
    ...valueCandidates(snapshot, typed, isAllowed, preferredRoleIn(site)),
    ...functionCandidates(snapshot, scopeEnd(typed)),
    ...logicCandidates([logicalNot.symbol!], typed.prefix),
    ...(requiresConstant || !mayBeDerivative(typed) ? [] : derivativeCandidates(snapshot, typed)),
  ];
}

/** A derivative is typed as ∂, `d` or `grad`. */
function mayBeDerivative({ prefix }: TypedText): boolean {
  return prefix === '' || /^[dg]/i.test(prefix);
}

/** `grad(L, x)` usually has a loss and a param. */
function preferredRoleIn(site: CallSite | undefined): DefinitionKind | undefined {
  if (site?.callee.name !== gradientFunctionName) return undefined;
  return site.activeIndex === 0 ? 'loss' : 'param';
}

async function quotedCandidates(
  snapshot: Snapshot,
  { walk, prefix }: TypedText,
  files: CompletionFiles,
): Promise<Candidate[]> {
  if (walk.head === 'import') return pathCandidates(prefix, ['.bp'], files);
  const site = enclosingCall(walk);
  if (site === undefined) return [];
  const fileFunction = fileFunctionNamed(site.callee.name);
  if (fileFunction) {
    if (site.activeIndex === 0) return pathCandidates(prefix, fileFunction.extensions, files);
    const choices = activeParameter(snapshot, site)?.texts;
    return choices ? stringCandidates(choices, true) : namesInFileCandidates(walk, site, true, files);
  }
  return stringCandidates(activeParameter(snapshot, site)?.texts ?? [], true);
}

/** In a path only the last segment is replaced, otherwise the whole text. */
function replacementStart({ walk, start, prefix }: TypedText): number {
  const isPath = walk.head === 'import' || enclosingCall(walk)?.activeIndex === 0;
  return isPath ? start + fileNameStart(prefix) : start;
}
