/** The drawn matrices of a tensor as a picture. The element under the pointer is reported. */

import { useEffect, useMemo, useRef } from 'react';
import { type Matrix, matrixSizeOf } from '../../../../protocol/pictures/matrices.ts';
import { elementAt, layOutPicture } from '../../../../protocol/pictures/pictureLayout.ts';
import type { Size } from '../layout/box.ts';
import { useTheme } from '../theme/useTheme.ts';
import type { ScaledElements } from './decodeTensor.ts';
import { paintMatrices } from './paintMatrices.ts';

interface Props {
  readonly scaled: ScaledElements;
  readonly shape: readonly number[];
  readonly matrices: readonly Matrix[];
  /** The space for the picture. */
  readonly area: Size;
  /** The picture's content, for screen readers. */
  readonly description: string;
  /** Called with the index of the element under the pointer; undefined for none. */
  readonly onPoint: (element: number | undefined) => void;
}

export function TensorPicture({ scaled, shape, matrices, area, description, onPoint }: Props) {
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  const size = useMemo(() => matrixSizeOf(shape), [shape]);
  const layout = useMemo(() => layOutPicture(matrices.length, size, area), [matrices, size, area]);
  useEffect(() => {
    paintMatrices(canvasRef.current!, layout, matrices, size, scaled, theme);
  }, [layout, matrices, size, scaled, theme]);
  const point = (x: number, y: number) => {
    const found = elementAt(layout, matrices.length, size, x, y);
    const element = found && matrices[found.matrix]!.offset + found.row * size.columns + found.column;
    onPoint(element !== undefined && element < scaled.elements.length ? element : undefined);
  };
  return (
    <canvas
      ref={canvasRef}
      role="img"
      aria-label={description}
      onPointerMove={({ nativeEvent: { offsetX, offsetY } }) => point(offsetX, offsetY)}
      onPointerLeave={() => onPoint(undefined)}
    />
  );
}
