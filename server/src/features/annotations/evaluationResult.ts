/** The result of each evaluation, pushed to a client that paints annotations and a status bar. */

import {
  type EvaluationResult,
  type LineSpan,
  resultMethod,
  type Summary,
  type VisibleLines,
  visibleLinesMethod,
} from '../../../../protocol/evaluationResult.ts';
import type { Settings } from '../../../../protocol/settings.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { FileView } from '../../documents/fileView.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../fireAndForget.ts';
import { lineDecorationsOf } from './lineDecorations.ts';

export const evaluationResult: Feature = {
  capabilities: {},
  register(connection, { client, documents, settings }) {
    let visible: VisibleLines | undefined;
    const push = (file: FileView): void =>
      fireAndForget(
        connection.sendNotification(
          resultMethod,
          evaluationResultOf(file, settings.current, visible && (visible[file.uri] ?? [])),
        ),
      );
    documents.onShown((file) => {
      if (client.options.results) push(file);
    });
    connection.onNotification(visibleLinesMethod, (newVisible: VisibleLines) => {
      visible = newVisible;
      for (const uri of Object.keys(newVisible)) {
        const file = documents.see(uri);
        if (file && client.options.results) push(file);
      }
    });
  },
};

/** @param visibleLines absent if all lines may be visible. */
export function evaluationResultOf(
  { uri, snapshot, annotations, steps }: FileView,
  settings: Settings,
  visibleLines?: readonly LineSpan[],
): EvaluationResult {
  return {
    uri,
    version: snapshot.version,
    decorations: lineDecorationsOf(annotations, settings, visibleLines),
    summary: summaryOf(snapshot, steps, settings.digits),
  };
}

function summaryOf(snapshot: Snapshot, steps: number, digits: number): Summary {
  const { objective, pickedName, program } = snapshot.model;
  const objectiveText =
    objective && isEvaluated(snapshot)
      ? formatNumber(elementsOf(program, snapshot.evaluation.values, objective.gradient.root)[0], digits)
      : null;
  const errors = snapshot.problems.filter(({ severity }) => severity === 'error').length;
  const rootName = objective?.label ?? pickedName ?? null;
  return { rootName, ...(pickedName !== undefined && { isPicked: true }), objectiveText, steps, errors };
}
