/** Annotations as one line of text, for code lenses and the command line. */

import * as l10n from '@vscode/l10n';
import type { DisplayOptions } from '../../display/displayOptions.ts';
import { formatNumber } from '../../display/numbers.ts';
import {
  formatGradient,
  formatParts,
  formatUpdate,
  gradientSymbol,
  isShownAsNorm,
  isWrittenOut,
  withoutElements,
} from '../../display/quantity.ts';
import { showStepNorms } from '../../display/stepNorms.ts';
import { type DefinitionKind, isDefinition } from '../../language/syntax/ast.ts';
import { literalNumbers } from '../../language/syntax/literals.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { ExpectationAnnotation, StatementAnnotation, ValueAnnotation } from './annotation.ts';

/** False if the annotation would only repeat its statement, as `apple = 100`. */
export function isWorthShowing(annotation: StatementAnnotation): boolean {
  if (annotation.kind === 'expectation' || annotation.role === 'loss') return true;
  return annotation.gradient !== undefined || annotation.update !== undefined || !repeatsSource(annotation);
}

/** True if the statement defines its name by a literal whose numbers are all shown. */
export function repeatsSource({ statement, value }: ValueAnnotation): boolean {
  const isShownInFull = value.kind === 'scalar' || isWrittenOut(value);
  return isShownInFull && isDefinition(statement) && literalNumbers(statement.value) !== undefined;
}

/** Kinds of statements for which annotations are shown. */
export type ShownStatements = Readonly<Record<DefinitionKind | 'expect', boolean>>;

export function isStatementShown(annotation: StatementAnnotation, statements: ShownStatements): boolean {
  return statements[annotation.kind === 'expectation' ? 'expect' : annotation.role];
}

/** `x = −2 → −2.16 · ∂L/∂x = 16`, or `✓ 16 ≈ 16`; empty if no part is shown. */
export function formatAnnotation(annotation: StatementAnnotation, shown: DisplayOptions): string {
  const text = annotation.kind === 'expectation' ? showExpectation(annotation, shown) : showValue(annotation, shown);
  return withMarks(annotation, text);
}

/** A text with the samples that it is about, if not all, and a mark if it is stale. */
export function withMarks({ sampleText, isStale }: StatementAnnotation, text: string): string {
  if (text === '') return text;
  const marked = sampleText === undefined ? text : `${text} · ${sampleText}`;
  return isStale ? l10n.t`${marked} · stale` : marked;
}

/** In characters: longer lenses are cut beside the graph in a window of 1280 pixels. Bars are wider than digits. */
const maxLengths = { withSparkline: 58, withoutSparkline: 60 };

/**
 * Like `formatAnnotation`, for an editor beside the graph. A long lens leaves out, until it fits, the value that the line
 * below it has or else the sparkline, then the update, then the elements of the gradient, then those of the value.
 */
export function formatNarrowLens(annotation: StatementAnnotation, shown: DisplayOptions): string {
  const text = formatAnnotation(annotation, shown);
  if (annotation.kind !== 'value') return text;
  const hasSparkline = annotation.value.kind === 'tensor' && !isWrittenOut(annotation.value);
  if (text.length <= (hasSparkline ? maxLengths.withSparkline : maxLengths.withoutSparkline)) return text;
  const withoutValue = isWrittenInSource(annotation) ? { value: false, shape: false } : {};
  const shorter = { ...shown, hasSparklines: false, show: { ...shown.show, ...withoutValue } };
  const withoutUpdate = { ...shorter, show: { ...shorter.show, update: false } };
  const texts = [
    formatAnnotation(annotation, shorter),
    formatAnnotation(annotation, withoutUpdate),
    formatAnnotation(withGradientNorm(annotation), shorter),
    formatAnnotation(withGradientNorm(annotation), withoutUpdate),
  ];
  const fitting = texts.find(({ length }) => length <= maxLengths.withoutSparkline);
  return fitting ?? formatAnnotation(summarized(annotation), withoutUpdate);
}

/** The annotation with mean and standard deviation instead of the elements of its value, and the norm of its gradient. */
export function summarized(annotation: ValueAnnotation): ValueAnnotation {
  return { ...withGradientNorm(annotation), value: withoutElements(annotation.value) };
}

/** An annotation may have getters, which a spread does not copy. */
function withGradientNorm(annotation: ValueAnnotation): ValueAnnotation {
  const { kind, statement, name, role, line, lastLine, isStale, sampleText, value, gradient, update } = annotation;
  const norm = gradient && { ...gradient, value: withoutElements(gradient.value) };
  return { kind, statement, name, role, line, lastLine, isStale, sampleText, value, gradient: norm, update };
}

/** True if the displayed value is the literal of its statement, which training and scrubbing leave as it is. */
function isWrittenInSource({ statement, value }: ValueAnnotation): boolean {
  if (!isDefinition(statement)) return false;
  const numbers = literalNumbers(statement.value);
  const elements = value.kind === 'scalar' ? [value.value] : value.elements;
  return (
    numbers?.length === elements?.length && (numbers?.every((number, i) => number.value === elements?.[i]) ?? false)
  );
}

/** `✓ 16 ≈ 16`, or for tensors the element that differs the most: `✗ largest difference at [1, 0]: 2 ≉ 3`. */
function showExpectation(annotation: ExpectationAnnotation, { digits, show }: DisplayOptions): string {
  const { holds, left, right, elementIndex } = annotation;
  const mark = verdictMark(annotation);
  if (!show.value) return mark;
  const start = elementIndex === '' ? mark : `${mark} ${l10n.t`largest difference at ${elementIndex}`}:`;
  return `${start} ${formatNumber(left, digits)} ${holds ? '≈' : '≉'} ${formatNumber(right, digits)}`;
}

export function verdictMark({ holds }: Pick<ExpectationAnnotation, 'holds'>): string {
  return holds ? '✓' : '✗';
}

function showValue(annotation: ValueAnnotation, shown: DisplayOptions): string {
  const { digits, show } = shown;
  const { value, update } = annotation;
  const name = truncate(annotation.name);
  const gradient = show.gradient ? showGradient(annotation, digits) : undefined;
  const valueText = formatParts(value, shown);
  const namedValue = valueText && `${name}${show.value ? ' =' : ''} ${valueText}`;
  // The arrow starts from the value, or from the name where the value is not shown.
  const start = show.update && update ? `${namedValue || name} → ${formatUpdate(value, update, digits)}` : namedValue;
  return [start, gradient].filter((part) => part).join(' · ');
}

/** The gradient, of a recurrence with its course over the steps: `‖∂L/∂h‖ = 0.2 ▁▂▅█`. */
function showGradient(annotation: ValueAnnotation, digits: number): string | undefined {
  const text = formatNamedGradient(annotation, digits);
  const { value, stepNorms } = annotation.gradient ?? {};
  const hasCourse = stepNorms !== undefined && value !== undefined && isShownAsNorm(value);
  return text && hasCourse ? `${text} ${showStepNorms(stepNorms)}`.trimEnd() : text;
}

/** `∂L/∂x = 16`, `∂L/∂w = [1, −2]`, or `‖∂L/∂W‖ = 0.2`; undefined if there is no gradient, or if it is the gradient of the value with respect to itself. */
export function formatNamedGradient({ name, gradient }: ValueAnnotation, digits: number): string | undefined {
  if (gradient === undefined || gradient.isSelf) return undefined;
  const symbol = gradientSymbol(`∂${gradient.of}/∂${truncate(name)}`, gradient.value);
  return `${symbol} = ${formatGradient(gradient.value, digits)}`;
}
