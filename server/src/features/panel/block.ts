/** The request `backprop/block`: a model that stands in another document, with its numbers behind its lines and its graph. */

import * as l10n from '@vscode/l10n';
import { drawGraph } from '../../graph/drawGraph.ts';
import { numbersOf } from '../../graph/graphNumbers.ts';
import { type Block, type BlockGraph, type BlockProblem, blockMethod, blockParams } from '../../protocol/block.ts';
import { arrived } from '../../protocol/panel/schema.ts';
import type { Settings } from '../../protocol/settings.ts';
import { readingsOf } from '../../snapshot/annotations.ts';
import { isSound, type Snapshot } from '../../snapshot/snapshot.ts';
import { annotationsOf } from '../annotations/lineEnds.ts';
import type { Feature } from '../feature.ts';
import { refused } from '../validation.ts';
import { wordsByLine } from './highlightedWords.ts';

export const block: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest(blockMethod, async (params: unknown) => {
      const asked = arrived(blockParams, params);
      if (asked === undefined)
        throw refused(`${blockMethod} takes the URI of a document and the text of a block in it`);
      return blockOf(await server.evaluateText(asked.uri, asked.text), server.settings);
    });
  },
};

export function blockOf(snapshot: Snapshot, settings: Settings): Block {
  const annotations = annotationsOf(readingsOf(snapshot), settings);
  const byLine = new Map(annotations.map((annotation) => [annotation.line, annotation]));
  return {
    lines: wordsByLine(snapshot.text).map((words, line) => ({ words, annotation: byLine.get(line) ?? null })),
    problems: problemsOf(snapshot),
    graph: graphOf(snapshot, settings.digits),
  };
}

function problemsOf({ problems, lines }: Snapshot): readonly BlockProblem[] {
  return problems.map(({ severity, message, start }) => {
    const line = lines.positionAt(start).line + 1;
    const sentence =
      severity === 'error' ? l10n.t`Error in line ${line}: ${message}` : l10n.t`Warning in line ${line}: ${message}`;
    return { severity, sentence };
  });
}

function graphOf(snapshot: Snapshot, digits: number): BlockGraph | null {
  if (!isSound(snapshot)) return null;
  const drawn = drawGraph(snapshot, { isFolded: null, except: [] });
  return drawn.structure.wires.length > 0
    ? { structure: drawn.structure, numbers: numbersOf(drawn, snapshot, digits) }
    : null;
}
