/** SVG of the wires, with their arrows, glow and numbers. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import { element } from '../../../../protocol/pictures/xml.ts';
import type { GraphStyles, HighlightKind } from '../canvas/nodeStyles.ts';
import { glowWidth, strokeWidth } from '../canvas/wires/wireScale.ts';
import type { Mark } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { arrowPath, type TrunkShape, trunkShapes, wireShapes } from '../layout/wires/wire.ts';
import type { Paint } from './paint.ts';
import { fillAttributes, opacityAttribute, strokeAttributes, textSvg } from './shapeSvg.ts';
import type { StyleSource } from './styleSource.ts';

export function wiresSvg(
  styles: StyleSource,
  structure: GraphStructure,
  placement: Placement,
  graphStyles: GraphStyles,
): string {
  const trunks = trunkShapes(structure, placement).map(({ nodeIndex, path, direction, tip }) => {
    const { shade, trunkHighlight } = graphStyles.nodes[nodeIndex]!;
    return lineSvg(styles, { path, direction, tip }, shade, trunkHighlight);
  });
  const wires = wireShapes(structure, placement).map(({ marks, ...line }, wireIndex) => {
    const { shade, highlight, value, gradient, isGradientKnown, hiddenLabels } = graphStyles.wires[wireIndex]!;
    const gradientClass = isGradientKnown ? 'gradient' : 'gradient unknown';
    return [
      lineSvg(styles, line, shade, highlight),
      marks && value !== null && !hiddenLabels.includes('value') ? wireText(styles, marks.value, value, 'value') : '',
      marks && gradient !== null && !hiddenLabels.includes('gradient')
        ? wireText(styles, marks.gradient, gradient, gradientClass)
        : '',
    ].join('');
  });
  return element('g', { fill: 'none' }, [...trunks, ...wires]);
}

function lineSvg(
  styles: StyleSource,
  { path, direction, tip }: Pick<TrunkShape, 'path' | 'direction' | 'tip'>,
  shade: number | null,
  highlight: HighlightKind,
): string {
  const width = strokeWidth(shade);
  const { stroke } = styles.styleOf('canvas', 'wires', `wire shade-${shade ?? 'none'} highlight-${highlight}`);
  return [
    highlight === 'none' ? '' : glowSvg(styles, path, shade, highlight),
    element('path', { d: path, ...strokeAttributes(stroke, width) }),
    tip ? element('path', { d: arrowPath(tip, width, direction), ...fillAttributes(stroke) }) : '',
  ].join('');
}

function glowSvg(styles: StyleSource, path: string, shade: number | null, highlight: HighlightKind): string {
  const { stroke, opacity } = styles.styleOf('canvas', 'wires', `glow highlight-${highlight}`);
  return element('path', {
    d: path,
    ...strokeAttributes(stroke, glowWidth(shade)),
    opacity: opacityAttribute(opacity),
  });
}

/** The halo is a text of its own, since not every SVG reader supports `paint-order`. */
function wireText(styles: StyleSource, mark: Mark, text: string, className: string): string {
  const textStyle = styles.styleOf('canvas', 'wires', `wire-text ${className}`);
  const textInColor = (color: Paint) => textSvg(styles, mark, text, { ...textStyle, color, opacity: 1 });
  const outline = { ...strokeAttributes(textStyle.stroke, textStyle.strokeWidth), 'stroke-linejoin': 'round' };
  const halo = element('g', outline, [textInColor(textStyle.stroke)]);
  return element('g', { opacity: opacityAttribute(textStyle.opacity) }, [halo, textInColor(textStyle.color)]);
}
