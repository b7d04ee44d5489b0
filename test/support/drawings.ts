/** What the user is shown of a text, drawn into it. */

import { lensesOf } from '../../server/src/features/annotations/codeLens.ts';
import { hintsIn } from '../../server/src/features/annotations/inlayHints.ts';
import { lineDecorationsOf } from '../../server/src/features/annotations/lineDecorations.ts';
import { type Files, noFiles } from '../../server/src/language/base/files.ts';
import type { Problem } from '../../server/src/language/problems/problems.ts';
import type { LineDecoration } from '../../server/src/protocol/result.ts';
import { defaultSettings, type Settings } from '../../server/src/protocol/settings.ts';
import { evaluatedIfPossible, readingsAfter } from './evaluated.ts';
import { withoutLines } from './fixture.ts';

/**
 * Redraws problems: below the line that a problem is in, `^^^ error code: message` under its exact range. Where a range
 * goes over several lines, each has its carets, and the last one the message.
 */
export function redrawProblems(fixture: string, files: Files = noFiles): string {
  const text = withoutLines(fixture, /^ *\^+( (error|warning) .*)?$/);
  const { lines, problems } = evaluatedIfPossible(text, files);
  const marks = new Map<number, string[]>();
  for (const problem of problems) {
    const [start, end] = [problem.start, problem.end].map((offset) => lines.positionAt(offset));
    for (let line = start.line; line <= end.line; line++) {
      const from = line === start.line ? start.character : 0;
      const to = line === end.line ? end.character : lines.line(line).length;
      const mark = `${' '.repeat(from)}${'^'.repeat(to - from)}`;
      marks.set(line, [...(marks.get(line) ?? []), line === end.line ? `${mark} ${described(problem)}` : mark]);
    }
  }
  return Array.from({ length: lines.count }, (_, line) =>
    [lines.line(line), ...(marks.get(line) ?? [])].join('\n'),
  ).join('\n');
}

function described({ severity, code, message }: Problem): string {
  return `${severity} ${code}: ${message}`;
}

/**
 * Redraws lenses: above each statement, behind `▸`, what the editor shows over it; after the earlier versions of the
 * text, in their order.
 */
export function redrawLenses(
  earlier: readonly string[] = [],
  settings: Partial<Settings> = {},
): (fixture: string) => string {
  return (fixture) => {
    const readings = readingsAfter([...earlier, withoutLines(fixture, /^▸ /)]);
    const { lines } = readings.snapshot;
    const lenses = lensesOf(readings, { ...defaultSettings, ...settings }, 'file:///model.bp');
    return Array.from({ length: lines.count }, (_, line) => {
      const titles = lenses.filter(({ range }) => range.start.line === line).map(({ command }) => command!.title);
      return titles.length === 0 ? lines.line(line) : `▸ ${titles.join(' | ')}\n${lines.line(line)}`;
    }).join('\n');
  };
}

/** Redraws inlay hints: behind each statement, between `⟦` and `⟧`, what the editor shows there. */
export function redrawInlayHints(
  earlier: readonly string[] = [],
  settings: Partial<Settings> = {},
): (fixture: string) => string {
  return (fixture) => {
    const text = fixture.replace(/ ⟦.*?⟧/g, '');
    const readings = readingsAfter([...earlier, text]);
    const { lines } = readings.snapshot;
    const hints = hintsIn(readings, { start: 0, end: text.length }, { ...defaultSettings, ...settings }, '');
    return hints.reduceRight((drawn, { position, label }) => {
      const offset = lines.offsetAt(position);
      return `${drawn.slice(0, offset)} ⟦${label}⟧${drawn.slice(offset)}`;
    }, text);
  };
}

/** Redraws line ends: behind each statement and `▏`, what the editor paints there, with plain blanks. */
export function redrawLineEnds(
  earlier: readonly string[] = [],
  settings: Partial<Settings> = {},
): (fixture: string) => string {
  return (fixture) => {
    const readings = readingsAfter([...earlier, fixture.replace(/▏.*$/gm, '')]);
    const { lines } = readings.snapshot;
    const painted = new Map(
      lineDecorationsOf(readings, { ...defaultSettings, ...settings }).map((annotation) => [
        annotation.line,
        paint(annotation),
      ]),
    );
    return Array.from({ length: lines.count }, (_, line) => lines.line(line) + (painted.get(line) ?? '')).join('\n');
  };
}

function paint({ value, gradient, update, stale }: LineDecoration): string {
  return `▏${value}${gradient}${update}${stale ? ' (stale)' : ''}`.replaceAll('\u00a0', ' ');
}
