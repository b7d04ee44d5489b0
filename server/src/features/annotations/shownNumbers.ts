/** The numbers that a file shows, pushed to a client that paints annotations and a status bar. */

import type { Settings } from '../../../../protocol/editor/settings.ts';
import {
  type LineSpan,
  type ShownNumbers,
  type Summary,
  shownNumbersMethod,
  type VisibleLines,
  visibleLinesMethod,
} from '../../../../protocol/editor/shownNumbers.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { FileView } from '../../documents/fileView.ts';
import { elementsOf } from '../../engine/ir/values.ts';
import { editorSeverityOf } from '../../language/problems/problems.ts';
import { sampleTextOf } from '../../snapshot/sample/sampleText.ts';
import { isEvaluated, type Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { lineDecorationsOf } from './lineDecorations.ts';

export const shownNumbers: Feature = {
  capabilities: {},
  register(connection, { client, documents, settings }) {
    let visible: VisibleLines | undefined;
    const push = (file: FileView): void =>
      fireAndForget(
        connection.sendNotification(
          shownNumbersMethod,
          shownNumbersOf(file, settings.current, visible && (visible[file.uri] ?? [])),
        ),
      );
    documents.onPublished((file) => {
      if (client.options.shownNumbers) push(file);
    });
    connection.onNotification(visibleLinesMethod, (newVisible: VisibleLines) => {
      visible = newVisible;
      for (const uri of Object.keys(newVisible)) {
        const file = documents.markVisible(uri);
        if (file && client.options.shownNumbers) push(file);
      }
    });
  },
};

/** @param visibleLines absent if all lines may be visible. */
export function shownNumbersOf(
  { uri, snapshot, annotations, steps }: FileView,
  settings: Settings,
  visibleLines?: readonly LineSpan[],
): ShownNumbers {
  return {
    uri,
    version: snapshot.version,
    decorations: lineDecorationsOf(annotations, settings, visibleLines),
    summary: summaryOf(snapshot, steps, settings.digits),
  };
}

function summaryOf(snapshot: Snapshot, steps: number, digits: number): Summary {
  const { objective, pickedRootName, program, mode, isModeDependent } = snapshot.model;
  const objectiveText =
    objective && isEvaluated(snapshot)
      ? formatNumber(elementsOf(program, snapshot.evaluation.values, objective.backwardPass.root)[0], digits)
      : null;
  const errors = snapshot.problems.filter((problem) => editorSeverityOf(problem) === 'error').length;
  const sampleText = sampleTextOf(snapshot.model);
  const objectiveName = objective?.label ?? pickedRootName ?? null;
  return {
    objectiveName,
    ...(pickedRootName !== undefined && { isPicked: true }),
    ...(isModeDependent && { mode }),
    objectiveText,
    ...(sampleText !== undefined && { sampleText }),
    steps,
    errors,
  };
}
