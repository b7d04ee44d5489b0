/**
 * Elements of small tensors, written out in place of their summaries where there is room that the layout did not reserve.
 * Room is taken for elements of any length, so that changing numbers do not switch between the two.
 */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import type { Direction } from '../layout/arrangement.ts';
import { type Box, lineHeight, type Mark, type Point, type Rectangle, translate } from '../layout/box.ts';
import { fontSize, fullColumnCount, textWidthOfColumns } from '../layout/text.ts';
import type { ElementMarks, NodeStyle } from './nodeStyles.ts';

export interface ElementLabels {
  readonly marks: ElementMarks;
  /** The areas of the value and the gradient in the graph. */
  readonly areas: readonly Rectangle[];
}

/**
 * The ways to write a node's elements, from the most complete: those of the value and of the gradient, or only of the value.
 * @param origin the top left corner of the node's box.
 * @param scale text size relative to the drawing.
 * @returns none for a node that is not a small tensor or whose value is hidden.
 */
export function elementLabels(
  node: GraphNode,
  style: NodeStyle,
  box: Box,
  origin: Point,
  direction: Direction,
  scale: number,
): readonly ElementLabels[] {
  const { elements } = style.numbers;
  if (node.elementsSize === null || elements === null || style.hiddenLabels.includes('value')) return [];
  const hasGradient = elements.gradient !== null && !style.hiddenLabels.includes('gradient');
  // Only training changes elements, and it does not change those of data and consts.
  const isFixed = node.kind === 'data' || node.kind === 'const';
  const reserved = isFixed ? { lines: elements.value.length, columns: 0 } : node.elementsSize;
  const labelsWith = (gradientLines: readonly string[], gradientLineCount: number): ElementLabels => {
    const columns = Math.max(reserved.columns, ...[...elements.value, ...gradientLines].map(fullColumnCount));
    const width = textWidthOfColumns(columns, fontSize * scale);
    const step = lineHeight * scale;
    const valueHeight = reserved.lines * step;
    const gradientHeight = gradientLineCount * step;
    // To the right, values grow upwards from the wire and gradients downwards; in a graph downwards, they follow each other.
    const isRight = direction === 'right';
    const value = shifted(box.value, ((isRight ? -1 : 1) * (valueHeight - step)) / 2);
    const gradient = isRight
      ? shifted(box.gradient, (gradientHeight - step) / 2)
      : { ...box.gradient, y: value.y + (valueHeight + gradientHeight) / 2 };
    const areaOf = (mark: Mark, height: number): Rectangle => {
      const { x, y } = translate(mark, origin);
      return { x, y: y - height / 2, width, height };
    };
    return {
      marks: { value, gradient, isGradientWrittenOut: gradientLines.length > 0 },
      areas: [areaOf(value, valueHeight), ...(hasGradient ? [areaOf(gradient, gradientHeight)] : [])],
    };
  };
  const valueOnly = labelsWith([], 1);
  return hasGradient ? [labelsWith(elements.gradient ?? [], reserved.lines), valueOnly] : [valueOnly];
}

function shifted(mark: Mark, distance: number): Mark {
  return { ...mark, y: mark.y + distance };
}
