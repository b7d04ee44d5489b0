/** A model over large data: the server evaluates its first samples, and says so wherever it shows numbers. */

import { expect, test } from 'vitest';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { largeCsv, largeModel } from '../../support/models/largeData.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///w/models/large.bp';
const sampleText = 'first 1,024 of 4,000 samples';

test('a sample of large data is named in lenses, at line ends, in the status bar and in the graph', async () => {
  const editor = await startEditor({ files: new ClientFiles({ 'file:///w/models/x.csv': largeCsv }) });
  const graphs: GraphUpdate[] = [];
  editor.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    graphs.push(graph);
  });
  await editor.connection.sendNotification(watchGraphMethod, {
    watched: { uri, collapseState: { isCollapsed: null, except: [] } },
  });
  await editor.open(uri, `${largeModel}train sgd(lr = 0.01, batch = 50)\n`);
  const { summary, decorations } = await until(() =>
    editor.shownNumbers.findLast((numbers) => numbers.summary.objectiveText !== null),
  );
  expect(summary.sampleText).toBe(sampleText);
  const marked = decorations.filter(({ update }) => update.replaceAll('\u00a0', ' ').includes(sampleText));
  expect(marked.map(({ line }) => line)).toEqual([0, 1, 9]);
  const lenses = (await editor.lenses(uri)).filter((lens) => lens.includes(` · ${sampleText}`));
  expect(lenses.map((lens) => lens.split(' =')[0])).toEqual(['0: X', '1: y', '9: L']);
  await until(() => graphs.at(-1)?.staleNotice === null);
  expect(graphs.at(-1)?.sampleText).toBe(sampleText);
});

test('a model without mini-batches names none', async () => {
  const editor = await startEditor({ files: new ClientFiles({ 'file:///w/models/x.csv': largeCsv }) });
  const open = async (train: string): Promise<string | undefined> => {
    const other = `file:///w/models/large${train.length}.bp`;
    await editor.open(other, largeModel + train);
    const shown = await until(() =>
      editor.shownNumbers.findLast((numbers) => numbers.uri === other && numbers.summary.objectiveText !== null),
    );
    return shown.summary.sampleText;
  };
  expect(await open('train sgd(lr = 0.01, batch = 50)\n')).toBe(sampleText);
  expect(await open('train sgd(lr = 0.01)\n')).toBeUndefined();
});
