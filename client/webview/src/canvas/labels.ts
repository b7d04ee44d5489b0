/**
 * Labels that are displayed: as text keeps a readable size when the graph is zoomed out, the less important labels give way
 * where it would overlap.
 */

import type { GraphNode, GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Density } from '../layout/arrangement.ts';
import {
  type Box,
  contains,
  hasOwnName,
  lineHeight,
  type Mark,
  overlaps,
  type Point,
  type Rectangle,
  sheetOffset,
  translate,
} from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import {
  fontSize,
  fullColumnCount,
  minLegibleZoom,
  smallFontSize,
  symbolSize,
  textWidthOfColumns,
  truncate,
} from '../layout/text.ts';
import { wireShapes } from '../layout/wires/wire.ts';
import { elementLabels } from './elementLabels.ts';
import {
  type GraphStyles,
  gradientLines,
  type NodeLabel,
  type NodeStyle,
  shapeText,
  valueLines,
  type WireLabel,
} from './nodeStyles.ts';
import { Occupancy } from './occupancy.ts';
import { fitSymbol, symbolSizeOf } from './symbolFit.ts';

/** Height of letters with ascenders and descenders, relative to the font size. */
const letterRatio = 0.95;
/** Above this number of nodes, labels are not compared. */
const maxComparedNodes = 300;
/** Side of the squares that stand for a wire, in pixels. */
const wireDot = 8;
/** Steps of the text scale for each doubling, so that few labels change during a zoom. */
const scaleSteps = 8;

/** The texts of the first nodes may be this much above the graph, in the padding around it. */
const textOverhang = 8;

/** The smallest text relative to the drawing, for a zoom far into it. */
const minTextScale = 0.4;

/**
 * Text size relative to the drawing: more than 1 where it would be too small to read, and less where the drawing is enlarged
 * and has reserved no room for numbers, so that these appear.
 */
export function textScale(zoom: number, nodeCount: number, density: Density): number {
  if (nodeCount > maxComparedNodes) return 1;
  const scale = density === 'names' && zoom > 1 ? Math.max(minTextScale, 1 / zoom) : Math.max(1, minLegibleZoom / zoom);
  return 2 ** (Math.ceil(Math.log2(scale) * scaleSteps - 1e-6) / scaleSteps);
}

/** The styles without the labels that have no room at a text scale. */
export function withVisibleLabels(
  styles: GraphStyles,
  structure: GraphStructure,
  placement: Placement,
  scale: number,
): GraphStyles {
  if (structure.nodes.length > maxComparedNodes) return styles;
  const candidates = [
    ...nodeCandidates(styles, structure, placement, scale),
    ...wireCandidates(styles, structure, placement, scale),
  ].sort((a, b) => priorities[a.label] - priorities[b.label]);
  const occupancy = new Occupancy(bodiesOf(structure, placement));
  placement.groups.forEach((frame, index) => {
    occupancy.add(frameLabelArea(frame, structure.groups[index]!.label, scale), undefined);
  });
  const hiddenOfNodes = styles.nodes.map(({ hiddenLabels }) => [...hiddenLabels]);
  const hiddenOfWires = styles.wires.map(({ hiddenLabels }) => [...hiddenLabels]);
  const { density } = placement.arrangement;
  const wholeArea = { x: 0, y: -textOverhang, width: placement.width, height: placement.height + textOverhang };
  const isFree = (area: Rectangle, ownNode: number | undefined): boolean =>
    occupancy.isFree(area, ownNode) && !crossesBorder(area, placement.groups);
  /** For labels that the layout has reserved no room for. */
  const isOffWires = (area: Rectangle): boolean =>
    contains(wholeArea, area) && occupancyOfWires(placement).isFree(area, undefined);
  const hasRoom = ({ label, isOnWire, nodeIndex, area }: Candidate): boolean => {
    if (!isFree(area, label === 'symbol' ? nodeIndex : undefined)) return false;
    if (density !== 'names' || priorities[label] < priorities.value) return true;
    // A gradient alone could be taken for that of another node, unless all values are hidden.
    const lacksValueRoom =
      !isOnWire &&
      hiddenOfNodes[nodeIndex]!.includes('value') &&
      !styles.nodes[nodeIndex]!.hiddenLabels.includes('value');
    if (label === 'gradient' && lacksValueRoom) return false;
    return isOffWires(area);
  };
  for (const candidate of candidates) {
    if (hasRoom(candidate)) occupancy.add(candidate.area, candidate.nodeIndex);
    else if (candidate.isOnWire) hiddenOfWires[candidate.index]!.push(candidate.label);
    else hiddenOfNodes[candidate.nodeIndex]!.push(candidate.label);
  }
  /** True if there is room for an ellipsis instead of numbers that have none. */
  const takeEllipsis = (style: NodeStyle, index: number): boolean => {
    const hiddenLabels = hiddenOfNodes[index]!;
    if (hiddenLabels.every((label) => !isNumber(label) || style.hiddenLabels.includes(label))) return false;
    // It follows the name and the shape, and would stand apart without the name.
    if (hasOwnName(structure.nodes[index]!) && hiddenLabels.includes('name')) return false;
    const box = placement.boxes[index]!;
    const mark = shapeMark(box, scale);
    const shape = hiddenLabels.includes('shape') ? '' : structure.nodes[index]!.shape;
    const areas = [shape, shapeText(shape, true)].map((text) =>
      labelArea(mark, placement.nodes[index]!, [text], smallFontSize * scale),
    );
    const ownArea = { ...areas[1]!, x: areas[1]!.x + areas[0]!.width, width: areas[1]!.width - areas[0]!.width };
    if (!isFree(ownArea, undefined) || !contains(wholeArea, ownArea)) return false;
    occupancy.add(ownArea, index);
    return true;
  };
  const nodes = styles.nodes.map((style, index) => ({
    ...style,
    hiddenLabels: hiddenOfNodes[index]!,
    lacksRoom: takeEllipsis(style, index),
    symbolFit: fitSymbol(structure.nodes[index]!, placement.boxes[index]!, style, scale, placement),
  }));
  /** The style of a node with its elements, if they have room besides the other labels. */
  const withElements = (style: NodeStyle, index: number): NodeStyle => {
    const labels = elementLabels(structure.nodes[index]!, index, style, placement, scale).find(({ areas }) =>
      areas.every((area) => isFree(area, index) && isOffWires(area)),
    );
    if (labels === undefined) return style;
    for (const area of labels.areas) occupancy.add(area, index);
    return { ...style, elementMarks: labels.marks };
  };
  return {
    ...styles,
    nodes: density === 'elements' ? nodes : nodes.map(withElements),
    wires: styles.wires.map((style, index) => ({ ...style, hiddenLabels: hiddenOfWires[index]! })),
  };
}

/** The first gets the room. */
const priorities: Readonly<Record<NodeLabel, number>> = {
  symbol: 0,
  rootName: 1,
  name: 2,
  value: 3,
  gradient: 4,
  shape: 5,
};

function isNumber(label: NodeLabel): boolean {
  return label === 'value' || label === 'gradient';
}

function shapeMark({ shape, shapeShift }: Box, scale: number): Mark {
  return { ...shape, x: shape.x + shapeShift * (scale - 1) };
}

type Candidate = { readonly area: Rectangle } & (
  | { readonly isOnWire: false; readonly nodeIndex: number; readonly label: NodeLabel }
  | { readonly isOnWire: true; readonly nodeIndex: undefined; readonly index: number; readonly label: WireLabel }
);

/** Horizontal extent of a graph with its names at a text scale. */
export function extentWithNames(
  { nodes, objectiveName }: GraphStructure,
  { boxes, nodes: origins, width }: Placement,
  scale: number,
): { readonly left: number; readonly right: number } {
  if (scale <= 1) return { left: 0, right: width };
  const areas = nodes.flatMap((node, index) =>
    namesOf(node, boxes[index]!, objectiveName).map(({ mark, text, size }) =>
      labelArea(mark, origins[index]!, [truncate(text)], size * scale),
    ),
  );
  return {
    left: Math.min(0, ...areas.map(({ x }) => x)),
    right: Math.max(width, ...areas.map((area) => area.x + area.width)),
  };
}

interface Name {
  readonly label: 'rootName' | 'name';
  readonly mark: Mark;
  readonly text: string;
  /** Font size at scale 1. */
  readonly size: number;
}

/** The names beside a node. */
function namesOf(node: GraphNode, { rootName, name }: Box, objectiveName: string | null): readonly Name[] {
  const names: readonly Name[] = [
    {
      label: 'rootName',
      mark: rootName,
      text: node.isRoot ? (node.name ?? objectiveName ?? '') : '',
      size: symbolSize,
    },
    { label: 'name', mark: name, text: hasOwnName(node) ? (node.name ?? '') : '', size: fontSize },
  ];
  return names.filter(({ text }) => text !== '');
}

function nodeCandidates(
  { nodes: styles }: GraphStyles,
  { nodes, objectiveName }: GraphStructure,
  placement: Placement,
  scale: number,
): readonly Candidate[] {
  const { nodes: origins, boxes, arrangement } = placement;
  const { density } = arrangement;
  return nodes.flatMap((node, nodeIndex): Candidate[] => {
    const [box, origin, style] = [boxes[nodeIndex]!, origins[nodeIndex]!, styles[nodeIndex]!];
    const candidate = (label: NodeLabel, mark: Mark, text: string | readonly string[], size: number): Candidate[] => {
      const lines = typeof text === 'string' ? [truncate(text)] : text;
      if (lines.join('') === '' || style.hiddenLabels.includes(label)) return [];
      return [{ isOnWire: false, nodeIndex, label, area: labelArea(mark, origin, lines, size * scale) }];
    };
    const { x, y, width, height } = box.body;
    const { columns } = fitSymbol(node, box, style, scale, placement);
    const center: Mark = { x: x + width / 2, y: y + height / 2, anchor: 'middle' };
    return [
      // A symbol that fits its body collides with nothing.
      ...(columns === undefined || columns > 1 ? [] : candidate('symbol', center, node.symbol, symbolSizeOf(node))),
      ...namesOf(node, box, objectiveName).flatMap(({ label, mark, text, size }) => candidate(label, mark, text, size)),
      ...candidate('value', box.value, valueLines(style, density), fontSize),
      ...candidate('gradient', box.gradient, gradientLines(style, density), fontSize),
      ...candidate('shape', shapeMark(box, scale), node.shape, smallFontSize),
    ];
  });
}

function wireCandidates(
  { wires: styles }: GraphStyles,
  structure: GraphStructure,
  placement: Placement,
  scale: number,
): readonly Candidate[] {
  return wireShapes(structure, placement).flatMap(({ marks }, index): Candidate[] => {
    const { value, gradient, hiddenLabels } = styles[index]!;
    const candidate = (label: WireLabel, text: string | null): Candidate[] =>
      marks && text !== null && !hiddenLabels.includes(label)
        ? [
            {
              isOnWire: true,
              nodeIndex: undefined,
              index,
              label,
              area: textArea(marks[label], [text], smallFontSize * scale),
            },
          ]
        : [];
    return [...candidate('value', value), ...candidate('gradient', gradient)];
  });
}

const wireOccupancies = new WeakMap<Placement, Occupancy>();

/** The wires as a row of small squares; kept, as numbers change more often than the placement. */
function occupancyOfWires(placement: Placement): Occupancy {
  const known = wireOccupancies.get(placement);
  if (known) return known;
  const { direction } = placement.arrangement;
  const dots = placement.wires.flatMap((points) =>
    points.slice(1).flatMap((end, index) => {
      const start = points[index]!;
      const count = Math.ceil(Math.hypot(end.x - start.x, end.y - start.y) / wireDot);
      return Array.from({ length: count }, (_, dot) => {
        const share = (dot + 0.5) / count;
        // Straight at both ends.
        const eased = share * share * (3 - 2 * share);
        const isDown = direction === 'down';
        const [shareX, shareY] = isDown ? [eased, share] : [share, eased];
        return {
          x: start.x + (end.x - start.x) * shareX - wireDot / 2,
          y: start.y + (end.y - start.y) * shareY - wireDot / 2,
          width: wireDot,
          height: wireDot,
        };
      });
    }),
  );
  const occupancy = new Occupancy(dots);
  wireOccupancies.set(placement, occupancy);
  return occupancy;
}

/** With the sheets behind collapsed groups. */
function bodiesOf({ nodes }: GraphStructure, { nodes: origins, boxes }: Placement): readonly Rectangle[] {
  return nodes.map(({ kind }, index) => {
    const { width, height, ...corner } = boxes[index]!.body;
    const { x, y } = translate(corner, origins[index]!);
    const sheets = kind === 'group' ? sheetOffset : 0;
    return { x, y: y - sheets, width: width + sheets, height: height + sheets };
  });
}

/** True if the area is partly inside a frame: its text could be taken for that of a node on the other side. */
function crossesBorder(area: Rectangle, frames: readonly Rectangle[]): boolean {
  return frames.some((frame) => overlaps(area, frame) && !contains(frame, area));
}

/** Area of a label of a node. @param origin corner of the node. */
function labelArea(mark: Mark, origin: Point, lines: readonly string[], size: number): Rectangle {
  return textArea({ ...translate(mark, origin), anchor: mark.anchor }, lines, size);
}

function textArea({ x, y, anchor }: Mark, lines: readonly string[], size: number): Rectangle {
  const width = Math.max(...lines.map((line) => textWidthOfColumns(fullColumnCount(line), size)));
  const height = size * letterRatio + (lines.length - 1) * size * (lineHeight / fontSize);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  return { x: left, y: y - height / 2, width, height };
}

function frameLabelArea({ x, y }: Point, label: string, scale: number): Rectangle {
  return textArea({ x: x + 14, y: y + 16, anchor: 'start' }, [truncate(label)], fontSize * scale);
}
