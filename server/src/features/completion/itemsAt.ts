/** What may stand at the cursor, by what stands before it. */

import { csvCall } from '../../language/names/resolve.ts';
import { gradientCall } from '../../language/syntax/parseExpression.ts';
import { type DefinitionKind, isDefinitionKind } from '../../language/syntax/tree.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { activeParameter, keywordOffers, textOffers } from './arguments.ts';
import { csvOffer, functionOffers, initialiserOffers, optimizerOffers } from './callees.ts';
import { type CallSite, callAround } from './callSite.ts';
import type { Offer } from './candidate.ts';
import { approximately, connectiveOffers } from './connectives.ts';
import { derivativeOffers, halfDerivative } from './derivatives.ts';
import { columnOffers, type FilesBeside, pathOffers, startOfName } from './files.ts';
import { memberOffers } from './members.ts';
import { modelOffers } from './models.ts';
import { statementOffers } from './statements.ts';
import type { TokenWalk } from './tokenWalk.ts';
import { type Typed, typedAt } from './typedText.ts';
import { scopeEnd, valueOffers } from './values.ts';

export interface Offers {
  readonly list: readonly Offer[];
  /** What they take the place of. */
  readonly start: number;
  readonly end: number;
  /** Whether it goes on behind a slash: a path, or a derivative. */
  readonly goesOnAtSlash?: boolean;
}

export async function offersAt(snapshot: Snapshot, offset: number, files: FilesBeside): Promise<Offers | undefined> {
  const typed = typedAt(snapshot, offset);
  if (typed === undefined) return undefined;
  const { start, end } = typed;
  if (typed.isQuoted) {
    const list = await quotedOffers(snapshot, typed, files);
    return { list, start: startOfText(typed), end, goesOnAtSlash: true };
  }
  const { walk } = typed;
  const before = walk.kind(-1);
  if (walk.at === walk.statement) return { list: statementStart(snapshot, typed), start, end };
  if (before === '.') return { list: memberOffers(snapshot, typed), start, end };
  const half = halfDerivative(typed, snapshot.text);
  if (half) return { list: derivativeOffers(snapshot, typed, half), start: half.start, end, goesOnAtSlash: true };
  if (before === '~') return afterTilde(snapshot, typed, offset);
  if (isNaming(walk)) return undefined;
  if (walk.head === 'train' && walk.at === walk.statement + 1) return { list: optimizerOffers(snapshot), start, end };
  if (endsValue.has(before)) return { list: connectiveOffers(walk), start, end };
  return { list: await formulaOffers(snapshot, typed, files), start, end };
}

const endsValue: ReadonlySet<string> = new Set(['number', 'malformed', 'name', 'string', ')', ']', '}', 'unknown']);

/** Whether a new name is being typed, or a path that has no quotes yet. */
function isNaming(walk: TokenWalk): boolean {
  if (walk.isInParameters) return walk.kind(-1) !== '=';
  const { head } = walk;
  const isSecond = walk.at === walk.statement + 1;
  return isSecond && (isDefinitionKind(head) || head === 'fn' || head === 'import');
}

function statementStart(snapshot: Snapshot, { walk, start, end }: Typed): Offer[] {
  const { text, tree } = snapshot;
  const others = tree.statements.filter((statement) => statement.start !== start);
  const keywords = statementOffers(walk.isInBody, others);
  if (walk.isInBody) return keywords;
  const isEmpty = `${text.slice(0, start)}${text.slice(end)}`.trim() === '';
  return [...keywords, ...modelOffers(isEmpty)];
}

/** `param W[4, 8] ~ glorot()`, or `expect a ~= b`. */
function afterTilde(snapshot: Snapshot, { walk, start, end }: Typed, offset: number): Offers | undefined {
  const tilde = walk.tokens.start(walk.at - 1);
  if (walk.head === 'expect') return { list: [approximately()], start: tilde, end: offset };
  const isTight = start === tilde + 1;
  const spaced = ({ text, snippet, ...offer }: Offer): Offer => ({
    ...offer,
    text: ` ${text ?? offer.label}`,
    ...(snippet && { snippet: ` ${snippet}` }),
  });
  const list = initialiserOffers(snapshot);
  return walk.head === 'param' ? { list: isTight ? list.map(spaced) : list, start, end } : undefined;
}

/** Statements that may name constants alone. */
const madeOfConstants: ReadonlySet<string> = new Set(['const', 'param', 'data']);

/** Where an expression begins. */
async function formulaOffers(snapshot: Snapshot, typed: Typed, files: FilesBeside): Promise<Offer[]> {
  const { walk } = typed;
  const site = callAround(walk);
  const parameter = site && activeParameter(snapshot, site);
  const isArgument = site?.isInnermost === true && (walk.kind(-1) === '(' || walk.kind(-1) === ',');
  if (site?.callee.name === csvCall) {
    const columns = parameter?.name === 'columns' ? await columnOffers(walk, site, false, files) : [];
    return isArgument ? [...keywordOffers(snapshot, site), ...columns] : columns;
  }
  if (parameter?.texts && !isArgument) return textOffers(parameter.texts, false);
  const isConstant = madeOfConstants.has(walk.head) || walk.isInParameters;
  const fits = (role: DefinitionKind): boolean => !isConstant || role === 'const' || role === 'data';
  const isData = walk.head === 'data' && walk.at === walk.statement + 3;
  return [
    ...(isArgument ? keywordOffers(snapshot, site) : []),
    ...(parameter?.texts ? textOffers(parameter.texts, false) : []),
    ...(isData ? [csvOffer(snapshot)] : []),
    ...valueOffers(snapshot, typed, fits, wantedIn(site)),
    ...functionOffers(snapshot, scopeEnd(typed)),
    ...(isConstant || !mayBeDerivative(typed) ? [] : derivativeOffers(snapshot, typed)),
  ];
}

/** Others begin with no letter that a derivative is typed by. */
function mayBeDerivative({ prefix }: Typed): boolean {
  return prefix === '' || /^[dg]/i.test(prefix);
}

/** `grad(L, x)` is mostly of a loss by a param. */
function wantedIn(site: CallSite | undefined): DefinitionKind | undefined {
  if (site?.callee.name !== gradientCall) return undefined;
  return site.active === 0 ? 'loss' : 'param';
}

async function quotedOffers(snapshot: Snapshot, { walk, prefix }: Typed, files: FilesBeside): Promise<Offer[]> {
  if (walk.head === 'import') return pathOffers(prefix, 'import', files);
  const site = callAround(walk);
  if (site === undefined) return [];
  if (site.callee.name === csvCall) {
    if (site.active === 0) return pathOffers(prefix, 'csv', files);
    return columnOffers(walk, site, true, files);
  }
  return textOffers(activeParameter(snapshot, site)?.texts ?? [], true);
}

/** Of a path its last part is completed; any other text as a whole. */
function startOfText({ walk, start, prefix }: Typed): number {
  const isPath = walk.head === 'import' || callAround(walk)?.active === 0;
  return isPath ? start + startOfName(prefix) : start;
}
