/**
 * The request `backprop/embeddedModel`: evaluates a model embedded in another document, and returns its annotations and graph.
 */

import * as l10n from '@vscode/l10n';
import type { Settings } from '../../../../protocol/editor/settings.ts';
import {
  type EmbeddedGraph,
  type EmbeddedModel,
  type EmbeddedModelParams,
  type EmbeddedProblem,
  embeddedModelMethod,
} from '../../../../protocol/markdown/embeddedModel.ts';
import { buildDisplayGraph } from '../../graph/buildDisplayGraph.ts';
import { numbersOf } from '../../graph/graphNumbers.ts';
import { editorSeverityOf } from '../../language/problems/problems.ts';
import type { Severity } from '../../language/problems/row.ts';
import { analyzeWithFiles } from '../../snapshot/analyzeWithFiles.ts';
import { statementAnnotationsOf } from '../../snapshot/annotations/statementAnnotations.ts';
import { isSound, type Snapshot } from '../../snapshot/snapshot.ts';
import { lineDecorationsOf } from '../annotations/lineDecorations.ts';
import type { Feature } from '../feature.ts';
import { highlightedLines } from './highlightedSpans.ts';

export const embeddedModel: Feature = {
  capabilities: {},
  register(connection, { evaluator, files, settings }) {
    /** Makes the queue keys unique, so that no model supersedes another. */
    let count = 0;
    const evaluate = async ({ uri, text }: EmbeddedModelParams): Promise<Snapshot> => {
      const snapshot = (await analyzeWithFiles(text, 0, files.filesFor(uri)))!;
      const outcome = await evaluator.evaluate(`text ${count++} of ${uri}`, snapshot);
      return outcome.kind === 'superseded' ? snapshot : outcome.snapshot;
    };
    connection.onRequest(embeddedModelMethod, async (params: EmbeddedModelParams) =>
      embeddedModelOf(await evaluate(params), settings.current),
    );
  },
};

export function embeddedModelOf(snapshot: Snapshot, settings: Settings): EmbeddedModel {
  const decorations = lineDecorationsOf(statementAnnotationsOf(snapshot), settings);
  const decorationByLine = new Map(decorations.map((decoration) => [decoration.line, decoration]));
  return {
    lines: highlightedLines(snapshot.text).map((spans, line) => ({
      spans,
      decoration: decorationByLine.get(line) ?? null,
    })),
    problems: problemsOf(snapshot),
    graph: graphOf(snapshot, settings.digits),
  };
}

function problemsOf({ problems, lines }: Snapshot): readonly EmbeddedProblem[] {
  return problems.map((problem) => {
    const severity = editorSeverityOf(problem);
    const line = lines.positionAt(problem.start).line + 1;
    return { severity, message: messageOf[severity](line, problem.message) };
  });
}

const messageOf: Record<Severity, (line: number, message: string) => string> = {
  error: (line, message) => l10n.t`Error on line ${line}: ${message}`,
  warning: (line, message) => l10n.t`Warning on line ${line}: ${message}`,
  information: (line, message) => l10n.t`Note on line ${line}: ${message}`,
};

function graphOf(snapshot: Snapshot, digits: number): EmbeddedGraph | null {
  if (!isSound(snapshot)) return null;
  const displayGraph = buildDisplayGraph(snapshot, { isCollapsed: null, except: [] });
  return displayGraph.structure.wires.length > 0
    ? { structure: displayGraph.structure, numbers: numbersOf(displayGraph, snapshot, digits) }
    : null;
}
