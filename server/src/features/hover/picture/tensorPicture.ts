/** A tensor and its gradient as an image in Markdown, for clients that show SVG in hovers. */

import * as l10n from '@vscode/l10n';
import type { ColorTheme } from '../../../../../protocol/editor/hoverPictures.ts';
import { toBase64 } from '../../../../../protocol/shared/base64.ts';
import { formatNumber } from '../../../display/numbers.ts';
import { maxWrittenOut } from '../../../display/quantity.ts';
import { type Shape, sizeOf } from '../../../engine/ir/shape.ts';
import { escapeImageText } from '../../support/markdown.ts';
import { textsThatFit } from './arrangement.ts';
import { type PicturePart, pictureSvg } from './pictureSvg.ts';
import { type Sampling, sample, samplingOf } from './sampling.ts';
import { themeColors } from './themeColors.ts';

export interface PicturedTensor {
  readonly title: string;
  readonly elements: Float64Array;
}

/** True if a picture says more than the elements that are written out. */
export function hasPicture(shape: Shape): boolean {
  return sizeOf(shape) > (shape.length < 2 ? maxWrittenOut : 1);
}

/**
 * The image, and what it does not show as a sentence.
 * @param tensors the value, and the gradient if there is one.
 */
export function tensorPicture(
  tensors: readonly PicturedTensor[],
  shape: Shape,
  theme: ColorTheme,
  digits: number,
): readonly string[] {
  const sampling = samplingOf(shape);
  const { offsets, size, cells, subscript } = sampling;
  const isWhole = offsets.length === 1 && sizeOf(shape) === cells.rows * cells.columns;
  const texts = isWhole
    ? textsThatFit(
        tensors.map(({ elements }) => [...elements]),
        size,
        digits,
      )
    : undefined;
  const parts = tensors.map(({ title, elements }, index) => ({
    title: `${title}${subscript}`,
    cells: sample(elements, sampling),
    ...(texts && { texts: texts[index] }),
  }));
  const description = parts.map((part) => descriptionOf(part, cells.columns, digits)).join(' · ');
  const { text, width, height } = pictureSvg(
    parts,
    { count: offsets.length, size: cells },
    description,
    themeColors[theme],
  );
  const data = toBase64(new TextEncoder().encode(text));
  // VS Code reserves the size before the image is decoded, so that nothing below it moves.
  const address = `data:image/svg+xml;base64,${data}|width=${width},height=${height}`;
  return [`![${escapeImageText(description)}](${address})`, ...notes(sampling, parts)];
}

/** For screen readers: the numbers in the cells, or their range. */
function descriptionOf({ title, cells, texts }: PicturePart, columns: number, digits: number): string {
  if (texts) {
    const rows = texts.flatMap((_, start) =>
      start % columns === 0 ? [`[${texts.slice(start, start + columns).join(', ')}]`] : [],
    );
    return `${title} = ${rows.length === 1 ? rows[0] : `[${rows.join(', ')}]`}`;
  }
  const finite = cells.filter((cell) => cell !== undefined && Number.isFinite(cell)) as number[];
  const [low, high] = [Math.min(...finite), Math.max(...finite)].map((end) => formatNumber(end, digits));
  return finite.length === 0 ? title : l10n.t`${title} as a picture, from ${low} to ${high}`;
}

function notes({ size, cells }: Sampling, parts: readonly PicturePart[]): readonly string[] {
  const [rows, columns] = [Math.ceil(size.rows / cells.rows), Math.ceil(size.columns / cells.columns)];
  const hasNonFinite = parts.some(({ cells }) => cells.some((cell) => cell !== undefined && !Number.isFinite(cell)));
  const sentences = [
    ...(rows * columns > 1 ? [l10n.t`Each cell is the mean of at most ${rows}×${columns} elements.`] : []),
    ...(hasNonFinite ? [l10n.t('Red cells are NaN or infinite.')] : []),
  ];
  return sentences.length === 0 ? [] : [sentences.join(' ')];
}
