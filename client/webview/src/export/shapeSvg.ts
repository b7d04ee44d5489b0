/** SVG texts and rectangles in the style of the canvas. */

import { type Attributes, element, escapeXml } from '../../../../protocol/pictures/xml.ts';
import type { Mark, Rectangle } from '../layout/box.ts';
import type { Paint } from './paint.ts';
import type { ElementStyle, StyleSource } from './styleSource.ts';

export function textSvg(styles: StyleSource, { x, y, anchor }: Mark, text: string, style: ElementStyle): string {
  const { fontSize, opacity, isBold } = style;
  const attributes: Attributes = {
    x,
    y: y + styles.baselineOffset(fontSize),
    'text-anchor': anchor === 'start' ? undefined : anchor,
    'font-size': fontSize,
    'font-weight': isBold ? 'bold' : undefined,
    opacity: opacityAttribute(opacity),
    ...fillAttributes(style.color),
  };
  return element('text', attributes, [escapeXml(text)]);
}

/** A CSS box as SVG: its shadows, and the border drawn inside the outline. */
export function boxSvg(area: Rectangle, style: ElementStyle, radius = style.border.radius): string {
  const { width, paint, isDashed } = style.border;
  const shadows = style.shadows.toReversed().map((shadow) => {
    const shadowArea = expandBy({ ...area, x: area.x + shadow.x, y: area.y + shadow.y }, shadow.spread);
    return element('rect', { ...shadowArea, rx: radius + shadow.spread, ...fillAttributes(shadow.paint) });
  });
  const box = element('rect', {
    ...expandBy(area, -width / 2),
    rx: radius - width / 2,
    ...fillAttributes(style.background),
    ...strokeAttributes(paint, width),
    'stroke-dasharray': isDashed ? `${3 * width} ${2 * width}` : undefined,
  });
  return [...shadows, box].join('');
}

export function fillAttributes({ color, opacity }: Paint): Attributes {
  return { fill: color, 'fill-opacity': opacityAttribute(opacity) };
}

export function strokeAttributes({ color, opacity }: Paint, width: number): Attributes {
  return { stroke: color, 'stroke-opacity': opacityAttribute(opacity), 'stroke-width': width };
}

export function opacityAttribute(opacity: number): number | undefined {
  return opacity === 1 ? undefined : opacity;
}

function expandBy({ x, y, width, height }: Rectangle, amount: number): Attributes {
  return { x: x - amount, y: y - amount, width: width + 2 * amount, height: height + 2 * amount };
}
