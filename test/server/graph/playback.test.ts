/** The playback of the shown graph over the connection. */

import { expect, test } from 'vitest';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { type Playback, playbackMethod } from '../../../protocol/panel/playback.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/my%20lesson.bp';
const text = 'param x = 3\ny = x * 2\nloss L = y';

async function watching(editor: Editor): Promise<GraphUpdate[]> {
  const graphs: GraphUpdate[] = [];
  editor.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    graphs.push(graph);
  });
  const watched = { uri, collapseState: { isCollapsed: null, except: [] } };
  await editor.connection.sendNotification(watchGraphMethod, { watched });
  await until(() => graphs.length > 0);
  return graphs;
}

function playbackOf(editor: Editor, params: unknown = { uri }): Promise<Playback> {
  return editor.connection.sendRequest<Playback>(playbackMethod, params);
}

test("the playback has the client's structure and names the file", async () => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.numbers(uri);
  const [graph] = await watching(editor);
  const playback = await playbackOf(editor);
  expect(playback).toMatchObject({ structureVersion: graph.structureVersion, version: graph.version, notice: null });
  expect(playback.steps.map(({ phase, location }) => `${phase} ${location}`)).toEqual([
    'forward my lesson.bp:2',
    'forward my lesson.bp:3',
    'backward my lesson.bp:3',
    'backward my lesson.bp:3',
    'backward my lesson.bp:2',
    'update my lesson.bp:1',
  ]);
});

test('the playback is of the last valid graph while the file is broken', async () => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.numbers(uri);
  const graphs = await watching(editor);
  const good = await playbackOf(editor);
  await editor.replace(uri, 'x * 2', 'x *');
  await until(() => graphs.at(-1)?.staleNotice !== null);
  expect(await playbackOf(editor)).toEqual(good);
});

test('the playback reports missing numbers', async () => {
  const workers = new ScriptedWorkers();
  const editor = await startEditor({ startWorker: workers.start });
  await editor.open(uri, text);
  await watching(editor);
  expect(await playbackOf(editor)).toMatchObject({
    steps: [],
    notice: "Can't play the computation yet: the file has no numbers to show.",
  });
});

test('the playback is refused without a shown graph or for a malformed request', async () => {
  const editor = await startEditor();
  await editor.open(uri, text);
  await expect(playbackOf(editor)).rejects.toThrow("Can't play the computation: the graph of this file is not shown.");
  await expect(playbackOf(editor, { uri: 7 })).rejects.toThrow('backprop/playback takes the URI of a file');
});
