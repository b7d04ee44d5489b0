/** A text that is replaced by a broken model shows nothing of the previous model. */

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { lensesOf } from '../../../server/src/features/annotations/codeLens.ts';
import { WatchedGraph } from '../../../server/src/graph/watchedGraph.ts';
import { isRevision } from '../../../server/src/language/text/isRevision.ts';
import { statementAnnotationsOf } from '../../../server/src/snapshot/annotations/statementAnnotations.ts';
import { analyze, type Snapshot } from '../../../server/src/snapshot/snapshot.ts';
import { evaluatedIfPossible } from '../../support/models/evaluated.ts';
import { filesOf } from '../../support/models/memoryFiles.ts';

const uri = 'file:///models/example.bp';
const folder = new URL('../../../examples/', import.meta.url);
const textOf = (name: string): string => readFileSync(new URL(name, folder), 'utf8');
const files = filesOf({ 'iris.csv': textOf('iris.csv'), 'two-moons.csv': textOf('two-moons.csv') });
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.bp'))
  .map((name) => ({ name, text: textOf(name) }));
const examples = texts.map(({ name, text }) => ({ name, text, snapshot: evaluatedIfPossible(text, files) }));

/** Ways to break a model: in a bracket, in a statement, from the start. */
const breaks: readonly ((text: string) => string)[] = [
  (text) => text.replace('=', '= ('),
  (text) => text.replace('=', ''),
  (text) => `(${text}`,
];

function lensesAfter(snapshot: Snapshot, previous?: Snapshot): readonly string[] {
  const annotations = statementAnnotationsOf(snapshot, previous && statementAnnotationsOf(previous));
  return lensesOf(annotations, defaultSettings, uri).map(({ command }) => command!.title);
}

function graphAfter(...versions: readonly Snapshot[]) {
  const graph = new WatchedGraph();
  graph.watch({ uri, collapseState: { isCollapsed: true, except: [] } });
  for (const snapshot of versions) graph.update(uri, snapshot, 4);
  const { structure } = graph.shown(uri)!.displayGraph;
  return { structure, numbers: graph.update(uri, versions.at(-1)!, 4)!.numbers };
}

describe.each(breaks)('%o', (breakText) => {
  test('another model keeps no number and no graph', () => {
    const kept: string[] = [];
    for (const { name, text } of examples) {
      const broken = evaluatedIfPossible(breakText(text), files);
      const pending = analyze(broken.text, 0, broken.context);
      const fresh = { lenses: lensesAfter(broken), pending: lensesAfter(pending), graph: graphAfter(broken) };
      for (const before of examples) {
        if (before.name === name) continue;
        const after = {
          lenses: lensesAfter(broken, before.snapshot),
          pending: lensesAfter(pending, before.snapshot),
          graph: graphAfter(before.snapshot, broken),
        };
        if (JSON.stringify(after) !== JSON.stringify(fresh)) kept.push(`${before.name} → ${name}`);
      }
    }
    expect(kept).toEqual([]);
  });

  test('the same model is a revision', () => {
    expect(texts.filter(({ text }) => !isRevision(text, breakText(text)))).toEqual([]);
  });
});
