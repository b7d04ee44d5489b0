/** SVG of a node: its body, symbol, name, shape and numbers. */

import type { GraphNode, Thumbnail } from '../../../../protocol/panel/graph.ts';
import { element } from '../../../../protocol/pictures/xml.ts';
import {
  gradientLines,
  type NodeLabel,
  type NodeStyle,
  numberClass,
  shapeText,
  valueLines,
} from '../canvas/nodeStyles.ts';
import { thumbnailParts } from '../canvas/nodes/thumbnailParts.ts';
import { type Density, isRoomy } from '../layout/arrangement.ts';
import {
  type Box,
  hasOwnName,
  lineHeight,
  type Mark,
  type Point,
  textGap,
  thumbnailSize,
  translate,
} from '../layout/box.ts';
import { nodeCountText, truncate } from '../layout/text.ts';
import { boxSvg, fillAttributes, opacityAttribute, textSvg } from './shapeSvg.ts';
import type { StyleSource } from './styleSource.ts';

export interface NodeDrawing {
  readonly node: GraphNode;
  readonly box: Box;
  readonly density: Density;
  /** The top left corner of the node's box. */
  readonly origin: Point;
  readonly style: NodeStyle;
  /** The objective's name. */
  readonly objectiveName: string | null;
}

export function nodeSvg(styles: StyleSource, drawing: NodeDrawing): string {
  const { node, box, density, origin, style, objectiveName } = drawing;
  const labelSvg = (mark: Mark, text: string, className: string) =>
    textSvg(
      styles,
      { ...translate(mark, origin), anchor: mark.anchor },
      text,
      styles.styleOf('canvas', nodeClass(drawing), className),
    );
  const { numbers } = style;
  const marks = style.elementMarks ?? box;
  const linesSvg = (mark: Mark, lines: readonly string[], className: string) =>
    lines
      .map((line, index) => {
        const y = mark.y + (index - (lines.length - 1) / 2) * lineHeight;
        return labelSvg({ ...mark, y }, line, className);
      })
      .join('');
  const isShown = (label: NodeLabel): boolean => !style.hiddenLabels.includes(label);
  const shape = shapeText(isShown('shape') ? node.shape : '', style.lacksRoom);
  return element('g', {}, [
    hasOwnName(node) && isShown('name') ? labelSvg(box.name, truncate(node.name ?? ''), 'name') : '',
    bodySvg(styles, drawing),
    shape === '' ? '' : labelSvg(box.shape, shape, 'shape'),
    numbers.value === '' || !isShown('value')
      ? ''
      : linesSvg(marks.value, valueLines(style, density), numberClass('value', style.isValueKnown)),
    isShown('gradient')
      ? linesSvg(marks.gradient, gradientLines(style, density), numberClass('gradient', style.isGradientKnown))
      : '',
    node.isRoot && isShown('rootName')
      ? labelSvg(box.rootName, truncate(node.name ?? objectiveName ?? ''), 'root-name')
      : '',
  ]);
}

function nodeClass({ node, style }: NodeDrawing): string {
  return `graph-node ${node.kind} highlight-${style.highlight}`;
}

/** Texts next to the thumbnail: centered in the body, or left-aligned in a collapsed group. */
function bodySvg(styles: StyleSource, drawing: NodeDrawing): string {
  const { node, box, density, origin, style } = drawing;
  const hasRoom = isRoomy(node, density);
  const bodyClasses = ['canvas', nodeClass(drawing), 'body'];
  const bodyStyle = styles.styleOf(...bodyClasses);
  const isGroup = node.kind === 'group';
  const lines = [
    {
      text: style.hiddenLabels.includes('symbol') ? '' : truncate(node.symbol),
      style: styles.styleOf(...bodyClasses, 'texts', 'symbol'),
    },
    ...(isGroup && hasRoom
      ? [{ text: nodeCountText(node.size), style: styles.styleOf(...bodyClasses, 'texts', 'count') }]
      : []),
  ];
  const textWidth = Math.max(...lines.map(({ text, style: { fontSize } }) => styles.widthOf(text, fontSize)));
  const thumbnail = hasRoom ? style.numbers.thumbnail : null;
  const area = { ...box.body, ...translate(box.body, origin) };
  const contentWidth = textWidth + (thumbnail ? textGap + thumbnailSize.width : 0);
  const left = isGroup
    ? area.x + bodyStyle.border.width + bodyStyle.paddingLeft
    : area.x + (area.width - contentWidth) / 2;
  const centerY = area.y + area.height / 2;
  const texts = lines.map(({ text, style: lineStyle }, index) => {
    const y = centerY + (index - (lines.length - 1) / 2) * lineStyle.lineHeight;
    const mark: Mark = isGroup ? { x: left, y, anchor: 'start' } : { x: left + textWidth / 2, y, anchor: 'middle' };
    return textSvg(styles, mark, text, lineStyle);
  });
  const thumbnailOrigin = { x: left + textWidth + textGap, y: centerY - thumbnailSize.height / 2 };
  return [
    boxSvg(area, bodyStyle, box.radius),
    ...texts,
    thumbnail ? thumbnailSvg(styles, thumbnail, thumbnailOrigin) : '',
  ].join('');
}

function thumbnailSvg(styles: StyleSource, thumbnail: Thumbnail, { x, y }: Point): string {
  const parts = thumbnailParts(thumbnail).map(({ tone, opacity, path }) => {
    const { fill } = styles.styleOf('canvas', 'thumbnail', tone);
    return element('path', { d: path, ...fillAttributes(fill), opacity: opacityAttribute(opacity) });
  });
  return element('g', { transform: `translate(${x} ${y})` }, parts);
}
