/** Paints a decision surface: heat map, boundary, samples and axes. */

import type { Surface } from '../../../../../protocol/panel/training.ts';
import type { Size } from '../../layout/box.ts';
import { formatNumber } from '../../numbers.ts';
import { type Color, mixColors, resolveColor, toCss } from '../../theme/colors.ts';
import type { ThemeColors } from '../../theme/useTheme.ts';
import { linearTicks, type Range } from '../curves/scales.ts';
import { classesOf, labelPosition, type SurfacePlane } from './classes.ts';
import { contourSegments } from './grid.ts';
import { type HeatColors, type HeatScale, heatPixels, regionPixels } from './heat.ts';
import { classColor, pointShape } from './pointShapes.ts';

/** Margins for the axes. */
const margins = { left: 38, right: 6, top: 6, bottom: 32 };
const minTickSpacing = { x: 48, y: 30 };

export function paintSurface(
  canvas: HTMLCanvasElement,
  { width, height }: Size,
  plane: SurfacePlane,
  surface: Surface | undefined,
  scale: HeatScale,
  theme: ThemeColors,
): void {
  const pixelRatio = window.devicePixelRatio;
  canvas.width = Math.round(width * pixelRatio);
  canvas.height = Math.round(height * pixelRatio);
  const context = canvas.getContext('2d')!;
  context.scale(pixelRatio, pixelRatio);
  const themeColor = (variable: string) => resolveColor(context, theme(variable));
  const colors = {
    low: themeColor('charts-yellow'),
    middle: themeColor('editor-background'),
    high: themeColor('charts-blue'),
  };
  const plotArea = {
    x: margins.left,
    y: margins.top,
    width: width - margins.left - margins.right,
    height: height - margins.top - margins.bottom,
  };
  const classColors = plane.classes?.map((_, classIndex) => themeColor(classColor(classIndex)));
  if (surface) {
    const grid = { columns: plane.columns, rows: plane.rows, values: surface.values };
    const pixels = classColors ? regionPixels(grid, classColors, colors.middle) : heatPixels(grid, scale, colors);
    paintPixels(context, plotArea, plane, pixels);
    if (plane.boundary !== null)
      paintBoundary(context, plotArea, plane, surface, plane.boundary, themeColor('foreground'));
  }
  paintPoints(context, plotArea, plane, scale, colors, classColors);
  paintAxes(context, plotArea, plane, theme);
}

interface PlotArea extends Size {
  readonly x: number;
  readonly y: number;
}

function paintPixels(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: PlotArea,
  { columns, rows }: SurfacePlane,
  pixels: Uint8ClampedArray<ArrayBuffer>,
): void {
  const heatCanvas = new OffscreenCanvas(columns, rows);
  heatCanvas.getContext('2d')!.putImageData(new ImageData(pixels, columns), 0, 0);
  context.imageSmoothingQuality = 'high';
  context.drawImage(heatCanvas, x, y, width, height);
}

function paintBoundary(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: PlotArea,
  { columns, rows }: SurfacePlane,
  { values }: Surface,
  boundary: number,
  color: Color,
): void {
  const toX = (column: number) => x + ((column + 0.5) * width) / columns;
  const toY = (row: number) => y + height - ((row + 0.5) * height) / rows;
  context.beginPath();
  for (const [fromColumn, fromRow, toColumn, toRow] of contourSegments({ columns, rows, values }, boundary)) {
    context.moveTo(toX(fromColumn), toY(fromRow));
    context.lineTo(toX(toColumn), toY(toRow));
  }
  context.strokeStyle = toCss(color);
  context.lineWidth = 1.25;
  context.stroke();
}

/** Radius shrinks with the number of points. */
function pointRadius(count: number): number {
  return count <= 30 ? 5 : count <= 300 ? 3.5 : 2.25;
}

function paintPoints(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: PlotArea,
  plane: SurfacePlane,
  scale: HeatScale,
  { low, middle, high }: HeatColors,
  classColors: readonly Color[] | undefined,
): void {
  const classes = classesOf(plane);
  const radius = pointRadius(plane.points.length);
  const toX = (featureValue: number) => x + (width * (featureValue - plane.x.from)) / (plane.x.to - plane.x.from);
  const toY = (featureValue: number) =>
    y + height - (height * (featureValue - plane.y.from)) / (plane.y.to - plane.y.from);
  const pointsByLabel = new Map<number, (typeof plane.points)[number][]>();
  for (const point of plane.points) {
    const points = pointsByLabel.get(point.label);
    if (points) points.push(point);
    else pointsByLabel.set(point.label, [point]);
  }
  context.lineWidth = 1;
  context.strokeStyle = toCss(middle);
  for (const [label, points] of pointsByLabel) {
    const shape = new Path2D(
      pointShape(Math.max(0, classes?.findIndex((candidate) => candidate.label === label) ?? 0)),
    );
    const position = labelPosition(label, classes, scale);
    const outlines = new Path2D();
    for (const point of points) {
      outlines.addPath(shape, new DOMMatrix([radius, 0, 0, radius, toX(point.x), toY(point.y)]));
    }
    const heat = mixColors(middle, position < 0 ? low : high, Math.abs(position));
    context.fillStyle = toCss(classColors?.[label] ?? heat);
    context.fill(outlines);
    context.stroke(outlines);
  }
}

function paintAxes(
  context: CanvasRenderingContext2D,
  plotArea: PlotArea,
  plane: SurfacePlane,
  theme: ThemeColors,
): void {
  const { x, y, width, height } = plotArea;
  context.strokeStyle = theme('panel-border');
  context.lineWidth = 1;
  context.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1);
  context.fillStyle = theme('descriptionForeground');
  context.font = `11px ${theme('font-family')}`;
  const xRange: Range = [plane.x.from, plane.x.to];
  context.textAlign = 'center';
  context.textBaseline = 'top';
  for (const tick of linearTicks(xRange, Math.max(2, Math.floor(width / minTickSpacing.x)))) {
    context.fillText(formatNumber(tick), x + (width * (tick - xRange[0])) / (xRange[1] - xRange[0]), y + height + 4);
  }
  const yRange: Range = [plane.y.from, plane.y.to];
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (const tick of linearTicks(yRange, Math.max(2, Math.floor(height / minTickSpacing.y)))) {
    context.fillText(formatNumber(tick), x - 5, y + height - (height * (tick - yRange[0])) / (yRange[1] - yRange[0]));
  }
  context.fillStyle = theme('foreground');
  context.textAlign = 'center';
  context.textBaseline = 'bottom';
  context.fillText(plane.x.name, x + width / 2, y + height + margins.bottom);
  context.save();
  context.translate(1, y + height / 2);
  context.rotate(-Math.PI / 2);
  context.textBaseline = 'top';
  context.fillText(plane.y.name, 0, 0);
  context.restore();
}
