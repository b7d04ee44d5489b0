/** Paints the output over two features: heat, the line between two classes, the samples, and the axes. */

import type { Surface } from '../../../../../server/src/protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { showNumber } from '../../numbers.ts';
import { type Colour, colourOf, cssOf, mixed } from '../colors.ts';
import { linearTicks, type Range } from '../curves/scales.ts';
import { shapeOf } from '../curves/shapes.ts';
import type { Theme } from '../useTheme.ts';
import { classesOf, type DrawnPlane, sideOfLabel } from './classes.ts';
import { contourOf } from './grid.ts';
import { type HeatColours, type HeatScale, heatPixels } from './heat.ts';

/** What is left of the canvas for the axes. */
const edge = { left: 38, right: 6, top: 6, bottom: 32 };
const tickSpace = { x: 48, y: 30 };

export function paintSurface(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  plane: DrawnPlane,
  surface: Surface | undefined,
  scale: HeatScale,
  theme: Theme,
): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const colour = (variable: string) => resolved(context, theme(variable));
  const colours = { low: colour('charts-yellow'), middle: colour('editor-background'), high: colour('charts-blue') };
  const field = {
    x: edge.left,
    y: edge.top,
    width: width - edge.left - edge.right,
    height: height - edge.top - edge.bottom,
  };
  if (surface) {
    paintHeat(context, field, plane, surface, scale, colours);
    if (plane.boundary !== null) paintBoundary(context, field, plane, surface, plane.boundary, colour('foreground'));
  }
  paintPoints(context, field, plane, scale, colours);
  paintAxes(context, field, plane, theme);
}

interface Field extends Size {
  readonly x: number;
  readonly y: number;
}

function paintHeat(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Field,
  { columns, rows }: DrawnPlane,
  { values }: Surface,
  scale: HeatScale,
  colours: HeatColours,
): void {
  const small = new OffscreenCanvas(columns, rows);
  small
    .getContext('2d')!
    .putImageData(new ImageData(heatPixels({ columns, rows, values }, scale, colours), columns), 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(small, x, y, width, height);
}

function paintBoundary(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Field,
  { columns, rows }: DrawnPlane,
  { values }: Surface,
  boundary: number,
  colour: Colour,
): void {
  const across = (column: number) => x + ((column + 0.5) * width) / columns;
  const up = (row: number) => y + height - ((row + 0.5) * height) / rows;
  context.beginPath();
  for (const [fromColumn, fromRow, toColumn, toRow] of contourOf({ columns, rows, values }, boundary)) {
    context.moveTo(across(fromColumn), up(fromRow));
    context.lineTo(across(toColumn), up(toRow));
  }
  context.strokeStyle = cssOf(colour);
  context.lineWidth = 1.25;
  context.stroke();
}

/** The more points there are, the smaller they are. */
function radiusFor(count: number): number {
  return count <= 30 ? 5 : count <= 300 ? 3.5 : 2.25;
}

function paintPoints(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Field,
  plane: DrawnPlane,
  scale: HeatScale,
  { low, middle, high }: HeatColours,
): void {
  const classes = classesOf(plane);
  const radius = radiusFor(plane.points.length);
  const across = (at: number) => x + (width * (at - plane.x.from)) / (plane.x.to - plane.x.from);
  const up = (at: number) => y + height - (height * (at - plane.y.from)) / (plane.y.to - plane.y.from);
  const groups = new Map<number, (typeof plane.points)[number][]>();
  for (const point of plane.points) {
    const group = groups.get(point.label);
    if (group) group.push(point);
    else groups.set(point.label, [point]);
  }
  context.lineWidth = 1;
  context.strokeStyle = cssOf(middle);
  for (const [label, points] of groups) {
    const shape = new Path2D(shapeOf(Math.max(0, classes?.findIndex((one) => one.label === label) ?? 0)));
    const side = sideOfLabel(label, classes, scale);
    const outlines = new Path2D();
    for (const point of points) {
      outlines.addPath(shape, new DOMMatrix([radius, 0, 0, radius, across(point.x), up(point.y)]));
    }
    context.fillStyle = cssOf(mixed(middle, side < 0 ? low : high, Math.abs(side)));
    context.fill(outlines);
    context.stroke(outlines);
  }
}

function paintAxes(context: CanvasRenderingContext2D, field: Field, plane: DrawnPlane, theme: Theme): void {
  const { x, y, width, height } = field;
  context.strokeStyle = theme('panel-border');
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  context.fillStyle = theme('descriptionForeground');
  context.font = `11px ${theme('font-family')}`;
  const across: Range = [plane.x.from, plane.x.to];
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of linearTicks(across, Math.max(2, Math.floor(width / tickSpace.x)))) {
    context.fillText(showNumber(tick), x + (width * (tick - across[0])) / (across[1] - across[0]), y + height + 4);
  }
  const up: Range = [plane.y.from, plane.y.to];
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of linearTicks(up, Math.max(2, Math.floor(height / tickSpace.y)))) {
    context.fillText(showNumber(tick), x - 5, y + height - (height * (tick - up[0])) / (up[1] - up[0]));
  }
  context.fillStyle = theme('foreground');
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(plane.x.name, x + width / 2, y + height + edge.bottom);
  context.save();
  context.translate(1, y + height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(plane.y.name, 0, 0);
  context.restore();
}

/** A canvas reads any colour of CSS and hands it back in one form. */
function resolved(context: CanvasRenderingContext2D, css: string): Colour {
  context.fillStyle = css;
  return colourOf(context.fillStyle);
}
