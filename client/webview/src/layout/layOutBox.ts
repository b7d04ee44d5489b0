/** Reserved box of a node, computed from its kind and texts alone, so that changing numbers move nothing. */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import { type Arrangement, type Density, defaultArrangement } from './arrangement.ts';
import { type Body, layOutBody } from './bodySize.ts';
import { type Box, hasOwnName, lineHeight, type Mark, sheetOffset, textGap, translate } from './box.ts';
import { textWidth, textWidthOfColumns } from './text.ts';

/** The arrow at the end of the root, without its name. */
const rootArrowLengths = { elements: 22, full: 28, numbers: 22, names: 18 };
const nameHeights = { elements: 20, full: 18, numbers: 20, names: 16 };
/** Vertical middle of the name. */
const nameYs = { elements: 7, full: 8, numbers: 7, names: 7 };
const shapeHeight = 16;
/** Vertical distance from the middle of a number to its wire. */
const numberOffset = 12;
/** Room for six digits with sign and point, and for a tensor's `0.6667 ± 0.6236`. */
const numberWidths = { scalar: 64, tensor: 112 };
/** Downwards, the next node is closer to the numbers: room for `1.388e−17 ± 0.4637` too. */
const roomyNumberWidth = 132;

/** Downwards, this many lines are centered at the body: the name, the value and the gradient. */
const maxLinesAround = 3;

/**
 * @param inletCount number of incoming wires.
 * @param leftWidth room for numbers of incoming wires to the left of these, in a graph downwards.
 */
export function layOutBox(
  node: GraphNode,
  inletCount: number,
  arrangement: Arrangement = defaultArrangement,
  leftWidth = 0,
): Box {
  const body = layOutBody(node, inletCount, arrangement);
  return arrangement.direction === 'right'
    ? rightwardBox(node, body, arrangement)
    : downwardBox(node, body, arrangement, leftWidth);
}

function rightwardBox(node: GraphNode, body: Body, { density }: Arrangement): Box {
  const hasNumbers = density !== 'names';
  const { width, height, radius, isCrowded } = body;
  const nameHeight = hasOwnName(node) ? nameHeights[density] : 0;
  const sheetDepth = node.kind === 'group' ? sheetOffset : 0;
  const numbers = numbersSize(node, density);
  /** Lines beyond the first go up from the wire for the value, and down for the gradient. */
  const extraHeight = (numbers.lines - 1) * lineHeight;
  const overhang = numberOffset + lineHeight / 2 + extraHeight - height / 2;
  const top = Math.max(sheetDepth + nameHeight, extraHeight > 0 ? overhang : 0);
  const centerY = top + height / 2;
  const nameWidth = textWidth(node.name ?? '');
  const numbersX = width + sheetDepth + textGap;
  const numbersEnd = hasNumbers ? numbersX + numbers.width : width + sheetDepth;
  const outlet = { x: numbersEnd + (node.isRoot ? rootArrowLengths[density] : 0), y: centerY };
  const hasShape = hasNumbers && node.shape !== '';
  return {
    width: Math.max(
      outlet.x + (node.isRoot ? textGap + nameWidth : 0),
      hasOwnName(node) ? nameWidth : 0,
      hasShape ? textWidth(node.shape) : 0,
    ),
    height: top + height + Math.max(hasShape ? shapeHeight : 0, extraHeight > 0 ? overhang : 0),
    body: { x: 0, y: top, width, height },
    radius,
    inlets: body.inlets.map((inlet) => translate(inlet, { x: 0, y: top })),
    isCrowded,
    outlet,
    name: centered(nameWidth, width, top - sheetDepth - nameHeight + nameYs[density]),
    shape: centered(textWidth(node.shape), width, top + height + shapeHeight / 2),
    shapeShift: 0,
    value: { x: numbersX, y: centerY - numberOffset - extraHeight / 2, anchor: 'start' },
    gradient: { x: numbersX, y: centerY + numberOffset + extraHeight / 2, anchor: 'start' },
    rootName: { x: outlet.x + textGap, y: centerY, anchor: 'start' },
  };
}

function downwardBox(node: GraphNode, body: Body, { density, numbersWidth = 0 }: Arrangement, leftWidth: number): Box {
  const hasNumbers = density !== 'names';
  const { width, height, radius, isCrowded } = body;
  const sheetDepth = node.kind === 'group' ? sheetOffset : 0;
  const left = Math.max(0, leftWidth - (body.inlets[0]?.x ?? 0));
  const nameWidth = textWidth(node.name ?? '');
  const ownNameWidth = hasOwnName(node) ? nameWidth : 0;
  const titleWidth = ownNameWidth + (node.shape === '' ? 0 : textWidth(node.shape) + (ownNameWidth > 0 ? textGap : 0));
  /** The name with the shape, then the value, then the gradient. */
  const numbers = numbersSize(node, density);
  const ownNumberWidth = density === 'full' && node.shape !== '' ? roomyNumberWidth : numbers.width;
  const lines = [
    {
      isThere: titleWidth > 0,
      isReserved: hasNumbers || ownNameWidth > 0,
      width: hasNumbers ? titleWidth : ownNameWidth,
      height: lineHeight,
    },
    { isThere: true, isReserved: hasNumbers, width: ownNumberWidth, height: numbers.lines * lineHeight },
    { isThere: true, isReserved: hasNumbers, width: ownNumberWidth, height: numbers.lines * lineHeight },
  ];
  const reserved = lines.filter(({ isThere, isReserved }) => isThere && isReserved);
  const textsHeight = reserved.reduce((sum, line) => sum + line.height, 0);
  /** Further lines go down, where no wire comes in. */
  const textsAbove = Math.min(textsHeight, maxLinesAround * lineHeight) / 2;
  const top = Math.max(sheetDepth, textsAbove - height / 2);
  const centerY = top + height / 2;
  const innerHeight = Math.max(top + height, centerY - textsAbove + textsHeight);
  const textX = left + width + sheetDepth + textGap;
  let nextY = centerY - Math.max(lineHeight / 2, textsAbove);
  const [name, value, gradient] = lines.map(({ isThere, height: textHeight }): Mark => {
    const mark: Mark = { x: textX, y: nextY + textHeight / 2, anchor: 'start' };
    if (isThere) nextY += textHeight;
    return mark;
  }) as [Mark, Mark, Mark];
  const shape: Mark = { ...name, x: textX + (ownNameWidth > 0 ? ownNameWidth + textGap : 0) };
  const outlet = { x: left + width / 2, y: innerHeight + (node.isRoot ? rootArrowLengths[density] : 0) };
  const reservedWidth = reserved.reduce((maximum, line) => Math.max(maximum, line.width), 0);
  const elementsWidth = numbersSize(node, 'elements').width;
  const textsWidth = hasNumbers
    ? reservedWidth
    : Math.max(reservedWidth, Math.min(numbersWidth, Math.max(titleWidth, ownNumberWidth, elementsWidth)));
  return {
    width: Math.max(
      textsWidth === 0 ? left + width + sheetDepth : textX + textsWidth,
      node.isRoot ? outlet.x + textGap + nameWidth : 0,
    ),
    height: outlet.y + (node.isRoot ? lineHeight / 2 : 0),
    body: { x: left, y: top, width, height },
    radius,
    // Arrows end at the sheets behind a collapsed group.
    inlets: body.inlets.map((inlet) => translate(inlet, { x: left, y: top - sheetDepth })),
    isCrowded,
    outlet,
    name,
    shape,
    shapeShift: ownNameWidth,
    value,
    gradient,
    rootName: { x: outlet.x + textGap, y: outlet.y - lineHeight / 2 + 2, anchor: 'start' },
  };
}

/** Lines and width of the value, and of the gradient. */
function numbersSize(node: GraphNode, density: Density): { readonly lines: number; readonly width: number } {
  if (density === 'elements' && node.elementsSize !== null) {
    const { lines, columns } = node.elementsSize;
    return { lines, width: textWidthOfColumns(columns) };
  }
  return { lines: 1, width: node.shape === '' ? numberWidths.scalar : numberWidths.tensor };
}

/** Text wider than its node is left-aligned with it, so that it covers no incoming wire. */
function centered(contentWidth: number, width: number, y: number): Mark {
  return contentWidth > width ? { x: 0, y, anchor: 'start' } : { x: width / 2, y, anchor: 'middle' };
}
