/** The highlight of a playback step: active node and wire, known nodes, and accumulated gradients. */

import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Playback } from '../../../../protocol/panel/playback.ts';
import type { AccumulatedGradient, Highlight } from '../canvas/highlight.ts';

/** @param stepIndex index of a step of the playback, which belongs to this structure. */
export function playbackHighlight({ steps }: Playback, stepIndex: number, { nodes, wires }: GraphStructure): Highlight {
  const currentStep = steps[stepIndex]!;
  const computedNodes = new Set(nodes.keys());
  const gradients = new Map<number, AccumulatedGradient>();
  const visitedWires = new Set<number>();
  for (const [index, { phase, resultNode: node, gradient, gradientElements, wire }] of steps.entries()) {
    if (node === null) continue;
    if (phase === 'forward' && index > stepIndex) computedNodes.delete(node);
    if (phase === 'forward' || index > stepIndex) continue;
    if (gradient !== null) gradients.set(node, { text: gradient, elements: gradientElements });
    if (wire !== null) visitedWires.add(wire);
  }
  const incomingWires =
    currentStep.phase === 'forward' ? wires.flatMap(({ to }, wire) => (to === currentStep.node ? [wire] : [])) : [];
  return {
    nodes: new Set([currentStep.node]),
    wires: new Set(currentStep.wire === null ? incomingWires : [currentStep.wire]),
    playback: { phase: currentStep.phase, values: computedNodes, gradients, wires: visitedWires },
  };
}
