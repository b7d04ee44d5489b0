/** Fixes for a problem: those proposed for its code, filtered to the ones that improve the text. */

import { applyEdits, type Edit, sortEdits } from '../language/base/edits.ts';
import { Lines } from '../language/base/lines.ts';
import type { Fix } from '../language/problems/base/fix.ts';
import { ProblemSite } from '../language/problems/base/problemSite.ts';
import { callFixes } from '../language/problems/calls.fixes.ts';
import { functionFixes } from '../language/problems/functions.fixes.ts';
import { nameFixes } from '../language/problems/names.fixes.ts';
import { numberFixes } from '../language/problems/numbers.fixes.ts';
import { paramFixes } from '../language/problems/params.fixes.ts';
import type { Problem, ProblemCode } from '../language/problems/problems.ts';
import { shapeFixes } from '../language/problems/shapes.fixes.ts';
import { certainCodes, syntaxFixes } from '../language/problems/syntax.fixes.ts';
import { trainingFixes } from '../language/problems/training.fixes.ts';
import { parse } from '../language/syntax/parse.ts';
import { scan } from '../language/syntax/scan.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { analyzeWithEdits } from './analyzeWithEdits.ts';

export const fixProviders = {
  ...syntaxFixes,
  ...nameFixes,
  ...callFixes,
  ...functionFixes,
  ...paramFixes,
  ...shapeFixes,
  ...trainingFixes,
  ...numberFixes,
};

/** Problems that may be reported again at the same token after a fix of another part of the statement. */
const statementCodes: ReadonlySet<ProblemCode> = new Set(['unclosed-bracket', 'stray-bracket']);

/** Problems that only an evaluation shows. */
const numericCodes: ReadonlySet<ProblemCode> = new Set(['gradient-not-finite', 'expectation-failed']);

/** More than the number of habitual mistakes in a line. */
const maxRounds = 20;

export function fixesOf(snapshot: Snapshot, problem: Problem): readonly Fix[] {
  const improvements = proposeFixes(snapshot, problem).filter(
    (fix) => fix.action !== undefined || isImprovement(snapshot, problem, fix),
  );
  return improvements.length > 1 && problem.code in syntaxFixes
    ? withFewestErrors(snapshot, improvements)
    : improvements;
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
  const provider = (fixProviders as Partial<Record<ProblemCode, FixProvider>>)[problem.code];
  return provider && !problem.isInCall ? provider(new ProblemSite(snapshot, problem), ...problem.details) : [];
}

/** True if the fix removes the problem and introduces no other. */
function isImprovement(snapshot: Snapshot, problem: Problem, { edits, isGuess }: Fix): boolean {
  if (edits.length === 0) return false;
  if (problem.code in syntaxFixes) return parsesFurther(snapshot, problem, edits);
  const after = analyzeWithEdits(snapshot, edits);
  const hasNoMoreErrors = countErrors(after.module.problems) <= countErrors(snapshot.module.problems);
  if (numericCodes.has(problem.code))
    return hasNoMoreErrors && countErrors(after.problems) <= countErrors(snapshot.problems);
  const isGone = countProblems(problem.code, after.problems) < countProblems(problem.code, snapshot.problems);
  const mayReveal =
    !isGuess || countErrors(after.problems) <= countErrors(snapshot.problems) - (problem.severity === 'error' ? 1 : 0);
  return isGone && hasNoMoreErrors && mayReveal;
}

/** True if the statement is parsed further, or whole: a statement has at most one syntax error at a time. */
function parsesFurther(snapshot: Snapshot, problem: Problem, edits: readonly Edit[]): boolean {
  const { problems } = parse(applyEdits(snapshot.text, edits), snapshot);
  if (statementCodes.has(problem.code)) {
    return problems.length < snapshot.module.problems.length - snapshot.names.problems.length;
  }
  const { start } = new ProblemSite(snapshot, problem).outerStatement ?? problem;
  const checkedEnd = Math.max(problem.start, ...edits.map((edit) => (edit.start <= problem.end ? edit.start : 0)));
  return !problems.some((other) => other.start >= start && other.start <= checkedEnd);
}

function countErrors(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function countProblems(code: ProblemCode, problems: readonly Problem[]): number {
  return problems.filter((other) => other.code === code).length;
}

/** Edits that fix everything in the file with a certain fix, in text order. They keep the number of lines. */
export function certainEdits(snapshot: Snapshot): readonly Edit[] {
  let current = snapshot;
  for (let round = 0; round < maxRounds; round++) {
    const edits = certainEditsOnce(current);
    if (edits.length === 0) break;
    const text = applyEdits(current.text, edits);
    current = { ...current, text, ...parse(text) };
  }
  const { lines } = snapshot;
  const corrected = new Lines(current.text);
  return Array.from({ length: lines.count }, (_, line) => line).flatMap((line) => {
    const [oldLine, text] = [lines.line(line), corrected.line(line)];
    const start = lines.offsetAt({ line, character: 0 });
    return oldLine === text ? [] : [{ start, end: start + oldLine.length, text }];
  });
}

function certainEditsOnce(snapshot: Snapshot): readonly Edit[] {
  const certainProblems = snapshot.problems.filter(({ code }) => certainCodes.has(code));
  const fixes = certainProblems
    .flatMap((problem) => proposeFixes(snapshot, problem))
    .filter(({ isCertain }) => isCertain);
  const edits = sortEdits([...fixes.flatMap((fix) => fix.edits), ...powerOperatorEdits(snapshot.text)]);
  return edits.filter((edit, i) => i === 0 || edits[i - 1].end <= edit.start);
}

/** Replaces `x ** 2` by `x ^ 2`. @param from start of a statement or of the text. */
export function powerOperatorEdits(text: string, from = 0, end = text.length): readonly Edit[] {
  const tokens = scan(text, from);
  const edits: Edit[] = [];
  for (let token = 0; tokens.kind(token) !== 'end' && tokens.start(token) <= end; token++)
    if (tokens.kind(token) === '**') edits.push({ ...tokens.range(token), text: '^' });
  return edits;
}
