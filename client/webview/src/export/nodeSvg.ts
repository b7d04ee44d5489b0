/** A node of the picture: its body with what is written inside, and its name, its shape and its numbers around that. */

import type { GraphNode, Picture } from '../../../../server/src/protocol/panel/graph.ts';
import type { NodeLook } from '../canvas/nodeStyles.ts';
import { partsOf } from '../canvas/nodes/pictureParts.ts';
import { type Box, gap, hasNameAbove, type Mark, moved, type Point, pictureSize } from '../layout/box.ts';
import { counted, shortened } from '../layout/text.ts';
import { boxAt, filled, textAt, unlessFull } from './shapes.ts';
import type { Style } from './style.ts';
import { element } from './xml.ts';

export interface DrawnNode {
  readonly node: GraphNode;
  readonly box: Box;
  /** Of the box. */
  readonly corner: Point;
  readonly look: NodeLook;
  /** What the gradients are of. */
  readonly root: string | null;
}

export function nodeSvg(style: Style, drawn: DrawnNode): string {
  const { node, box, corner, look, root } = drawn;
  const write = (mark: Mark, text: string, className: string) =>
    textAt(
      style,
      { ...moved(mark, corner), anchor: mark.anchor },
      text,
      style.look('canvas', classOf(drawn), className),
    );
  const { numbers, gradient } = look;
  return element('g', {}, [
    hasNameAbove(node) ? write(box.name, shortened(node.name ?? ''), 'name') : '',
    bodySvg(style, drawn),
    node.shape === '' ? '' : write(box.shape, shortened(node.shape), 'shape'),
    numbers.value === '' ? '' : write(box.value, numbers.value, known('value', look.isValueKnown)),
    gradient === null ? '' : write(box.gradient, gradient, known('gradient', look.isGradientKnown)),
    node.isRoot ? write(box.rootName, shortened(node.name ?? root ?? ''), 'root-name') : '',
  ]);
}

function classOf({ node, look }: DrawnNode): string {
  return `graph-node ${node.kind} light-${look.light}`;
}

function known(what: string, isKnown: boolean): string {
  return isKnown ? what : `${what} unknown`;
}

/** The texts stand side by side with the picture, in the middle of the body, or from the left on in one that is folded. */
function bodySvg(style: Style, drawn: DrawnNode): string {
  const { node, box, corner, look } = drawn;
  const around = ['canvas', classOf(drawn), 'body'];
  const body = style.look(...around);
  const isGroup = node.kind === 'group';
  const lines = [
    { text: shortened(node.symbol), look: style.look(...around, 'texts', 'symbol') },
    ...(isGroup ? [{ text: counted(node.size), look: style.look(...around, 'texts', 'count') }] : []),
  ];
  const textWidth = Math.max(...lines.map(({ text, look: { fontSize } }) => style.widthOf(text, fontSize)));
  const { picture } = look.numbers;
  const area = { ...box.body, ...moved(box.body, corner) };
  const contentWidth = textWidth + (picture ? gap + pictureSize.width : 0);
  const left = isGroup ? area.x + body.border.width + body.paddingLeft : area.x + (area.width - contentWidth) / 2;
  const middle = area.y + area.height / 2;
  const texts = lines.map(({ text, look: line }, place) => {
    const y = middle + (place - (lines.length - 1) / 2) * line.lineHeight;
    const mark: Mark = isGroup ? { x: left, y, anchor: 'start' } : { x: left + textWidth / 2, y, anchor: 'middle' };
    return textAt(style, mark, text, line);
  });
  const pictureAt = { x: left + textWidth + gap, y: middle - pictureSize.height / 2 };
  return [boxAt(area, body, box.radius), ...texts, picture ? pictureSvg(style, picture, pictureAt) : ''].join('');
}

function pictureSvg(style: Style, picture: Picture, { x, y }: Point): string {
  const parts = partsOf(picture).map(({ tone, opacity, path }) => {
    const { fill } = style.look('canvas', 'picture', tone);
    return element('path', { d: path, ...filled(fill), opacity: unlessFull(opacity) });
  });
  return element('g', { transform: `translate(${x} ${y})` }, parts);
}
