/** Fixes for a problem: those proposed for its code, filtered to the ones that improve the text. */

import type { Fix } from '../language/fixes/fix.ts';
import { fixTable } from '../language/fixes/fixTable.ts';
import { ProblemSite } from '../language/fixes/problemSite.ts';
import {
  isNumericProblem,
  isSyntaxError,
  type Problem,
  type ProblemCode,
  problemTable,
} from '../language/problems/problems.ts';
import { parse } from '../language/syntax/parser/parse.ts';
import { scan } from '../language/syntax/scanner.ts';
import { applyEdits, type Edit, sortEdits } from '../language/text/edits.ts';
import type { Range } from '../language/text/lines.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { analyzeWithEdits } from './analyzeWithEdits.ts';

/** Rounds of Fix All; each fixes at most one syntax error per statement. */
const maxRounds = 20;

export function fixesOf(snapshot: Snapshot, problem: Problem): readonly Fix[] {
  const improvements = proposeFixes(snapshot, problem).filter(
    (fix) => fix.action !== undefined || isImprovement(snapshot, problem, fix),
  );
  return improvements.length > 1 && isSyntaxError(problem) ? withFewestErrors(snapshot, improvements) : improvements;
}

/** Keeps the fixes after which the fewest errors are left. */
function withFewestErrors(snapshot: Snapshot, fixes: readonly Fix[]): readonly Fix[] {
  const errorCounts = fixes.map(({ edits }) => countErrors(analyzeWithEdits(snapshot, edits).problems));
  const minErrors = Math.min(...errorCounts);
  return fixes.filter((_, i) => errorCounts[i] === minErrors);
}

type FixProvider = (site: ProblemSite, ...details: readonly unknown[]) => readonly Fix[];

function proposeFixes(snapshot: Snapshot, problem: Problem): readonly Fix[] {
  // Details differ by code; a problem has the details of its own code.
  const provider = (fixTable as Partial<Record<ProblemCode, FixProvider>>)[problem.code];
  return provider && !problem.isInCall ? provider(new ProblemSite(snapshot, problem), ...problem.details) : [];
}

/** True if the fix removes the problem without adding errors, except those that it uncovers. */
function isImprovement(snapshot: Snapshot, problem: Problem, { edits, confidence }: Fix): boolean {
  if (edits.length === 0) return false;
  if (isSyntaxError(problem)) return parsesFurther(snapshot, problem, edits);
  const after = analyzeWithEdits(snapshot, edits);
  if (countErrors(after.module.problems) > countErrors(snapshot.module.problems)) return false;
  const [errorsBefore, errorsAfter] = [countErrors(snapshot.problems), countErrors(after.problems)];
  // The edited text has not been evaluated, so it has no such problem in any case.
  if (isNumericProblem(problem)) return errorsAfter <= errorsBefore;
  const isGone = countProblems(problem.code, after.problems) < countProblems(problem.code, snapshot.problems);
  const otherErrorsBefore = errorsBefore - (problem.severity === 'error' ? 1 : 0);
  return isGone && (confidence !== 'guess' || errorsAfter <= otherErrorsBefore);
}

/** True if the parser gets past the problem; a statement reports only its first syntax error. */
function parsesFurther(snapshot: Snapshot, problem: Problem, edits: readonly Edit[]): boolean {
  const { problems } = parse(applyEdits(snapshot.text, edits), snapshot);
  if (problemTable[problem.code].mayRecur) {
    return problems.length < snapshot.module.problems.length - snapshot.names.problems.length;
  }
  return !hasProblemIn(fixedRange(snapshot, problem, edits), problems, offsetMapping(edits));
}

/** The range of the text before the edits in which a fix must leave no syntax error; both ends are inclusive. */
function fixedRange(snapshot: Snapshot, problem: Problem, edits: readonly Edit[]): Range {
  const { start } = new ProblemSite(snapshot, problem).outerStatement ?? problem;
  return { start, end: Math.max(problem.start, ...edits.map((edit) => (edit.start <= problem.end ? edit.start : 0))) };
}

/** @param newOffset maps an offset of the range in the text with the problems to the fixed text. */
function hasProblemIn(range: Range, problems: readonly Problem[], newOffset: (offset: number) => number): boolean {
  const [start, end] = [newOffset(range.start), newOffset(range.end)];
  return problems.some((other) => other.start >= start && other.start <= end);
}

/** Maps an offset of the text before the edits to the text after them. */
function offsetMapping(edits: readonly Edit[]): (offset: number) => number {
  const shifts = [0];
  for (const { start, end, text } of edits) shifts.push(shifts.at(-1)! + text.length - (end - start));
  return (offset) => offset + shifts[partitionPoint(edits, ({ start }) => start >= offset)];
}

function countErrors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function countProblems(code: ProblemCode, problems: readonly Problem[]): number {
  return problems.filter((other) => other.code === code).length;
}

/**
 * Edits of Fix All, in text order: all certain fixes, and `^` for `**`. They keep the number of lines.
 */
export function certainEdits(snapshot: Snapshot): readonly Edit[] {
  let current = snapshot;
  for (let round = 0; round < maxRounds; round++) {
    const edits = certainEditsOnce(current);
    if (edits.length === 0) break;
    current = analyzeWithEdits(current, edits);
  }
  const corrected = current.lines;
  const { lines } = snapshot;
  return Array.from({ length: lines.count }, (_, line) => line).flatMap((line) => {
    const [oldLine, text] = [lines.line(line), corrected.line(line)];
    const start = lines.offsetAt({ line, character: 0 });
    return oldLine === text ? [] : [{ start, end: start + oldLine.length, text }];
  });
}

interface ProposedFix {
  readonly problem: Problem;
  readonly fix: Fix;
}

/** Verifies the fixes together, as a file may have thousands; each round drops those that the parser doesn't get past. */
function certainEditsOnce(snapshot: Snapshot): readonly Edit[] {
  let proposed: readonly ProposedFix[] = snapshot.problems
    .filter(({ code }) => problemTable[code].hasCertainFix)
    .flatMap((problem) => proposeFixes(snapshot, problem).map((fix) => ({ problem, fix })))
    .filter(({ fix }) => fix.confidence === 'certain');
  const powerEdits = powerOperatorEdits(snapshot.text);
  for (;;) {
    const edits = withoutOverlaps([...proposed.flatMap(({ fix }) => fix.edits), ...powerEdits]);
    const { problems } = parse(applyEdits(snapshot.text, edits), snapshot);
    const newOffset = offsetMapping(edits);
    const verified = proposed.filter(
      ({ problem, fix }) => !hasProblemIn(fixedRange(snapshot, problem, fix.edits), problems, newOffset),
    );
    if (verified.length === proposed.length) return edits;
    proposed = verified;
  }
}

function withoutOverlaps(edits: readonly Edit[]): readonly Edit[] {
  const sorted = sortEdits(edits);
  return sorted.filter((edit, i) => i === 0 || sorted[i - 1].end <= edit.start);
}

/** Replaces `x ** 2` by `x ^ 2`. @param from start of a statement or of the text. */
export function powerOperatorEdits(text: string, from = 0, end = text.length): readonly Edit[] {
  const tokens = scan(text, from);
  const edits: Edit[] = [];
  for (let token = 0; tokens.kind(token) !== 'end' && tokens.start(token) <= end; token++)
    if (tokens.kind(token) === '**') edits.push({ ...tokens.range(token), text: '^' });
  return edits;
}
