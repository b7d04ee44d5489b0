/** Every playback ends at the numbers of its graph, for any model and collapse state. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CollapseState } from '../../../protocol/panel/graph.ts';
import type { PlaybackStep } from '../../../protocol/panel/playback.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { numbersOf } from '../../../server/src/graph/graphNumbers.ts';
import { createPlayback } from '../../../server/src/graph/playback/createPlayback.ts';
import type { EvaluatedSnapshot } from '../../../server/src/snapshot/snapshot.ts';
import { allCollapsed, allExpanded } from '../../support/fixtures/graphText.ts';
import { evaluated } from '../../support/models/evaluated.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';
import { library, modelTexts } from '../../support/models/randomModels.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const files = filesOf(library);

function playbackOf(snapshot: EvaluatedSnapshot, collapseState: CollapseState) {
  const graph = buildDisplayGraph(snapshot, collapseState);
  return { graph, numbers: numbersOf(graph, snapshot, 17), ...createPlayback(graph, snapshot, 17, 'model.bp') };
}

function resultOf({ equation }: PlaybackStep): string | undefined {
  return equation.findLast(({ tone }) => tone === 'result')?.text;
}

test('every playback ends with the numbers of its graph', () => {
  fc.assert(
    fc.property(modelTexts, fc.constantFrom(allExpanded, allCollapsed), (text, collapseState) => {
      const { graph, numbers, steps } = playbackOf(evaluated(text, files), collapseState);
      const { nodes } = graph.structure;
      // Derivatives of high order have more steps than a playback shows.
      fc.pre(steps.length > 0 || nodes.every(({ kind }) => kind !== 'operator' && kind !== 'group'));
      const shown = new Map(
        steps.flatMap(({ resultNode: known, gradient }) => (gradient === null ? [] : [[known, gradient]])),
      );
      const expected = numbers.nodes.flatMap(({ gradient }, index) =>
        gradient === null ? [] : [[index, gradient] as const],
      );
      expect(new Map([...shown].sort(([a], [b]) => a! - b!))).toEqual(new Map(expected));
      for (const step of steps) {
        if (step.phase !== 'forward') continue;
        const { value } = numbers.nodes[step.node];
        if (nodes[step.node].shape === '' && nodes[step.node].kind !== 'group') expect(resultOf(step)).toBe(value);
      }
    }),
    generatedCases(250),
  );
});

test('operators compute once in order, and wires pass gradients back once in reverse order', () => {
  fc.assert(
    fc.property(modelTexts, fc.constantFrom(allExpanded, allCollapsed), (text, collapseState) => {
      const snapshot = evaluated(text, files);
      // The graph cannot distinguish a missing gradient from a non-finite one.
      fc.pre(snapshot.evaluation.values.data.every(Number.isFinite));
      const { graph, numbers, steps } = playbackOf(snapshot, collapseState);
      // Derivatives of high order have more steps than a playback shows.
      fc.pre(steps.length > 0);
      const { nodes, wires } = graph.structure;
      const operatorNodes = nodes.flatMap(({ kind }, index) =>
        kind === 'operator' || kind === 'group' ? [index] : [],
      );
      expect(steps.flatMap(({ phase, node }) => (phase === 'forward' ? [node] : []))).toEqual(operatorNodes);
      const back = steps.flatMap(({ phase, wire }) => (phase === 'backward' && wire !== null ? [wire] : []));
      const carrying = wires.flatMap((_, wire) => (numbers.wires[wire].magnitude === null ? [] : [wire]));
      const inOrder = carrying.sort(
        (a, b) => wires[b].to - wires[a].to || wires[a].operandIndex - wires[b].operandIndex,
      );
      expect(back).toEqual(inOrder);
    }),
    generatedCases(250),
  );
});
