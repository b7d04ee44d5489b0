/**
 * Fixtures in the source text: what is expected of a text is drawn into it, and drawn anew from what the sources make
 * of it. A fixture is right when that changes nothing. UPDATE_EXPECT=1 rewrites those in which it does.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { Execution, elementsOf } from '../../server/src/engine/execute.ts';
import { lensesOf } from '../../server/src/features/codeLens.ts';
import { annotationsOf } from '../../server/src/features/lineEnds.ts';
import { nodeAt } from '../../server/src/language/model.ts';
import type { Problem } from '../../server/src/language/problems.ts';
import type { Annotation } from '../../server/src/protocol/result.ts';
import { type Readings, readingsOf } from '../../server/src/snapshot/readings.ts';
import { analyse, type Evaluated, type Snapshot, withValues } from '../../server/src/snapshot/snapshot.ts';

/** Expects that drawing a fixture anew changes nothing. It starts on the line after its opening quote. */
export function expectUnchanged(fixture: string, redraw: (fixture: string) => string): void {
  const redrawn = `\n${redraw(fixture.slice(1))}`;
  if (process.env.UPDATE_EXPECT === undefined) expect(redrawn).toBe(fixture);
  else rewrite(expect.getState().testPath!, fixture, redrawn);
}

function rewrite(testFile: string, fixture: string, redrawn: string): void {
  const source = readFileSync(testFile, 'utf8');
  writeFileSync(
    testFile,
    source.replace(asTemplate(fixture), () => asTemplate(redrawn)),
  );
}

function asTemplate(text: string): string {
  return `\`${text.replace(/[\\`]|\$\{/g, '\\$&')}\``;
}

/**
 * Redraws problems: below the line that a problem is in, `^^^ error code: message` under its exact range. Where a range
 * goes over several lines, each has its carets, and the last one the message.
 */
export function redrawProblems(fixture: string): string {
  const text = withoutLines(fixture, /^ *\^+( (error|warning) .*)?$/);
  const { lines, problems } = evaluatedIfPossible(text);
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
export function redrawLenses(...earlier: readonly string[]): (fixture: string) => string {
  return (fixture) => {
    const readings = readingsAfter([...earlier, withoutLines(fixture, /^▸ /)]);
    const { lines } = readings.snapshot;
    const lenses = lensesOf(readings, { digits: 4 }, 'file:///model.bp');
    return Array.from({ length: lines.count }, (_, line) => {
      const titles = lenses.filter(({ range }) => range.start.line === line).map(({ command }) => command!.title);
      return titles.length === 0 ? lines.line(line) : `▸ ${titles.join(' | ')}\n${lines.line(line)}`;
    }).join('\n');
  };
}

/** Redraws line ends: behind each statement and `▏`, what the editor paints there, with plain blanks. */
export function redrawLineEnds(...earlier: readonly string[]): (fixture: string) => string {
  return (fixture) => {
    const readings = readingsAfter([...earlier, fixture.replace(/▏.*$/gm, '')]);
    const { lines } = readings.snapshot;
    const painted = new Map(annotationsOf(readings, 4).map((annotation) => [annotation.line, paint(annotation)]));
    return Array.from({ length: lines.count }, (_, line) => lines.line(line) + (painted.get(line) ?? '')).join('\n');
  };
}

function paint({ value, gradient, update, stale }: Annotation): string {
  return `▏${value}${gradient}${update}${stale ? ' (stale)' : ''}`.replaceAll('\u00a0', ' ');
}

/** The readings of the last of some versions of a file, each evaluated as far as it can be. */
export function readingsAfter(versions: readonly string[]): Readings {
  const [first, ...later] = versions.map(evaluatedIfPossible);
  return later.reduce((last, snapshot) => readingsOf(snapshot, last), readingsOf(first));
}

/** A text without the lines that are drawn into it. */
export function withoutLines(fixture: string, drawn: RegExp): string {
  return fixture
    .split('\n')
    .filter((line) => !drawn.test(line))
    .join('\n');
}

/** A text without its `$0`, and where that was. */
export function withCursor(marked: string): { readonly text: string; readonly offset: number } {
  const offset = marked.indexOf('$0');
  return { text: marked.replace('$0', ''), offset };
}

export function evaluated(text: string): Evaluated {
  return run(analyse(text));
}

/** The text with its numbers, unless they don't fit into memory. */
export function evaluatedIfPossible(text: string): Snapshot {
  const snapshot = analyse(text);
  return snapshot.model.fitsMemory ? run(snapshot) : snapshot;
}

function run(snapshot: Snapshot): Evaluated {
  return withValues(snapshot, new Execution(snapshot.model.program).run());
}

/** The elements of what a name stands for; undefined where it has no value. */
export function valuesOf({ names, model, evaluation }: Evaluated, name: string): readonly number[] | undefined {
  const definition = names.definitions.get(name);
  const node = definition && nodeAt(model.statementNodes, definition.index);
  return node === undefined ? undefined : Array.from(elementsOf(model.program, evaluation.values, node));
}

/** The values of all scalar names of a text. */
export function scalarsOf(text: string): Record<string, number | undefined> {
  const snapshot = evaluated(text);
  return Object.fromEntries(
    [...snapshot.names.definitions.keys()].map((name) => [name, valuesOf(snapshot, name)?.[0]]),
  );
}
