/** React Flow elements: a frame for each expanded group, and the nodes above them. */

import { useMemo, useRef } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Size } from '../layout/box.ts';
import type { Placement } from '../layout/layOutGraph.ts';
import { nodeDescriptions } from '../list/nodeText.ts';
import type { CanvasStore } from './canvasStore.ts';
import type { FlowFrame } from './nodes/FrameView.tsx';
import type { FlowNode } from './nodes/NodeView.tsx';
import { reuseEqual } from './reuseEqual.ts';

/** The wires are drawn between these layers. */
const zIndices = { frame: 0, node: 2 };

type FlowElement = FlowFrame | FlowNode;

interface FlowCache {
  readonly store: CanvasStore | undefined;
  readonly groups: readonly FlowFrame['data'][];
  readonly nodes: readonly FlowNode['data'][];
  readonly elements: readonly FlowElement[];
}

const emptyCache: FlowCache = { store: undefined, groups: [], nodes: [], elements: [] };

/** While indices denote the same nodes, unchanged elements keep their identity, also the data of nodes that moved. */
export function useFlowElements(structure: GraphStructure, placement: Placement, store: CanvasStore): FlowElement[] {
  const cacheRef = useRef(emptyCache);
  return useMemo(() => {
    const previous = cacheRef.current.store === store ? cacheRef.current : emptyCache;
    const groups = reuseEqual(
      previous.groups,
      structure.groups.map((group) => ({ group })),
    );
    const nodes = reuseEqual(previous.nodes, flowNodeData(structure, placement, store));
    const elements = reuseEqual(previous.elements, [...flowFrames(placement, groups), ...flowNodes(placement, nodes)]);
    cacheRef.current = { store, groups, nodes, elements };
    return elements;
  }, [structure, placement, store]);
}

function flowNodeData(
  structure: GraphStructure,
  { arrangement: { density }, boxes }: Placement,
  store: CanvasStore,
): readonly FlowNode['data'][] {
  const descriptions = nodeDescriptions(structure);
  const { objectiveName } = structure;
  return structure.nodes.map((node, index) => ({
    nodeIndex: index,
    node,
    box: boxes[index]!,
    density,
    description: descriptions[index]!,
    objectiveName,
    store,
  }));
}

function flowFrames({ groups }: Placement, dataList: readonly FlowFrame['data'][]): readonly FlowFrame[] {
  return dataList.map((data, index) => {
    const { x, y, ...size } = groups[index]!;
    // An expanded group's frame and its collapsed node share an id, so the frame's gets a prefix.
    const id = `${data.group.id} frame`;
    return { id, type: 'frame', position: { x, y }, ...withKnownSize(size), zIndex: zIndices.frame, data };
  });
}

function flowNodes({ nodes }: Placement, dataList: readonly FlowNode['data'][]): readonly FlowNode[] {
  return dataList.map((data) => {
    const { nodeIndex, node, box } = data;
    const { id, kind } = node;
    return {
      id,
      type: 'node',
      position: nodes[nodeIndex]!,
      ...withKnownSize(box),
      zIndex: zIndices.node,
      className: kind,
      data,
    };
  });
}

/** React Flow renders unmeasured elements once even if they are off screen, which is wasted on a large graph. */
function withKnownSize({ width, height }: Size) {
  return { width, height, measured: { width, height }, handles: [] };
}
