/** Thumbnail of a tensor inside its node. */

import { memo } from 'react';
import type { Picture } from '../../../../../protocol/panel/graph.ts';
import { pictureSize } from '../../layout/box.ts';
import { pictureParts } from './pictureParts.ts';

export const TensorPicture = memo(function TensorPicture({ picture }: { readonly picture: Picture }) {
  const { width, height } = pictureSize;
  return (
    <svg className="picture" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {pictureParts(picture).map(({ tone, opacity, path }) => (
        <path key={`${tone}${opacity}`} className={tone} opacity={opacity} d={path} />
      ))}
    </svg>
  );
});
