/** Which fixes a problem has: what its row proposes, as far as the text reads better with it. */

import { Lines } from '../../language/base/lines.ts';
import type { Problem, ProblemCode } from '../../language/problems/problems.ts';
import { parse } from '../../language/syntax/parse.ts';
import { scan } from '../../language/syntax/scan.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { applyEdits, type Edit } from '../../training/stepEdits.ts';
import { Site } from '../site.ts';
import { ordered } from '../statementLines.ts';
import { readWith } from '../tryEdits.ts';
import type { Fix, FixRows } from './fix.ts';
import { nameFixes } from './names.ts';
import { numberFixes } from './numbers.ts';
import { shapeFixes } from './shapes.ts';
import { certainCodes, syntaxFixes } from './syntax.ts';

export const fixRows: FixRows = { ...syntaxFixes, ...nameFixes, ...shapeFixes, ...numberFixes };

/** A statement that stops before one of these may have it mended, and yet stop there again. */
const wholeStatement: ReadonlySet<ProblemCode> = new Set(['unclosed-bracket', 'stray-bracket']);

/** What only a run shows. */
const seenInNumbers: ReadonlySet<ProblemCode> = new Set(['gradient-not-finite', 'expectation-failed']);

/** More rounds than a line has mistakes that are made by habit. */
const mostRounds = 20;

export function fixesOf(snapshot: Snapshot, found: Problem): readonly Fix[] {
  const better = proposed(snapshot, found).filter((fix) => fix.command !== undefined || isBetter(snapshot, found, fix));
  return better.length > 1 && found.code in syntaxFixes ? soundest(snapshot, better) : better;
}

/** Of several ways to read a statement those after which the fewest errors are left. */
function soundest(snapshot: Snapshot, fixes: readonly Fix[]): readonly Fix[] {
  const errors = fixes.map(({ edits }) => errorsIn(readWith(snapshot, edits).problems));
  const fewest = Math.min(...errors);
  return fixes.filter((_, i) => errors[i] === fewest);
}

function proposed(snapshot: Snapshot, found: Problem): readonly Fix[] {
  // The rows differ in the details of their problems; a problem has those of its own row.
  const row = fixRows[found.code] as ((site: Site, ...details: readonly unknown[]) => readonly Fix[]) | undefined;
  return row && !found.isInCall ? row(new Site(snapshot, found), ...found.details) : [];
}

/** Whether the problem is gone with a fix, and nothing is wrong that wasn't. */
function isBetter(snapshot: Snapshot, found: Problem, { edits, isGuess }: Fix): boolean {
  if (edits.length === 0) return false;
  if (found.code in syntaxFixes) return readsFurther(snapshot, found, edits);
  const after = readWith(snapshot, edits);
  const isSounder = errorsIn(after.module.problems) <= errorsIn(snapshot.module.problems);
  if (seenInNumbers.has(found.code)) return isSounder && errorsIn(after.problems) <= errorsIn(snapshot.problems);
  const isGone = countOf(found.code, after.problems) < countOf(found.code, snapshot.problems);
  const mayReveal =
    !isGuess || errorsIn(after.problems) <= errorsIn(snapshot.problems) - (found.severity === 'error' ? 1 : 0);
  return isGone && isSounder && mayReveal;
}

/** A statement has one problem of syntax at a time: with a fix it is read beyond that, or as a whole. */
function readsFurther(snapshot: Snapshot, found: Problem, edits: readonly Edit[]): boolean {
  const { problems } = parse(applyEdits(snapshot.text, edits), snapshot);
  if (wholeStatement.has(found.code)) {
    return problems.length < snapshot.module.problems.length - snapshot.names.problems.length;
  }
  const { start } = new Site(snapshot, found).outer ?? found;
  const reached = Math.max(found.start, ...edits.map((edit) => (edit.start <= found.end ? edit.start : 0)));
  return !problems.some((problem) => problem.start >= start && problem.start <= reached);
}

function errorsIn(problems: readonly Problem[]): number {
  return problems.filter(({ severity }) => severity === 'error').length;
}

function countOf(code: ProblemCode, problems: readonly Problem[]): number {
  return problems.filter((problem) => problem.code === code).length;
}

/** What corrects everything in a file that can mean nothing else, in the order of the text. It changes no number of lines. */
export function certainEdits(snapshot: Snapshot): readonly Edit[] {
  let current = snapshot;
  for (let round = 0; round < mostRounds; round++) {
    const edits = certainRound(current);
    if (edits.length === 0) break;
    const text = applyEdits(current.text, edits);
    current = { ...current, text, ...parse(text) };
  }
  const { lines } = snapshot;
  const corrected = new Lines(current.text);
  return Array.from({ length: lines.count }, (_, line) => line).flatMap((line) => {
    const [before, text] = [lines.line(line), corrected.line(line)];
    const start = lines.offsetAt({ line, character: 0 });
    return before === text ? [] : [{ start, end: start + before.length, text }];
  });
}

function certainRound(snapshot: Snapshot): readonly Edit[] {
  const found = snapshot.problems.filter(({ code }) => certainCodes.has(code));
  const fixes = found.flatMap((problem) => proposed(snapshot, problem)).filter(({ isCertain }) => isCertain);
  const edits = ordered([...fixes.flatMap((fix) => fix.edits), ...powersIn(snapshot.text)]);
  return edits.filter((edit, i) => i === 0 || edits[i - 1].end <= edit.start);
}

/** `x ** 2` is read as `x ^ 2`, and written so. @param from where a statement starts, or the text. */
export function powersIn(text: string, from = 0, end = text.length): readonly Edit[] {
  const tokens = scan(text, from);
  const edits: Edit[] = [];
  for (let at = 0; tokens.kind(at) !== 'end' && tokens.start(at) <= end; at++)
    if (tokens.kind(at) === '**') edits.push({ ...tokens.range(at), text: '^' });
  return edits;
}
