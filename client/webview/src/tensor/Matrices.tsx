/** The drawn matrices of a tensor and its gradient: as pictures, or one of them as a table. */

import * as l10n from '@vscode/l10n';
import { useMemo, useState } from 'react';
import { type Matrix, matricesOf, type Slice } from '../../../../protocol/pictures/matrices.ts';
import type { Size } from '../layout/box.ts';
import { formatNumber } from '../numbers.ts';
import { useElementSize } from '../useElementSize.ts';
import type { ScaledElements, Tensor } from './decodeTensor.ts';
import { formatIndices } from './elements.ts';
import { singleSlice } from './slice.ts';
import { TensorPicture } from './TensorPicture.tsx';
import { TensorTable, tableSizeOf } from './TensorTable.tsx';

interface MatricesProps {
  readonly tensor: Tensor;
  readonly slice: Slice;
  readonly isTable: boolean;
  readonly name: string;
  readonly gradientName: string;
}

/** A small matrix is a table in any case: its numbers say more than a picture. */
export function Matrices({ tensor, slice, isTable, name, gradientName }: MatricesProps) {
  const [bodyRef, area] = useElementSize<HTMLDivElement>(false);
  const { shape, value, gradient } = tensor;
  const matrices = useMemo(() => matricesOf(shape, slice), [shape, slice]);
  const hasRoomForNumbers =
    matrices.length === 1 &&
    area !== undefined &&
    fits(tableSizeOf(tensor), { ...area, height: area.height - captionHeight });
  const single = useMemo(() => matricesOf(shape, singleSlice(slice))[0]!, [shape, slice]);
  const parts = [{ title: name, scaled: value }, ...(gradient ? [{ title: gradientName, scaled: gradient }] : [])];
  return (
    <div ref={bodyRef} className="matrices">
      {area &&
        (isTable || hasRoomForNumbers ? (
          <>
            <div className="captions">
              {parts.map((part, index) => (
                <Caption key={part.title} {...part} isGradient={index > 0} />
              ))}
            </div>
            <TensorTable tensor={tensor} matrix={single} area={area} />
          </>
        ) : (
          <Pictures tensor={tensor} matrices={matrices} area={area} parts={parts} />
        ))}
    </div>
  );
}

/** A value or a gradient with its title. */
interface Part {
  readonly title: string;
  readonly scaled: ScaledElements;
}

/** The title of a value or a gradient, and the colors from its smallest element over 0 to its largest. */
function Caption({ title, scaled: { maxMagnitude }, isGradient }: Part & { readonly isGradient: boolean }) {
  return (
    <span className="caption">
      <b className={isGradient ? 'gradient' : 'value'}>{title}</b>
      {maxMagnitude > 0 && (
        <span className="scale">
          {formatNumber(-maxMagnitude, scaleDigits)} <span className="ramp" /> {formatNumber(maxMagnitude, scaleDigits)}
        </span>
      )}
    </span>
  );
}

interface PicturesProps {
  readonly tensor: Tensor;
  readonly matrices: readonly Matrix[];
  readonly area: Size;
  readonly parts: readonly Part[];
}

/** Significant digits at the ends of a scale. */
const scaleDigits = 3;

/** In pixels: the caption above a picture, the line with the element under the pointer, and the space between pictures. */
const captionHeight = 26;
const readoutHeight = 24;
const gap = 16;

function Pictures({ tensor, matrices, area, parts }: PicturesProps) {
  const [pointed, setPointed] = useState<number>();
  const isBeside = parts.length > 1 && area.width > area.height;
  const pictureArea = useMemo(() => {
    const [across, down] = isBeside ? [parts.length, 1] : [1, parts.length];
    return {
      width: Math.floor((area.width - gap * (across - 1)) / across),
      height: Math.max(1, Math.floor((area.height - readoutHeight - gap * (down - 1)) / down) - captionHeight),
    };
  }, [area, isBeside, parts.length]);
  return (
    <>
      <div className={`pictures ${isBeside ? 'beside' : 'stacked'}`}>
        {parts.map(({ title, scaled }, index) => (
          <figure key={title}>
            <figcaption>
              <Caption title={title} scaled={scaled} isGradient={index > 0} />
            </figcaption>
            <TensorPicture
              scaled={scaled}
              shape={tensor.shape}
              matrices={matrices}
              area={pictureArea}
              description={l10n.t`${title} as a picture, from ${formatNumber(-scaled.maxMagnitude)} to ${formatNumber(scaled.maxMagnitude)}`}
              onPoint={setPointed}
            />
          </figure>
        ))}
      </div>
      <p className="readout">{pointed === undefined ? '' : readout(tensor, pointed, parts)}</p>
    </>
  );
}

/** `[2, 0] W = 0.5 · ∂L/∂W = −0.1`. */
function readout(tensor: Tensor, element: number, parts: readonly Part[]): string {
  const numbers = parts.map(({ title, scaled }) => `${title} = ${formatNumber(scaled.elements[element]!)}`);
  return `${formatIndices(tensor, element)} ${numbers.join(' · ')}`;
}

function fits(size: Size, area: Size): boolean {
  return size.width <= area.width && size.height <= area.height;
}
