/** Texts and rectangles of a picture, drawn as the style sheet has them on the canvas. */

import type { Mark, Rectangle } from '../layout/box.ts';
import type { Paint } from './paint.ts';
import type { Look, Style } from './style.ts';
import { type Attributes, element, escaped } from './xml.ts';

export function textAt(style: Style, { x, y, anchor }: Mark, text: string, look: Look): string {
  const { fontSize, opacity, isBold } = look;
  const attributes: Attributes = {
    x,
    y: y + style.dropOf(fontSize),
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-size': fontSize,
    'font-weight': isBold ? 'bold' : undefined,
    opacity: unlessFull(opacity),
    ...filled(look.color),
  };
  return element('text', attributes, [escaped(text)]);
}

/** What a style sheet makes of a rectangle: its shadows, and inside of its outline the border. */
export function boxAt(area: Rectangle, look: Look, radius = look.border.radius): string {
  const { width, paint, isDashed } = look.border;
  const shadows = look.shadows.toReversed().map((shadow) => {
    const at = grown({ ...area, x: area.x + shadow.x, y: area.y + shadow.y }, shadow.spread);
    return element('rect', { ...at, rx: radius + shadow.spread, ...filled(shadow.paint) });
  });
  const box = element('rect', {
    ...grown(area, -width / 2),
    rx: radius - width / 2,
    ...filled(look.background),
    ...stroked(paint, width),
    'stroke-dasharray': isDashed ? `${3 * width} ${2 * width}` : undefined,
  });
  return [...shadows, box].join('');
}

export function filled({ color, opacity }: Paint): Attributes {
  return { fill: color, 'fill-opacity': unlessFull(opacity) };
}

export function stroked({ color, opacity }: Paint, width: number): Attributes {
  return { stroke: color, 'stroke-opacity': unlessFull(opacity), 'stroke-width': width };
}

export function unlessFull(opacity: number): number | undefined {
  return opacity === 1 ? undefined : opacity;
}

function grown({ x, y, width, height }: Rectangle, by: number): Attributes {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by };
}
