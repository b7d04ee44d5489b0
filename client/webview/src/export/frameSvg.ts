/** The frame around an open group, with its label. */

import type { GraphGroup } from '../../../../server/src/protocol/panel/graph.ts';
import type { Mark, Rectangle } from '../layout/box.ts';
import { shortened } from '../layout/text.ts';
import { boxAt, textAt } from './shapes.ts';
import type { Style } from './style.ts';
import { element } from './xml.ts';

export function frameSvg(style: Style, { label }: GraphGroup, area: Rectangle): string {
  const frame = style.look('canvas', 'graph-frame');
  const { left, top } = style.look('canvas', 'graph-frame', 'head');
  const look = style.look('canvas', 'graph-frame', 'head', 'label');
  const mark: Mark = { x: area.x + left, y: area.y + top + look.lineHeight / 2, anchor: 'start' };
  return element('g', {}, [boxAt(area, frame), textAt(style, mark, shortened(label), look)]);
}
