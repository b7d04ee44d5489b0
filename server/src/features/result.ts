/** The result of each evaluation, pushed to a client that paints annotations and a status bar. */

import { showNumber } from '../display/numbers.ts';
import { elementsOf } from '../engine/execute.ts';
import { type Result, resultMethod, type Summary } from '../protocol/result.ts';
import type { Settings } from '../protocol/settings.ts';
import { isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import { type Feature, type FileView, sent } from './feature.ts';
import { annotationsOf } from './lineEnds.ts';

export const result: Feature = {
  capabilities: {},
  register(connection, server) {
    server.onSettled((file) => sent(connection.sendNotification(resultMethod, resultOf(file, server.settings))));
  },
};

export function resultOf({ uri, snapshot, readings, steps }: FileView, { digits }: Pick<Settings, 'digits'>): Result {
  return {
    uri,
    version: snapshot.version,
    annotations: annotationsOf(readings, digits),
    summary: summaryOf(snapshot, steps, digits),
  };
}

function summaryOf(snapshot: Snapshot, steps: number, digits: number): Summary {
  const { objective, picked, program } = snapshot.model;
  const value =
    objective && isEvaluated(snapshot)
      ? showNumber(elementsOf(program, snapshot.evaluation.values, objective.gradient.root)[0], digits)
      : null;
  const errors = snapshot.problems.filter(({ severity }) => severity === 'error').length;
  const root = objective?.label ?? picked ?? null;
  return { root, ...(picked !== undefined && { isPicked: true }), objective: value, steps, errors };
}
