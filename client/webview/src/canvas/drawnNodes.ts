/** What React Flow is given to draw: a frame for each open group, and over them the nodes. */

import { useMemo, useRef } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/panel/graph.ts';
import type { Size } from '../layout/box.ts';
import type { Placement } from '../layout/placement.ts';
import { whatsOf } from '../list/lines.ts';
import type { DrawnFrame } from './nodes/FrameView.tsx';
import type { DrawnNode } from './nodes/NodeView.tsx';
import { sharedWith } from './shared.ts';
import type { Shown } from './shown.ts';

/** The wires lie in between. */
const layers = { frame: 0, node: 2 };

type DrawnPart = DrawnFrame | DrawnNode;

interface Kept {
  readonly shown: Shown | undefined;
  readonly groups: readonly DrawnFrame['data'][];
  readonly nodes: readonly DrawnNode['data'][];
  readonly parts: readonly DrawnPart[];
}

const nothing: Kept = { shown: undefined, groups: [], nodes: [], parts: [] };

/** For as long as the places mean the same nodes, what is as before is the very object of before: also the data of what has moved. */
export function useDrawnNodes(structure: GraphStructure, placement: Placement, shown: Shown): DrawnPart[] {
  const last = useRef(nothing);
  return useMemo(() => {
    const before = last.current.shown === shown ? last.current : nothing;
    const groups = sharedWith(
      before.groups,
      structure.groups.map((group) => ({ group })),
    );
    const nodes = sharedWith(before.nodes, nodeData(structure, placement, shown));
    const parts = sharedWith(before.parts, [...framesAt(placement, groups), ...nodesAt(placement, nodes)]);
    last.current = { shown, groups, nodes, parts };
    return parts;
  }, [structure, placement, shown]);
}

function nodeData(structure: GraphStructure, { boxes }: Placement, shown: Shown): readonly DrawnNode['data'][] {
  const whats = whatsOf(structure);
  const { root } = structure;
  return structure.nodes.map((node, place) => ({ place, node, box: boxes[place]!, what: whats[place]!, root, shown }));
}

function framesAt({ groups }: Placement, all: readonly DrawnFrame['data'][]): readonly DrawnFrame[] {
  return all.map((data, place) => {
    const { x, y, ...size } = groups[place]!;
    // An id of a group is never one of a node, but the frame of a group that is folded next is another thing than its node.
    const id = `${data.group.id} frame`;
    return { id, type: 'frame', position: { x, y }, ...known(size), zIndex: layers.frame, data };
  });
}

function nodesAt({ nodes }: Placement, all: readonly DrawnNode['data'][]): readonly DrawnNode[] {
  return all.map((data) => {
    const { place, node, box } = data;
    const { id, kind } = node;
    return {
      id,
      type: 'node',
      position: nodes[place]!,
      ...known(box),
      zIndex: layers.node,
      className: kind,
      data,
    };
  });
}

/** React Flow draws what it hasn't measured once, in sight or not, and all of a large graph for nothing. */
function known({ width, height }: Size) {
  return { width, height, measured: { width, height }, handles: [] };
}
