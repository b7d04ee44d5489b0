/** Numbers after the code, aligned in columns; pushed to clients that paint them. */

import type { Settings } from '../../../../protocol/editor/settings.ts';
import type { LineDecoration, LineSpan } from '../../../../protocol/editor/shownNumbers.ts';
import { type GradientScale, gradientScaleOf, gradientShade } from '../../../../protocol/shared/gradientScale.ts';
import { formatNumber, maxCharacters } from '../../display/numbers.ts';
import { formatGradient, formatParts, formatUpdate, gradientSymbol, magnitudeOf } from '../../display/quantity.ts';
import { lineWidth, textWidth } from '../../display/textWidth.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { partitionPoint } from '../../language/text/partitionPoint.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { FileAnnotations, StatementAnnotation, ValueAnnotation } from '../../snapshot/annotations/annotation.ts';
import { isStatementShown, verdictMark } from '../../snapshot/annotations/annotationText.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** Characters between the longest statement and the widest value. */
const gap = 4;
/** Characters between two numbers, and at least between a statement and its value. */
const columnGap = 2;
/** Longer statements do not push the numbers of other lines to the right. */
const maxAlignedWidth = 72;
/** Longer values and gradients, such as those of six elements, do not either. */
const maxColumnWidth = 30;
/** VS Code drops ordinary spaces at the start of a decoration. */
const blank = '\u00a0';
const scalarMark = '∂';

/** @param visibleLines other lines only affect the alignment; absent if the visible lines are not known. */
export function lineDecorationsOf(
  annotations: FileAnnotations,
  settings: Settings,
  visibleLines?: readonly LineSpan[],
): LineDecoration[] {
  if (visibleLines?.length === 0) return [];
  const { snapshot } = annotations;
  const style: DecorationStyle = {
    settings,
    widths: widthsOf(annotations, settings),
    scale: settings.colors ? gradientScaleOf(annotations.list.map(gradientMagnitude)) : undefined,
  };
  const visibleAnnotations = visibleLines
    ? statementsEndingOn(snapshot, visibleLines).flatMap((index) => annotations.at(index) ?? [])
    : annotations.list;
  return visibleAnnotations
    .filter((annotation) => isStatementShown(annotation, settings.statements))
    .flatMap((annotation) => lineDecorationOf(annotation, displayWidthOf(snapshot, annotation.lastLine), style) ?? []);
}

/** Properties that all annotations of a file share. */
interface DecorationStyle {
  readonly settings: Settings;
  readonly widths: Widths;
  /** Absent if gradients have a single color. */
  readonly scale: GradientScale | null | undefined;
}

/** Indices of the statements that end on these lines. */
function statementsEndingOn({ tree, lines }: Snapshot, lineSpans: readonly LineSpan[]): number[] {
  const { ends } = tree.statementTable;
  const indices = new Set<number>();
  for (const { first, last } of lineSpans) {
    let line = Math.max(0, first);
    for (let index = partitionPoint(ends, (end) => lines.positionAt(end).line >= first); index < ends.length; index++) {
      line = lines.findLineFrom(line, ends[index]);
      if (line > last) break;
      indices.add(index);
    }
  }
  return [...indices].sort((a, b) => a - b);
}

/** The width of a line, in columns. */
function displayWidthOf({ lines }: Snapshot, line: number): number {
  return lines.measureLine(line, lineWidth);
}

/** Widths of the columns of a file. */
interface Widths {
  /** Width of the statements with annotations. */
  readonly code: number;
  readonly value: number;
  readonly mark: number;
  readonly gradient: number;
}

function widthsOf(annotations: FileAnnotations, settings: Settings): Widths {
  const { digits, show, statements } = settings;
  const { snapshot, scalars } = annotations;
  const { tree, lines, model, evaluation } = snapshot;
  const backwardPass = show.gradient ? model.objective?.backwardPass : undefined;
  const widths = { code: 0, value: 0, mark: 0, gradient: 0 };
  const scalarOf = (node: NodeId): number => evaluation!.values.data[evaluation!.values.starts[node]];
  let line = 0;
  for (let index = 0; index < scalars.length; index++) {
    line = lines.findLineFrom(line, tree.statementTable.ends[index]);
    const node = scalars[index];
    const annotation = node < 0 ? annotations.at(index) : undefined;
    if (annotation && isStatementShown(annotation, statements))
      widen(widths, annotation, displayWidthOf(snapshot, line), settings);
    if (node < 0 || !statements[tree.statementTable.roleAt(index)!]) continue;
    widths.code = codeWidth(widths.code, displayWidthOf(snapshot, line));
    if (show.value) widths.value = numberWidth(widths.value, scalarOf(node), digits);
    const adjoint = backwardPass && adjointOf(backwardPass, node);
    if (adjoint === undefined) continue;
    widths.mark = Math.max(widths.mark, scalarMark.length);
    widths.gradient = numberWidth(widths.gradient, scalarOf(adjoint), digits);
  }
  return widths;
}

function widen(
  widths: { -readonly [Key in keyof Widths]: Widths[Key] },
  annotation: StatementAnnotation,
  end: number,
  { digits, show }: Settings,
): void {
  if (annotation.kind === 'expectation') {
    // An expectation shows only a mark, which need not be aligned.
    widths.value = Math.max(widths.value, 1);
    return;
  }
  const shownGradient = show.gradient ? annotation.gradient?.value : undefined;
  widths.code = codeWidth(widths.code, end);
  widths.value = columnWidth(widths.value, textWidth(formatParts(annotation.value, { digits, show })));
  if (shownGradient === undefined) return;
  widths.mark = Math.max(widths.mark, gradientSymbol(scalarMark, shownGradient).length);
  widths.gradient = columnWidth(widths.gradient, textWidth(formatGradient(shownGradient, digits)));
}

function codeWidth(width: number, end: number): number {
  return end <= maxAlignedWidth ? Math.max(width, end) : width;
}

function columnWidth(width: number, contentWidth: number): number {
  return contentWidth <= maxColumnWidth ? Math.max(width, contentWidth) : width;
}

/** Formats only numbers that can be wider than the maximum: all numbers are measured at each keystroke. */
function numberWidth(width: number, number: number, digits: number): number {
  return maxCharacters(number, digits) <= width ? width : Math.max(width, textWidth(formatNumber(number, digits)));
}

/** Undefined if there is nothing to show. @param end width of the line that the decoration follows. */
function lineDecorationOf(
  annotation: StatementAnnotation,
  end: number,
  style: DecorationStyle,
): LineDecoration | undefined {
  const { settings, widths } = style;
  const location = { line: annotation.lastLine, isStale: annotation.isStale };
  const value =
    annotation.kind === 'expectation' ? verdictMark(annotation) : withBlanks(formatParts(annotation.value, settings));
  const padding = blank.repeat(Math.max(widths.code + gap + widths.value - textWidth(value) - end, columnGap));
  if (annotation.kind === 'expectation') {
    const failure = annotation.holds ? {} : { isFailure: true as const };
    return { ...location, value: padding + value, ...failure, gradient: '', update: sampleOf(annotation) };
  }
  const gradient = gradientOf(annotation, style);
  const update = updateOf(annotation, gradient !== '', style) + sampleOf(annotation);
  if (value === '' && gradient === '' && update === '') return undefined;
  return { ...location, value: padding + value, gradient, update, ...shadeOf(annotation, style) };
}

function gradientOf({ gradient }: ValueAnnotation, { widths, settings: { digits, show } }: DecorationStyle): string {
  if (gradient === undefined || !show.gradient) return '';
  const separator = blank.repeat(columnGap);
  const mark = padEnd(gradientSymbol(scalarMark, gradient.value), widths.mark);
  const text = withBlanks(formatGradient(gradient.value, digits));
  return `${separator}${mark}${separator}${padStart(text, widths.gradient)}`;
}

/** `x → −2.16` after a gradient, which the arrow would seem to change; else `→ −2.16`. */
function updateOf(
  { name, value, update }: ValueAnnotation,
  followsGradient: boolean,
  { settings: { digits, show } }: DecorationStyle,
): string {
  if (update === undefined || !show.update) return '';
  const start = followsGradient ? `${truncate(name)} →` : '→';
  return blank.repeat(columnGap) + withBlanks(`${start} ${formatUpdate(value, update, digits)}`);
}

/** The samples that the numbers are about, if not all. */
function sampleOf({ sampleText }: StatementAnnotation): string {
  return sampleText === undefined ? '' : blank.repeat(columnGap) + withBlanks(sampleText);
}

function shadeOf({ gradient }: ValueAnnotation, { scale }: DecorationStyle): Pick<LineDecoration, 'shade'> {
  const shade = gradient && scale !== undefined ? gradientShade(scale, magnitudeOf(gradient.value)) : null;
  return shade === null ? {} : { shade };
}

function gradientMagnitude(annotation: StatementAnnotation): number | null {
  return annotation.kind === 'value' && annotation.gradient ? magnitudeOf(annotation.gradient.value) : null;
}

function withBlanks(text: string): string {
  return text.replaceAll(' ', blank);
}

function padStart(text: string, width: number): string {
  return blank.repeat(Math.max(0, width - textWidth(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + blank.repeat(Math.max(0, width - textWidth(text)));
}
