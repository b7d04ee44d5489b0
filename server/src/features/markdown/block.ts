/**
 * The request `backprop/block`: evaluates a model embedded in another document, and returns its annotations and graph.
 */

import * as l10n from '@vscode/l10n';
import {
  type Block,
  type BlockGraph,
  type BlockParams,
  type BlockProblem,
  blockMethod,
} from '../../../../protocol/block.ts';
import type { Settings } from '../../../../protocol/settings.ts';
import { buildDisplayGraph } from '../../graph/buildDisplayGraph.ts';
import { numbersOf } from '../../graph/graphNumbers.ts';
import { analyzeWithFiles } from '../../snapshot/analyzeWithFiles.ts';
import { statementAnnotationsOf } from '../../snapshot/annotations/statementAnnotations.ts';
import { isSound, type Snapshot } from '../../snapshot/snapshot.ts';
import { lineDecorationsOf } from '../annotations/lineDecorations.ts';
import type { Feature } from '../feature.ts';
import { highlightedLines } from './highlightedSpans.ts';

export const block: Feature = {
  capabilities: {},
  register(connection, { evaluator, files, settings }) {
    /** Makes the queue keys unique, so that no block supersedes another. */
    let count = 0;
    const evaluate = async ({ uri, text }: BlockParams): Promise<Snapshot> => {
      const snapshot = (await analyzeWithFiles(text, 0, files.filesFor(uri)))!;
      const outcome = await evaluator.evaluate(`text ${count++} of ${uri}`, snapshot);
      return outcome.kind === 'superseded' ? snapshot : outcome.snapshot;
    };
    connection.onRequest(blockMethod, async (params: BlockParams) => blockOf(await evaluate(params), settings.current));
  },
};

export function blockOf(snapshot: Snapshot, settings: Settings): Block {
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

function problemsOf({ problems, lines }: Snapshot): readonly BlockProblem[] {
  return problems.map(({ severity, message: problemMessage, start }) => {
    const line = lines.positionAt(start).line + 1;
    const message =
      severity === 'error'
        ? l10n.t`Error on line ${line}: ${problemMessage}`
        : l10n.t`Warning on line ${line}: ${problemMessage}`;
    return { severity, message };
  });
}

function graphOf(snapshot: Snapshot, digits: number): BlockGraph | null {
  if (!isSound(snapshot)) return null;
  const displayGraph = buildDisplayGraph(snapshot, { isCollapsed: null, except: [] });
  return displayGraph.structure.wires.length > 0
    ? { structure: displayGraph.structure, numbers: numbersOf(displayGraph, snapshot, digits) }
    : null;
}
