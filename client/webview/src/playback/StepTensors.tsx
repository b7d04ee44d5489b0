/** The tensors of a step as pictures: what the highlighted node reads and what it computes. */

import { useMemo } from 'react';
import type { GraphStructure } from '../../../../protocol/panel/graph.ts';
import type { Playback, PlaybackStep } from '../../../../protocol/panel/playback.ts';
import { initialSlice } from '../../../../protocol/pictures/matrices.ts';
import type { Bridge } from '../bridge.ts';
import { derivativeSymbol } from '../list/nodeText.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { Matrices } from '../tensor/Matrices.tsx';
import { useTensor } from '../tensor/useTensor.ts';
import { type StepTensor, tensorsOfStep } from './tensorsOfStep.ts';
import '../tensor/tensor.css';

interface Props {
  readonly bridge: Bridge;
  readonly graph: CompleteGraph;
  readonly playback: Playback;
  readonly stepIndex: number;
}

export function StepTensors({ bridge, graph, playback, stepIndex }: Props) {
  const { structure } = graph;
  const tensors = useMemo(() => tensorsOfStep(structure, playback.steps, stepIndex), [structure, playback, stepIndex]);
  return (
    <div className="step-tensors">
      {tensors.map((tensor) => (
        <TensorFigure key={structure.nodes[tensor.node]!.id} bridge={bridge} graph={graph} {...tensor} />
      ))}
    </div>
  );
}

/** True if a step of the playback has tensors that are not multiplied in sight. */
export function hasTensors({ nodes }: GraphStructure, steps: readonly PlaybackStep[]): boolean {
  return steps.some(({ node, product }) => product === null && nodes[node]?.shape !== '');
}

type FigureProps = Pick<Props, 'bridge' | 'graph'> & StepTensor;

function TensorFigure({ bridge, graph, node, hasGradient }: FigureProps) {
  const { nodes, objectiveName } = graph.structure;
  const { id, name, symbol } = nodes[node]!;
  const reply = useTensor(bridge, graph, id, 0);
  const tensor = useMemo(
    () => (reply && 'value' in reply ? (hasGradient ? reply : { ...reply, gradient: null }) : undefined),
    [reply, hasGradient],
  );
  const slice = useMemo(() => initialSlice(tensor?.shape ?? []), [tensor]);
  return (
    <div className="step-tensor">
      {tensor && (
        <Matrices
          tensor={tensor}
          slice={slice}
          isTable={false}
          name={name ?? symbol}
          gradientName={derivativeSymbol(objectiveName ?? '', name)}
        />
      )}
    </div>
  );
}
