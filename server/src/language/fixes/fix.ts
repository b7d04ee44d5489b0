/** A fix for a problem, and constructors of the common ones. */

import * as l10n from '@vscode/l10n';
import type { ProblemRow } from '../problems/row.ts';
import { isDefinition, nameOf, rangeIn, type Statement } from '../syntax/ast.ts';
import type { Edit } from '../text/edits.ts';
import type { Range } from '../text/lines.ts';
import { truncate } from '../text/truncate.ts';
import type { ProblemSite } from './problemSite.ts';

export interface Fix {
  readonly title: string;
  /** Sorted by position. */
  readonly edits: readonly Edit[];
  /** An action of the editor that replaces the edits. */
  readonly action?: 'discard-learned-params';
  /** `likely` if absent. */
  readonly confidence?: Confidence;
}

/**
 * `certain`: nothing else can be meant, so Fix All applies it. `likely`: it may uncover errors that the problem has
 * hidden. `guess`: another fix may be meant just as well, so it must leave no new error and is never the preferred one.
 */
type Confidence = 'certain' | 'likely' | 'guess';

/** The fixes of a family by problem code, likeliest first. Fixes that don't improve the text are dropped later. */
export type Fixes<Rows> = {
  readonly [Code in keyof Rows]?: Rows[Code] extends ProblemRow<infer Details>
    ? (site: ProblemSite, ...details: Details) => readonly Fix[]
    : never;
};

export function replacementFix(range: Range, text: string, options: Partial<Fix> = {}): Fix {
  return { title: l10n.t`Change to '${titleText(text)}'`, edits: [{ ...toRange(range), text }], ...options };
}

export function insertionFix(offset: number, text: string, options: Partial<Fix> = {}): Fix {
  return {
    title: l10n.t`Insert '${titleText(text)}'`,
    edits: [{ start: offset, end: offset, text }],
    ...options,
  };
}

export function removalFix(site: ProblemSite, range: Range, options: Partial<Fix> = {}): Fix {
  const source = titleText(site.sourceOf(range));
  return { title: l10n.t`Remove '${source}'`, edits: [{ ...toRange(range), text: '' }], ...options };
}

/** An argument with its keyword and the comma before it. */
export function removeArgumentFix(site: ProblemSite): Fix {
  const { tokens } = site;
  let firstToken = site.problemToken - 1;
  if (tokens.kind(firstToken) === '=') firstToken -= 2;
  const range = { start: tokens.start(firstToken), end: site.problem.end };
  return {
    ...removalFix(site, { start: tokens.start(firstToken + 1), end: site.problem.end }),
    edits: [{ ...range, text: '' }],
  };
}

export function didYouMean(site: ProblemSite, similar: string | undefined): readonly Fix[] {
  return similar === undefined ? [] : [replacementFix(site.problem, similar)];
}

/** Replaces the keyword of a statement; without a keyword it defines a node. */
export function changeKeywordFix(statement: Statement, keyword: string | undefined, title: string): Fix {
  const { start: end } = rangeIn(statement, nameOf(statement)!);
  return { title, edits: [{ start: statement.start, end, text: keyword === undefined ? '' : `${keyword} ` }] };
}

/** Turns the statement into a node, which may depend on anything. */
export function nodeFixes(site: ProblemSite, confidence: Confidence): readonly Fix[] {
  const { statement } = site;
  if (!statement || !isDefinition(statement) || statement.kind === 'node') return [];
  const title = l10n.t`Change ${statement.name.name} to a node`;
  return withConfidence([changeKeywordFix(statement, undefined, title)], confidence);
}

export function withConfidence(fixes: readonly Fix[], confidence: Confidence): readonly Fix[] {
  return fixes.map((fix) => ({ ...fix, confidence }));
}

function titleText(text: string): string {
  return truncate(text.replace(/\s+/g, ' ').trim());
}

function toRange({ start, end }: Range): Range {
  return { start, end };
}
