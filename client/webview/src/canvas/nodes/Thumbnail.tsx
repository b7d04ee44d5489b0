/** Thumbnail of a tensor inside its node. */

import { memo } from 'react';
import type { Thumbnail } from '../../../../../protocol/panel/graph.ts';
import { thumbnailSize } from '../../layout/box.ts';
import { thumbnailParts } from './thumbnailParts.ts';

export const TensorThumbnail = memo(function TensorThumbnail({ thumbnail }: { readonly thumbnail: Thumbnail }) {
  const { width, height } = thumbnailSize;
  return (
    <svg className="thumbnail" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {thumbnailParts(thumbnail).map(({ tone, opacity, path }) => (
        <path key={`${tone}${opacity}`} className={tone} opacity={opacity} d={path} />
      ))}
    </svg>
  );
});
