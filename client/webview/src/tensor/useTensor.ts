/** The elements of the viewed node, requested again with each result. */

import { useEffect, useMemo, useState } from 'react';
import type { TensorQuery, TensorReply } from '../../../../protocol/panel/tensor.ts';
import { errorMessage } from '../../../../protocol/shared/errorMessage.ts';
import type { Bridge } from '../bridge.ts';
import { LatestRequest } from '../latestRequest.ts';
import type { CompleteGraph } from '../state/viewState.ts';
import { decodeTensor, type Tensor } from './decodeTensor.ts';

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
        (reply) => setState(reply.kind === 'none' ? { reason: reply.reason } : decodeTensor(reply)),
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
