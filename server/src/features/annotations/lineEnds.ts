/** Numbers behind the code, in columns, pushed with each result for a client that paints them. */

import { columnsOf, widthOf } from '../../display/columns.ts';
import { mostCharacters, showNumber } from '../../display/numbers.ts';
import { magnitudeOf, type Quantity, showParts, showSize, showUpdate } from '../../display/quantity.ts';
import { adjointOf } from '../../engine/autodiff/differentiate.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { firstWhere } from '../../language/base/partitionPoint.ts';
import { type GradientScale, levelOf, scaleOver } from '../../protocol/gradientScale.ts';
import type { Annotation, LineSpan } from '../../protocol/result.ts';
import type { Settings } from '../../protocol/settings.ts';
import type { Reading, Readings, ValueReading } from '../../snapshot/annotations.ts';
import { isShown, markOf } from '../../snapshot/annotationText.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';

/** Columns between the longest statement and the widest value, and at least between any two texts. */
const gap = 4;
const columnGap = 2;
/** A statement that is longer does not push the numbers of the others out of sight. */
const longestAligned = 72;
/** Ordinary blanks at the start of a decoration are dropped. */
const blank = '\u00a0';
const scalarMark = '∂';

/** @param seen the lines that somebody looks at: the others take part in the columns alone. Absent where that isn't known. */
export function annotationsOf(readings: Readings, settings: Settings, seen?: readonly LineSpan[]): Annotation[] {
  if (seen?.length === 0) return [];
  const { snapshot } = readings;
  const look: Look = {
    settings,
    widths: widthsOf(readings, settings),
    scale: settings.colours ? scaleOver(readings.list.map(magnitudeAt)) : undefined,
  };
  const painted = seen ? placesIn(snapshot, seen).flatMap((place) => readings.at(place) ?? []) : readings.list;
  return painted
    .filter((reading) => isShown(reading, settings.statements))
    .flatMap((reading) => annotationOf(reading, endOf(snapshot, reading.lastLine), look) ?? []);
}

/** What all annotations of a file have in common. */
interface Look {
  readonly settings: Settings;
  readonly widths: Widths;
  /** Absent where gradients have one colour. */
  readonly scale: GradientScale | null | undefined;
}

/** The places of the statements that end on these lines. */
function placesIn({ tree, lines }: Snapshot, spans: readonly LineSpan[]): number[] {
  const { ends } = tree.overview;
  const places = new Set<number>();
  for (const { first, last } of spans) {
    let line = Math.max(0, first);
    for (let place = firstWhere(ends, (end) => lines.positionAt(end).line >= first); place < ends.length; place++) {
      line = lines.lineFrom(line, ends[place]);
      if (line > last) break;
      places.add(place);
    }
  }
  return [...places].sort((a, b) => a - b);
}

/** Where a line ends, in columns. */
function endOf({ lines }: Snapshot, line: number): number {
  return lines.measured(line, columnsOf);
}

/** How wide the columns of a file are. */
interface Widths {
  /** Of the statements that stand before them. */
  readonly code: number;
  readonly value: number;
  readonly mark: number;
  readonly gradient: number;
}

function widthsOf(readings: Readings, settings: Settings): Widths {
  const { digits, show, statements } = settings;
  const { snapshot, scalars } = readings;
  const { tree, lines, model, evaluation } = snapshot;
  const gradient = show.gradient ? model.objective?.gradient : undefined;
  const widths = { code: 0, value: 0, mark: 0, gradient: 0 };
  const numberOf = (node: NodeId): number => evaluation!.values.data[evaluation!.values.starts[node]];
  let line = 0;
  for (let place = 0; place < scalars.length; place++) {
    line = lines.lineFrom(line, tree.overview.ends[place]);
    const node = scalars[place];
    const reading = node < 0 ? readings.at(place) : undefined;
    if (reading && isShown(reading, statements)) widen(widths, reading, endOf(snapshot, line), settings);
    if (node < 0 || !statements[tree.overview.roleAt(place)!]) continue;
    widths.code = widenedByCode(widths.code, endOf(snapshot, line));
    if (show.value) widths.value = widenedByNumber(widths.value, numberOf(node), digits);
    const adjoint = gradient && adjointOf(gradient, node);
    if (adjoint === undefined) continue;
    widths.mark = Math.max(widths.mark, scalarMark.length);
    widths.gradient = widenedByNumber(widths.gradient, numberOf(adjoint), digits);
  }
  return widths;
}

function widen(
  widths: { -readonly [Key in keyof Widths]: Widths[Key] },
  reading: Reading,
  end: number,
  { digits, show }: Settings,
): void {
  if (reading.kind === 'claim') {
    // A claim shows no more than a mark, which may stand further out.
    widths.value = Math.max(widths.value, 1);
    return;
  }
  const flow = show.gradient ? reading.gradient?.value : undefined;
  widths.code = widenedByCode(widths.code, end);
  widths.value = Math.max(widths.value, widthOf(showParts(reading.value, { digits, show })));
  if (flow === undefined) return;
  widths.mark = Math.max(widths.mark, symbolOf(flow).length);
  widths.gradient = Math.max(widths.gradient, widthOf(showSize(flow, digits)));
}

function widenedByCode(width: number, end: number): number {
  return end <= longestAligned ? Math.max(width, end) : width;
}

/** Of a long file every number counts at each key, so that one which can't be wider than those before it isn't written for that. */
function widenedByNumber(width: number, number: number, digits: number): number {
  return mostCharacters(number, digits) <= width ? width : Math.max(width, widthOf(showNumber(number, digits)));
}

/** Undefined where nothing is to be said. @param end where the line ends behind which it is to stand. */
function annotationOf(reading: Reading, end: number, look: Look): Annotation | undefined {
  const { settings, widths } = look;
  const place = { line: reading.lastLine, stale: reading.stale };
  const value = reading.kind === 'claim' ? markOf(reading) : withBlanks(showParts(reading.value, settings));
  const lead = blank.repeat(Math.max(widths.code + gap + widths.value - widthOf(value) - end, columnGap));
  // What is wrong has the colour of gradients, which is that of errors too.
  if (reading.kind === 'claim')
    return {
      ...place,
      value: reading.holds ? lead + value : '',
      gradient: reading.holds ? '' : lead + value,
      update: '',
    };
  const gradient = gradientOf(reading, look);
  const update = updateOf(reading, look);
  if (value === '' && gradient === '' && update === '') return undefined;
  return { ...place, value: lead + value, gradient, update, ...levelOfGradient(reading, look) };
}

function gradientOf({ gradient }: ValueReading, { widths, settings: { digits, show } }: Look): string {
  if (gradient === undefined || !show.gradient) return '';
  const between = blank.repeat(columnGap);
  const mark = padEnd(symbolOf(gradient.value), widths.mark);
  return `${between}${mark}${between}${padStart(showSize(gradient.value, digits), widths.gradient)}`;
}

function updateOf({ value, update }: ValueReading, { settings: { digits, show } }: Look): string {
  if (update === undefined || !show.update) return '';
  return `${blank.repeat(columnGap)}→${blank}${withBlanks(showUpdate(value, update, digits))}`;
}

function levelOfGradient({ gradient }: ValueReading, { scale }: Look): Pick<Annotation, 'level'> {
  const level = gradient && scale !== undefined ? levelOf(scale, magnitudeOf(gradient.value)) : null;
  return level === null ? {} : { level };
}

function magnitudeAt(reading: Reading): number | null {
  return reading.kind === 'value' && reading.gradient ? magnitudeOf(reading.gradient.value) : null;
}

function symbolOf(gradient: Quantity): string {
  return gradient.kind === 'scalar' ? scalarMark : '‖∂‖';
}

function withBlanks(text: string): string {
  return text.replaceAll(' ', blank);
}

function padStart(text: string, width: number): string {
  return blank.repeat(Math.max(0, width - widthOf(text))) + text;
}

function padEnd(text: string, width: number): string {
  return text + blank.repeat(Math.max(0, width - widthOf(text)));
}
