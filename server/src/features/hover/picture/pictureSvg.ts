/** An SVG image of a value and its gradient: a title, the matrices in the colors of their signs, and the scale. */

import { maxMagnitudeOf, maxTint, relativeTo, zeroShare } from '../../../../../protocol/pictures/elementScale.ts';
import type { MatrixSize } from '../../../../../protocol/pictures/matrices.ts';
import { element, escapeXml } from '../../../../../protocol/pictures/xml.ts';
import { formatNumber } from '../../../display/numbers.ts';
import { truncate } from '../../../language/text/truncate.ts';
import { type Arrangement, arrangeCells, arrangeNumbers, gap, widthOf } from './arrangement.ts';
import { heatBitmap } from './heatBitmap.ts';
import type { ThemeColors } from './themeColors.ts';

export interface PicturePart {
  readonly title: string;
  /** Matrix by matrix and row by row; undefined after the end of a wrapped vector. */
  readonly cells: readonly (number | undefined)[];
  /** The numbers in the cells; absent if there is no room. */
  readonly texts?: readonly string[];
}

interface Matrices {
  readonly count: number;
  /** The size of each. */
  readonly size: MatrixSize;
}

/** The size, layout and colors that the value and its gradient share. */
interface Frame {
  readonly matrices: Matrices;
  readonly arrangement: Arrangement;
  readonly colors: ThemeColors;
}

/** In pixels. */
const fontSize = 11;
const titleHeight = 18;
const scaleHeight = 18;
const rampWidth = 48;
const rampHeight = 8;
const scaleGap = 6;

/** Significant digits at the ends of a scale. */
const scaleDigits = 3;

/** In pixels. */
export interface SizedSvg {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** @param parts the value, and the gradient if there is one. */
export function pictureSvg(
  parts: readonly PicturePart[],
  matrices: Matrices,
  description: string,
  colors: ThemeColors,
): SizedSvg {
  const texts = parts.flatMap((part) => part.texts ?? []);
  const arrangement =
    texts.length > 0
      ? arrangeNumbers(texts, matrices.size, parts.length)
      : arrangeCells(matrices.count, matrices.size, parts.length);
  const frame = { matrices, arrangement, colors };
  const groups: string[] = [];
  let [x, y, width, height] = [0, 0, 0, 0];
  for (const [index, part] of parts.entries()) {
    const drawn = drawPart(part, index > 0, frame);
    groups.push(element('g', { transform: `translate(${x} ${y})` }, drawn.content));
    width = Math.max(width, x + drawn.width);
    height = Math.max(height, y + drawn.height);
    if (arrangement.isBeside) x += Math.ceil(drawn.width) + gap;
    else y += Math.ceil(drawn.height) + gap / 2;
  }
  [width, height] = [Math.ceil(width), Math.ceil(height)];
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    'font-family': "system-ui, 'Segoe UI', sans-serif",
    'font-size': fontSize,
  };
  const title = element('title', {}, [escapeXml(description)]);
  return { text: element('svg', attributes, [title, ramp(colors), ...groups]), width, height };
}

interface DrawnPart {
  readonly content: readonly string[];
  readonly width: number;
  readonly height: number;
}

function drawPart(part: PicturePart, isGradient: boolean, frame: Frame): DrawnPart {
  const { arrangement, colors } = frame;
  const title = titleThatFits(part.title, arrangement.maxTitleWidth);
  const titleText = element(
    'text',
    { y: fontSize, fill: isGradient ? colors.gradient : colors.value, 'font-weight': 600 },
    [escapeXml(title)],
  );
  const maxMagnitude = maxMagnitudeOf(part.cells.filter((cell) => cell !== undefined));
  const { layout } = arrangement;
  const matrix = part.texts
    ? drawNumbers(part.cells, part.texts, maxMagnitude, frame)
    : drawCells(part.cells, isGradient ? 'gradient' : 'value', maxMagnitude, frame);
  const scale = part.texts ? undefined : drawScale(maxMagnitude, colors);
  const scaleTop = titleHeight + layout.height + scaleGap;
  return {
    content: [
      titleText,
      element('g', { transform: `translate(0 ${titleHeight})` }, matrix),
      ...(scale ? [element('g', { transform: `translate(0 ${scaleTop})` }, scale.content)] : []),
    ],
    width: Math.max(widthOf(title), layout.width, scale?.width ?? 0),
    height: scale ? scaleTop + scaleHeight - scaleGap : titleHeight + layout.height,
  };
}

function titleThatFits(title: string, maxWidth: number): string {
  for (let length = title.length; length > 1; length--) {
    const shortened = truncate(title, length);
    if (widthOf(shortened) <= maxWidth) return shortened;
  }
  return title;
}

function drawNumbers(
  cells: PicturePart['cells'],
  texts: readonly string[],
  maxMagnitude: number,
  { matrices, arrangement: { cellWidth, cellHeight }, colors }: Frame,
): readonly string[] {
  const { columns } = matrices.size;
  const { foreground, positive, negative, nonFinite, border } = colors;
  return texts.flatMap((text, index) => {
    const [x, y] = [(index % columns) * cellWidth, Math.floor(index / columns) * cellHeight];
    const relative = relativeTo(maxMagnitude, cells[index] ?? 0);
    const fill = Number.isNaN(relative) ? nonFinite : relative < 0 ? negative : positive;
    const opacity = maxTint * (Number.isNaN(relative) ? 1 : Math.abs(relative));
    const rectangle = { x, y, width: cellWidth - 1, height: cellHeight - 1, fill, 'fill-opacity': opacity };
    const label = { x: x + cellWidth - 5, y: y + 13, 'text-anchor': 'end', fill: foreground };
    return [element('rect', { ...rectangle, stroke: border }), element('text', label, [escapeXml(text)])];
  });
}

function drawCells(
  cells: PicturePart['cells'],
  id: string,
  maxMagnitude: number,
  { matrices, arrangement, colors }: Frame,
): readonly string[] {
  const { rows, columns } = matrices.size;
  const { layout, cellWidth, cellHeight } = arrangement;
  const bitmap = element('image', {
    id,
    width: columns,
    height: rows * matrices.count,
    style: 'image-rendering:pixelated',
    href: heatBitmap(cells, columns, maxMagnitude, colors),
  });
  const [width, height] = [columns * cellWidth, rows * cellHeight];
  const drawn = Array.from({ length: matrices.count }, (_, index) => {
    const [x, y] = [
      (index % layout.gridColumns) * layout.pitch.width,
      Math.floor(index / layout.gridColumns) * layout.pitch.height,
    ];
    const window = {
      x,
      y,
      width,
      height,
      viewBox: `0 ${index * rows} ${columns} ${rows}`,
      preserveAspectRatio: 'none',
    };
    const matrix = element('svg', window, [element('use', { href: `#${id}` })]);
    if (colors.border === undefined) return matrix;
    return matrix + element('rect', { x, y, width, height, fill: 'none', stroke: colors.border });
  });
  return [element('defs', {}, [bitmap]), ...drawn];
}

const rampId = 'ramp';

/** From the color of the negative elements over that of 0 to that of the positive ones. */
function ramp({ negative, foreground, positive }: ThemeColors): string {
  const stops = [
    { offset: 0, 'stop-color': negative },
    { offset: 0.5, 'stop-color': foreground, 'stop-opacity': zeroShare },
    { offset: 1, 'stop-color': positive },
  ];
  const gradient = element(
    'linearGradient',
    { id: rampId },
    stops.map((stop) => element('stop', stop)),
  );
  return element('defs', {}, [gradient]);
}

/** Undefined if all cells are 0 or not finite. */
function drawScale(
  maxMagnitude: number,
  { description, border }: ThemeColors,
): { readonly content: readonly string[]; readonly width: number } | undefined {
  if (maxMagnitude === 0) return undefined;
  const [low, high] = [-maxMagnitude, maxMagnitude].map((end) => formatNumber(end, scaleDigits));
  const rampLeft = Math.ceil(widthOf(low)) + 2 * scaleGap;
  const highLeft = rampLeft + rampWidth + scaleGap;
  const text = { y: scaleHeight - scaleGap - 2, fill: description };
  const bar = { x: rampLeft, y: 2, width: rampWidth, height: rampHeight, fill: `url(#${rampId})`, stroke: border };
  return {
    content: [
      element('text', { ...text, x: rampLeft - scaleGap, 'text-anchor': 'end' }, [escapeXml(low)]),
      element('rect', bar),
      element('text', { ...text, x: highLeft }, [escapeXml(high)]),
    ],
    width: highLeft + widthOf(high),
  };
}
