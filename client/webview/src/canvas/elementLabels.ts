/**
 * Elements of small tensors, written out instead of their summaries where there is room that the layout did not reserve.
 * Room is taken for elements of any length, so that changing numbers do not switch between the two.
 */

import type { GraphNode } from '../../../../protocol/panel/graph.ts';
import { lineHeight, type Mark, type Rectangle, translate } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { fontSize, fullColumnCount, textWidthOfColumns } from '../layout/text.ts';
import type { ElementMarks, NodeStyle } from './nodeStyles.ts';

export interface ElementLabels {
  readonly marks: ElementMarks;
  /** The areas of the value and the gradient in the graph. */
  readonly areas: readonly Rectangle[];
}

/**
 * The ways to write a node's elements, from the most complete: those of the value and of the gradient, or only of the value.
 * @param scale text size relative to the drawing.
 * @returns none for a node that is not a small tensor or whose value is hidden.
 */
export function elementLabels(
  node: GraphNode,
  nodeIndex: number,
  { numbers: { elements }, hiddenLabels }: NodeStyle,
  { boxes, nodes: origins, arrangement: { direction } }: Placement,
  scale: number,
): readonly ElementLabels[] {
  if (node.elementsSize === null || elements === null || hiddenLabels.includes('value')) return [];
  const box = boxes[nodeIndex]!;
  const gradientElements = hiddenLabels.includes('gradient') ? null : elements.gradient;
  // Only training changes elements, and it does not change those of data and consts.
  const isFixed = node.kind === 'data' || node.kind === 'const';
  const reserved = isFixed ? { lines: elements.value.length, columns: 0 } : node.elementsSize;
  const step = lineHeight * scale;
  const valueHeight = reserved.lines * step;
  /** @param writtenGradient empty for the norm, which takes one line. */
  const labelsWith = (writtenGradient: readonly string[]): ElementLabels => {
    const columns = Math.max(reserved.columns, ...[...elements.value, ...writtenGradient].map(fullColumnCount));
    const width = textWidthOfColumns(columns, fontSize * scale);
    const isGradientWrittenOut = writtenGradient.length > 0;
    const gradientHeight = isGradientWrittenOut ? valueHeight : step;
    // To the right, values grow upwards from the wire and gradients downwards; in a graph downwards, they follow each other.
    const isRight = direction === 'right';
    const value = shifted(box.value, ((isRight ? -1 : 1) * (valueHeight - step)) / 2);
    const gradient = isRight
      ? shifted(box.gradient, (gradientHeight - step) / 2)
      : { ...box.gradient, y: value.y + (valueHeight + gradientHeight) / 2 };
    const areaOf = (mark: Mark, height: number): Rectangle => {
      const { x, y } = translate(mark, origins[nodeIndex]!);
      return { x, y: y - height / 2, width, height };
    };
    return {
      marks: { value, gradient, isGradientWrittenOut },
      areas: [areaOf(value, valueHeight), ...(gradientElements ? [areaOf(gradient, gradientHeight)] : [])],
    };
  };
  const ways = gradientElements ? [gradientElements, []] : [[]];
  return ways.map(labelsWith);
}

function shifted(mark: Mark, distance: number): Mark {
  return { ...mark, y: mark.y + distance };
}
