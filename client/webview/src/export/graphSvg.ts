/** The graph as a picture that looks like the panel: the same shapes in the same places, in the colours of its theme. */

import * as l10n from '@vscode/l10n';
import type { GraphNumbers, GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import { type Lit, nothingLit } from '../canvas/highlightClass.ts';
import { type Looks, looksOf, type NodeLook } from '../canvas/nodeStyles.ts';
import type { Size } from '../layout/box.ts';
import type { Placement } from '../layout/placement.ts';
import { fontSize } from '../layout/text.ts';
import { numbersInLine, whatsOf } from '../list/lines.ts';
import { frameSvg } from './frameSvg.ts';
import { legendOf } from './legendSvg.ts';
import { nodeSvg } from './nodeSvg.ts';
import { filled, unlessFull } from './shapes.ts';
import type { Style } from './style.ts';
import { wiresSvg } from './wireSvg.ts';
import { element, escaped } from './xml.ts';

/** What the panel shows now. */
export interface Drawing {
  /** The file whose graph it is. */
  readonly name: string;
  /** The numbers and the placement are of this structure. */
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
  readonly placement: Placement;
  readonly lit: Lit;
  readonly isStale: boolean;
}

export interface Svg extends Size {
  readonly text: string;
}

/** Around the picture, in pixels. */
const margin = 24;
/** For the legend, under the graph. */
const legendHeight = 28;

export function svgOf({ name, structure, numbers, placement, lit, isStale }: Drawing, style: Style): Svg {
  // The film belongs to the picture, where the editor's cursor is doesn't.
  const looks = looksOf(structure, numbers, lit.film ? lit : nothingLit);
  const { root } = structure;
  const legend = root !== null && looks.scale ? legendOf(style, root, looks.scale) : undefined;
  const right = Math.max(rightOf(style, placement, looks), legend?.width ?? 0);
  const bottom = placement.height + (legend ? legendHeight : 0);
  const width = Math.ceil(right + 2 * margin);
  const height = Math.ceil(bottom + 2 * margin);
  const whole = { x: -margin, y: -margin, width, height };
  const graph = [
    ...structure.groups.map((group, place) => frameSvg(style, group, placement.groups[place]!)),
    wiresSvg(style, structure, placement, looks),
    ...structure.nodes.map((node, place) =>
      nodeSvg(style, {
        node,
        root,
        box: placement.boxes[place]!,
        corner: placement.nodes[place]!,
        look: looks.nodes[place]!,
      }),
    ),
  ];
  const { opacity } = style.look(isStale ? 'canvas is-stale' : 'canvas', 'react-flow__viewport');
  const title = isStale ? l10n.t`The graph of ${name}, stale` : l10n.t`The graph of ${name}`;
  const text = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `${-margin} ${-margin} ${width} ${height}`,
      role: 'img',
      'font-family': style.fontFamily,
    },
    [
      element('title', {}, [escaped(title)]),
      element('desc', {}, [sentencesOf(structure, looks.nodes).map(escaped).join('\n')]),
      element('rect', { ...whole, ...filled(style.look('canvas', 'react-flow').background) }),
      element('g', { opacity: unlessFull(opacity) }, graph),
      legend?.svgAt({ x: right, y: bottom - legendHeight / 2 }) ?? '',
    ],
  );
  return { text: `${text}\n`, width, height };
}

/** A number may be longer than its room. */
function rightOf(style: Style, { nodes, boxes, width }: Placement, looks: Looks): number {
  const ends = looks.nodes.flatMap(({ numbers, gradient }, place) => {
    const { value } = boxes[place]!;
    const widths = [numbers.value, gradient ?? ''].map((text) => style.widthOf(text, fontSize));
    return widths.map((wide) => nodes[place]!.x + value.x + wide);
  });
  return ends.reduce((most, end) => Math.max(most, end), width);
}

/** A node in words, as far as the film has come. */
function sentencesOf(structure: GraphStructure, looks: readonly NodeLook[]): readonly string[] {
  const { nodes, root } = structure;
  return whatsOf(structure).map((what, place) => {
    const { numbers, isValueKnown, isGradientKnown, gradient } = looks[place]!;
    const known = {
      ...numbers,
      value: isValueKnown ? numbers.value : '',
      gradient: isGradientKnown ? gradient : null,
    };
    const said = numbersInLine(nodes[place]!, root, known);
    return [`${what} ${said.value}`.trimEnd(), said.gradient].filter((part) => part !== '').join(', ');
  });
}
