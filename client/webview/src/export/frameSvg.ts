/** SVG of the frame around an expanded group, with its label. */

import type { GraphGroup } from '../../../../protocol/panel/graph.ts';
import { element } from '../../../../protocol/pictures/xml.ts';
import type { Mark, Rectangle } from '../layout/box.ts';
import { truncate } from '../layout/text.ts';
import { boxSvg, textSvg } from './shapeSvg.ts';
import type { StyleSource } from './styleSource.ts';

export function frameSvg(styles: StyleSource, { label }: GraphGroup, area: Rectangle): string {
  const frameStyle = styles.styleOf('canvas', 'graph-frame');
  const { left, top } = styles.styleOf('canvas', 'graph-frame', 'head');
  const labelStyle = styles.styleOf('canvas', 'graph-frame', 'head', 'label');
  const mark: Mark = { x: area.x + left, y: area.y + top + labelStyle.lineHeight / 2, anchor: 'start' };
  return element('g', {}, [boxSvg(area, frameStyle), textSvg(styles, mark, truncate(label), labelStyle)]);
}
