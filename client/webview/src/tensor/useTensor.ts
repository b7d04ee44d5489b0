/** The elements of the viewed node, requested again with each result. */

import { useEffect, useMemo, useState } from 'react';
import type { TensorElements, TensorQuery, TensorReply } from '../../../../protocol/panel/tensor.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import type { Bridge } from '../bridge.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { elementsFromBase64, maxMagnitudeOf } from './elements.ts';

/** Elements with what their colors are relative to. */
export interface ScaledElements {
  readonly elements: Float64Array;
  readonly maxMagnitude: number;
}

export interface Tensor {
  /** The shape of the sent part. */
  readonly shape: readonly number[];
  /** The whole tensor's length on its first axis, and the index there at which the sent part begins. */
  readonly firstAxis: number;
  readonly first: number;
  readonly value: ScaledElements;
  /** Null if no gradient flows. */
  readonly gradient: ScaledElements | null;
}

/** A tensor, or the reason why there is none; undefined before the first response. */
export type TensorState = Tensor | { readonly reason: string } | undefined;

/** @param first the index on the first axis from which elements are shown. */
export function useTensor(bridge: Bridge, graph: CompleteGraph, node: string, first: number): TensorState {
  const [state, setState] = useState<TensorState>();
  const latest = useMemo(
    () =>
      new LatestRequest<TensorQuery, TensorReply>(
        (query) =>
          bridge.request('tensor', query).catch((error: unknown) => ({ kind: 'none', reason: errorMessage(error) })),
        (reply) => setState(reply.kind === 'none' ? { reason: reply.reason } : decoded(reply)),
      ),
    [bridge],
  );
  useEffect(() => {
    // A new graph means new numbers, even if the query is the same.
    if (graph) latest.request({ node, first });
  }, [latest, graph, node, first]);
  useEffect(() => () => latest.cancel(), [latest]);
  return state;
}

function decoded({ shape, first, count, value, gradient }: TensorElements): Tensor {
  return {
    shape: shape.length === 0 ? [] : [count, ...shape.slice(1)],
    firstAxis: shape[0] ?? 1,
    first,
    value: scaled(value),
    gradient: gradient === null ? null : scaled(gradient),
  };
}

function scaled(base64: string): ScaledElements {
  const elements = elementsFromBase64(base64);
  return { elements, maxMagnitude: maxMagnitudeOf(elements) };
}
