/** The frame around an open group, with its label. */

import type { GraphGroup } from '../../../../server/src/protocol/graph.ts';
import type { Rectangle } from '../layout/box.ts';
import { shortened } from '../layout/text.ts';
import { boxAt, textAt } from './shapes.ts';
import type { Style } from './style.ts';
import { element } from './xml.ts';

export function frameSvg(style: Style, { label }: GraphGroup, area: Rectangle): string {
  const frame = style.look('canvas', 'graph-frame');
  const look = style.look('canvas', 'graph-frame', 'label');
  const x = area.x + frame.border.width + look.left;
  const y = area.y + frame.border.width + look.top + look.lineHeight / 2;
  return element('g', {}, [boxAt(area, frame), textAt(style, { x, y, anchor: 'start' }, shortened(label), look)]);
}
