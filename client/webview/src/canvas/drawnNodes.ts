/** What React Flow is given to draw: a frame for each open group, and over them the nodes. */

import { useMemo, useRef } from 'react';
import type { GraphStructure } from '../../../../server/src/protocol/graph.ts';
import type { Size } from '../layout/box.ts';
import type { Placement } from '../layout/placement.ts';
import { whatsOf } from '../list/lines.ts';
import type { DrawnFrame } from './FrameView.tsx';
import type { DrawnNode } from './NodeView.tsx';
import { sharedWith } from './shared.ts';
import type { Shown } from './shown.ts';

/** The wires lie in between. */
const layers = { frame: 0, node: 2 };

type Drawn = DrawnFrame | DrawnNode;

/** For as long as the places mean the same nodes, those that are drawn as before are the very objects of before. */
export function useDrawnNodes(structure: GraphStructure, placement: Placement, shown: Shown): Drawn[] {
  const last = useRef<{ readonly shown: Shown; readonly nodes: readonly Drawn[] }>(undefined);
  return useMemo(() => {
    const before = last.current?.shown === shown ? last.current.nodes : [];
    const nodes = sharedWith(before, drawnNodes(structure, placement, shown));
    last.current = { shown, nodes };
    return nodes;
  }, [structure, placement, shown]);
}

function drawnNodes(structure: GraphStructure, placement: Placement, shown: Shown): readonly Drawn[] {
  const whats = whatsOf(structure);
  const frames = structure.groups.map((group, place): DrawnFrame => {
    const { x, y, width, height } = placement.groups[place]!;
    // An id of a group is never one of a node, but the frame of a group that is folded next is another thing than its node.
    return {
      id: `${group.id} frame`,
      type: 'frame',
      position: { x, y },
      ...known({ width, height }),
      zIndex: layers.frame,
      data: { group },
    };
  });
  const nodes = structure.nodes.map((node, place): DrawnNode => {
    const box = placement.boxes[place]!;
    return {
      id: node.id,
      type: 'node',
      position: placement.nodes[place]!,
      ...known(box),
      zIndex: layers.node,
      className: node.kind,
      data: { place, node, box, what: whats[place]!, root: structure.root, shown },
    };
  });
  return [...frames, ...nodes];
}

/** React Flow draws what it hasn't measured once, in sight or not, and all of a large graph for nothing. */
function known({ width, height }: Size) {
  return { width, height, measured: { width, height }, handles: [] };
}
