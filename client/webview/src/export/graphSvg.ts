/** The graph as an SVG document that looks like the panel, in the colors of its theme. */

import * as l10n from '@vscode/l10n';
import type { GraphNumbers, GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { HideableLabel } from '../../../../protocol/panel/messages.ts';
import { element, escapeXml } from '../../../../protocol/pictures/xml.ts';
import { type Highlight, noHighlight } from '../canvas/highlight.ts';
import { withVisibleLabels } from '../canvas/labels.ts';
import { legendLabels } from '../canvas/legendLabels.ts';
import { computeStyles, type GraphStyles, gradientLines, type NodeStyle, valueLines } from '../canvas/nodeStyles.ts';
import type { Size } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { fontSize } from '../layout/text.ts';
import { nodeDescriptions, numbersText } from '../list/nodeText.ts';
import { frameSvg } from './frameSvg.ts';
import { createLegend } from './legendSvg.ts';
import { nodeSvg } from './nodeSvg.ts';
import { fillAttributes, opacityAttribute } from './shapeSvg.ts';
import type { StyleSource } from './styleSource.ts';
import { wiresSvg } from './wireSvg.ts';

/** The graph as displayed. */
export interface Drawing {
  /** The model's file name. */
  readonly name: string;
  /** The structure that the numbers and the placement belong to. */
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly placement: Placement;
  readonly highlight: Highlight;
  readonly isStale: boolean;
  readonly hiddenLabels: readonly HideableLabel[];
}

export interface Svg extends Size {
  readonly text: string;
}

/** Padding around the picture in pixels. */
const margin = 24;
/** Room for the legend under the graph. */
const legendHeight = 28;

export function renderSvg(
  { name, structure, numbers, placement, highlight, isStale, hiddenLabels }: Drawing,
  styles: StyleSource,
): Svg {
  // The picture includes the playback's highlight, but not the editor's cursor.
  const allStyles = computeStyles(structure, numbers, highlight.playback ? highlight : noHighlight, hiddenLabels);
  const graphStyles = withVisibleLabels(allStyles, structure, placement, 1);
  const { objectiveName } = structure;
  const shownLabels = legendLabels(structure, placement.arrangement.direction).filter(
    ({ label }) => !hiddenLabels.includes(label),
  );
  const legend =
    objectiveName !== null && graphStyles.scale
      ? createLegend(styles, shownLabels, objectiveName, graphStyles.scale)
      : undefined;
  const rightX = Math.max(rightEdge(styles, placement, graphStyles), legend?.width ?? 0);
  const bottomY = placement.height + (legend ? legendHeight : 0);
  const width = Math.ceil(rightX + 2 * margin);
  const height = Math.ceil(bottomY + 2 * margin);
  const backgroundArea = { x: -margin, y: -margin, width, height };
  const graph = [
    ...structure.groups.map((group, index) => frameSvg(styles, group, placement.groups[index]!)),
    wiresSvg(styles, structure, placement, graphStyles),
    ...structure.nodes.map((node, index) =>
      nodeSvg(styles, {
        node,
        objectiveName,
        box: placement.boxes[index]!,
        density: placement.arrangement.density,
        origin: placement.nodes[index]!,
        style: graphStyles.nodes[index]!,
      }),
    ),
  ];
  const { opacity } = styles.styleOf(isStale ? 'canvas is-stale' : 'canvas', 'react-flow__viewport');
  const title = isStale ? l10n.t`The graph of ${name}, stale` : l10n.t`The graph of ${name}`;
  const text = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `${-margin} ${-margin} ${width} ${height}`,
      role: 'img',
      'font-family': styles.fontFamily,
    },
    [
      element('title', {}, [escapeXml(title)]),
      element('desc', {}, [nodeSentences(structure, allStyles.nodes).map(escapeXml).join('\n')]),
      element('rect', { ...backgroundArea, ...fillAttributes(styles.styleOf('canvas', 'react-flow').background) }),
      element('g', { opacity: opacityAttribute(opacity) }, graph),
      legend?.renderAt({ x: rightX, y: bottomY - legendHeight / 2 }) ?? '',
    ],
  );
  return { text: `${text}\n`, width, height };
}

/** A number may be longer than its reserved room. */
function rightEdge(
  styles: StyleSource,
  { nodes, boxes, width, arrangement: { density } }: Placement,
  graphStyles: GraphStyles,
): number {
  const rightEnds = graphStyles.nodes.flatMap((style, index) => {
    const { value } = boxes[index]!;
    const lines = { value: valueLines(style, density), gradient: gradientLines(style, density) };
    const shownLines = (['value', 'gradient'] as const)
      .filter((label) => !style.hiddenLabels.includes(label))
      .flatMap((label) => lines[label]);
    return shownLines.map((line) => nodes[index]!.x + value.x + styles.widthOf(line, fontSize));
  });
  return rightEnds.reduce((max, rightEnd) => Math.max(max, rightEnd), width);
}

/**
 * A node as text, up to the current step of the playback, without the numbers that the user has hidden.
 * @param nodeStyles before the labels without room are hidden.
 */
function nodeSentences(structure: GraphStructure, nodeStyles: readonly NodeStyle[]): readonly string[] {
  const { nodes, objectiveName } = structure;
  return nodeDescriptions(structure).map((description, index) => {
    const { numbers, isValueKnown, isGradientKnown, gradient, hiddenLabels } = nodeStyles[index]!;
    const knownNumbers = {
      ...numbers,
      value: isValueKnown && !hiddenLabels.includes('value') ? numbers.value : '',
      gradient: isGradientKnown && !hiddenLabels.includes('gradient') ? gradient : null,
    };
    const formatted = numbersText(nodes[index]!, objectiveName, knownNumbers);
    return [`${description} ${formatted.value}`.trimEnd(), formatted.gradient].filter((part) => part !== '').join(', ');
  });
}
