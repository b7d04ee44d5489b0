/** Paints matrices as pictures: each element in the color of its sign, stronger the larger it is. */

import { maxTint, relativeTo, zeroShare } from '../../../../protocol/pictures/elementScale.ts';
import type { Matrix, MatrixSize } from '../../../../protocol/pictures/matrices.ts';
import type { PictureLayout } from '../../../../protocol/pictures/pictureLayout.ts';
import { type Color, mixColors, resolveColor } from '../theme/colors.ts';
import type { ThemeColors } from '../theme/useTheme.ts';
import type { ScaledElements } from './decodeTensor.ts';

interface PictureColors {
  readonly zero: Color;
  readonly positive: Color;
  readonly negative: Color;
  readonly nonFinite: Color;
}

export function paintMatrices(
  canvas: HTMLCanvasElement,
  layout: PictureLayout,
  matrices: readonly Matrix[],
  size: MatrixSize,
  scaled: ScaledElements,
  theme: ThemeColors,
): void {
  const pixelRatio = window.devicePixelRatio;
  canvas.width = Math.max(1, Math.round(layout.width * pixelRatio));
  canvas.height = Math.max(1, Math.round(layout.height * pixelRatio));
  canvas.style.width = `${layout.width}px`;
  canvas.style.height = `${layout.height}px`;
  const context = canvas.getContext('2d')!;
  const colors = colorsOf(context, theme);
  context.scale(pixelRatio, pixelRatio);
  // Elements larger than a pixel keep sharp edges; smaller ones are averaged.
  context.imageSmoothingEnabled = layout.cell < 1;
  const matrixCanvas = new OffscreenCanvas(size.columns, size.rows);
  const matrixContext = matrixCanvas.getContext('2d')!;
  for (const [index, matrix] of matrices.entries()) {
    matrixContext.putImageData(new ImageData(pixelsOf(matrix, size, scaled, colors), size.columns), 0, 0);
    const [gridColumn, gridRow] = [index % layout.gridColumns, Math.floor(index / layout.gridColumns)];
    context.drawImage(
      matrixCanvas,
      gridColumn * layout.pitch.width,
      gridRow * layout.pitch.height,
      size.columns * layout.cell,
      size.rows * layout.cell,
    );
  }
}

function colorsOf(context: CanvasRenderingContext2D, theme: ThemeColors): PictureColors {
  const themeColor = (variable: string) => resolveColor(context, theme(variable));
  const background = themeColor('editor-background');
  return {
    zero: mixColors(background, themeColor('foreground'), zeroShare),
    positive: themeColor('charts-green'),
    negative: themeColor('charts-purple'),
    nonFinite: themeColor('charts-red'),
  };
}

/** The pixels of a matrix, one for each element; those after the end of a wrapped vector are transparent. */
function pixelsOf(
  { offset }: Matrix,
  { rows, columns }: MatrixSize,
  { elements, maxMagnitude }: ScaledElements,
  { zero, positive, negative, nonFinite }: PictureColors,
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * rows * columns);
  const end = Math.min(rows * columns, elements.length - offset);
  for (let i = 0; i < end; i++) {
    const relative = relativeTo(maxMagnitude, elements[offset + i]!);
    const color = Number.isNaN(relative)
      ? nonFinite
      : mixColors(zero, relative < 0 ? negative : positive, Math.abs(relative));
    pixels.set(color, 4 * i);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}

/** The CSS color behind an element in a table, pale enough for text on it. */
export function cellColor(maxMagnitude: number, element: number): string {
  const relative = relativeTo(maxMagnitude, element);
  if (Number.isNaN(relative)) return tint('red', 1);
  return tint(relative < 0 ? 'purple' : 'green', Math.abs(relative));
}

function tint(themeColor: string, amount: number): string {
  const share = Math.round(100 * maxTint * amount);
  return `color-mix(in srgb, var(--vscode-charts-${themeColor}) ${share}%, var(--vscode-editor-background))`;
}
