/** Which fixes a problem has: what its row proposes, as far as the text reads better with it. */

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

/** A statement that stops before one of these may have it mended, and yet stop there again. */
const statementCodes: ReadonlySet<ProblemCode> = new Set(['unclosed-bracket', 'stray-bracket']);

/** What only a run shows. */
const numericCodes: ReadonlySet<ProblemCode> = new Set(['gradient-not-finite', 'expectation-failed']);

/** More rounds than a line has mistakes that are made by habit. */
const maxRounds = 20;

export function fixesOf(snapshot: Snapshot, problem: Problem): readonly Fix[] {
  const improvements = proposeFixes(snapshot, problem).filter(
    (fix) => fix.action !== undefined || isImprovement(snapshot, problem, fix),
  );
  return improvements.length > 1 && problem.code in syntaxFixes
    ? withFewestErrors(snapshot, improvements)
    : improvements;
}

/** Of several ways to read a statement those after which the fewest errors are left. */
function withFewestErrors(snapshot: Snapshot, fixes: readonly Fix[]): readonly Fix[] {
  const errorCounts = fixes.map(({ edits }) => countErrors(analyzeWithEdits(snapshot, edits).problems));
  const minErrors = Math.min(...errorCounts);
  return fixes.filter((_, i) => errorCounts[i] === minErrors);
}

type FixProvider = (site: ProblemSite, ...details: readonly unknown[]) => readonly Fix[];

function proposeFixes(snapshot: Snapshot, problem: Problem): readonly Fix[] {
  // The rows differ in the details of their problems; a problem has those of its own row.
  const provider = (fixProviders as Partial<Record<ProblemCode, FixProvider>>)[problem.code];
  return provider && !problem.isInCall ? provider(new ProblemSite(snapshot, problem), ...problem.details) : [];
}

/** Whether the problem is gone with a fix, and nothing is wrong that wasn't. */
function isImprovement(snapshot: Snapshot, problem: Problem, { edits, isGuess }: Fix): boolean {
  if (edits.length === 0) return false;
  if (problem.code in syntaxFixes) return parsesFurther(snapshot, problem, edits);
  const after = analyzeWithEdits(snapshot, edits);
  const isSounder = countErrors(after.module.problems) <= countErrors(snapshot.module.problems);
  if (numericCodes.has(problem.code)) return isSounder && countErrors(after.problems) <= countErrors(snapshot.problems);
  const isGone = countProblems(problem.code, after.problems) < countProblems(problem.code, snapshot.problems);
  const mayReveal =
    !isGuess || countErrors(after.problems) <= countErrors(snapshot.problems) - (problem.severity === 'error' ? 1 : 0);
  return isGone && isSounder && mayReveal;
}

/** A statement has one problem of syntax at a time: with a fix it is read beyond that, or as a whole. */
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

/** What corrects everything in a file that can mean nothing else, in the order of the text. It changes no number of lines. */
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

/** `x ** 2` is read as `x ^ 2`, and written so. @param from where a statement starts, or the text. */
export function powerOperatorEdits(text: string, from = 0, end = text.length): readonly Edit[] {
  const tokens = scan(text, from);
  const edits: Edit[] = [];
  for (let token = 0; tokens.kind(token) !== 'end' && tokens.start(token) <= end; token++)
    if (tokens.kind(token) === '**') edits.push({ ...tokens.range(token), text: '^' });
  return edits;
}
