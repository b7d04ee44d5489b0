/** The fit of a node's symbol into its body at a text scale. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import { isRoomy } from '../layout/arrangement.ts';
import { type Box, textGap, thumbnailSize } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { columnCount, columnsWithin, fontSize, smallFontSize, symbolSize } from '../layout/text.ts';
import type { NodeStyle, SymbolFit } from './nodeStyles.ts';

/** Room for the padding and the expand button of a group, in pixels. */
const groupInsets = 40;

/** The symbol inside its body: small if it fits so, else truncated, to 1 column if even two letters are too wide. */
export function fitSymbol(
  node: GraphNode,
  { body }: Box,
  { numbers }: NodeStyle,
  scale: number,
  { arrangement: { density } }: Placement,
): SymbolFit {
  const thumbnailWidth = isRoomy(node, density) && numbers.thumbnail !== null ? thumbnailSize.width + textGap : 0;
  const width = body.width - thumbnailWidth - (node.kind === 'group' ? groupInsets : 0);
  const columns = columnCount(node.symbol);
  const ownColumns = Math.max(1, columnsWithin(width, symbolSizeOf(node) * scale));
  if (columns <= ownColumns) return { isSmall: false, columns: undefined };
  return columns <= columnsWithin(width, smallFontSize * scale)
    ? { isSmall: true, columns: undefined }
    : { isSmall: false, columns: ownColumns };
}

export function symbolSizeOf({ kind }: GraphNode): number {
  return kind === 'operator' ? symbolSize : fontSize;
}
