/** The wires of the picture, with their arrows, their glow in the film, and the numbers that stand at their ends. */

import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Light, Looks } from '../canvas/nodeStyles.ts';
import { glowOf, strokeOf } from '../canvas/viewport/scale.ts';
import type { Mark, Point } from '../layout/box.ts';
import type { Placement } from '../layout/placement.ts';
import { arrowAt, trunksOf, wiresOf } from '../layout/wire.ts';
import type { Paint } from './paint.ts';
import { filled, stroked, textAt, unlessFull } from './shapes.ts';
import type { Style } from './style.ts';
import { element } from './xml.ts';

export function wiresSvg(style: Style, structure: GraphStructure, placement: Placement, looks: Looks): string {
  const trunks = trunksOf(structure, placement).map(({ place, path, tip }) => {
    const { level, trunkLight } = looks.nodes[place]!;
    return lineSvg(style, path, tip, level, trunkLight);
  });
  const wires = wiresOf(structure, placement).map(({ path, tip, marks }, place) => {
    const { level, light, value, gradient, isGradientKnown } = looks.wires[place]!;
    const known = isGradientKnown ? 'gradient' : 'gradient unknown';
    return [
      lineSvg(style, path, tip, level, light),
      marks && value !== null ? wireText(style, marks.value, value, 'value') : '',
      marks && gradient !== null ? wireText(style, marks.gradient, gradient, known) : '',
    ].join('');
  });
  return element('g', { fill: 'none' }, [...trunks, ...wires]);
}

function lineSvg(style: Style, path: string, tip: Point | undefined, level: number | null, light: Light): string {
  const width = strokeOf(level);
  const { stroke } = style.look('canvas', 'wires', `wire level-${level ?? 'none'} light-${light}`);
  return [
    light === 'none' ? '' : glowSvg(style, path, level, light),
    element('path', { d: path, ...stroked(stroke, width) }),
    tip ? element('path', { d: arrowAt(tip, width), ...filled(stroke) }) : '',
  ].join('');
}

function glowSvg(style: Style, path: string, level: number | null, light: Light): string {
  const { stroke, opacity } = style.look('canvas', 'wires', `glow light-${light}`);
  return element('path', { d: path, ...stroked(stroke, glowOf(level)), opacity: unlessFull(opacity) });
}

/** Its halo is a text of its own, as not every reader of SVG paints the outline of letters under them. */
function wireText(style: Style, mark: Mark, text: string, className: string): string {
  const look = style.look('canvas', 'wires', `wire-text ${className}`);
  const write = (color: Paint) => textAt(style, mark, text, { ...look, color, opacity: 1 });
  const outline = { ...stroked(look.stroke, look.strokeWidth), 'stroke-linejoin': 'round' };
  const halo = element('g', outline, [write(look.stroke)]);
  return element('g', { opacity: unlessFull(look.opacity) }, [halo, write(look.color)]);
}
