/** The shown graph as text over the connection. */

import { expect, test } from 'vitest';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { graphTextMethod, type PanelRequestResult } from '../../../protocol/panel/requests.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const text = 'fn twice(v) = v * 2\nparam x = 3\nloss L = twice(x)';

async function watching(editor: Editor, isCollapsed: boolean): Promise<GraphUpdate[]> {
  const graphs: GraphUpdate[] = [];
  editor.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    graphs.push(graph);
  });
  await watch(editor, isCollapsed);
  await until(() => graphs.length > 0);
  return graphs;
}

function watch(editor: Editor, isCollapsed: boolean): Promise<void> {
  return editor.connection.sendNotification(watchGraphMethod, {
    watched: { uri, collapseState: { isCollapsed, except: [] } },
  });
}

async function textOf(editor: Editor, params: unknown = { uri, format: 'dot' }): Promise<string> {
  return (await editor.connection.sendRequest<PanelRequestResult<'graphText'>>(graphTextMethod, params)).text;
}

async function opened(): Promise<Editor> {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.numbers(uri);
  return editor;
}

test("the text has the client's collapse state and numbers", async () => {
  const editor = await opened();
  const graphs = await watching(editor, true);
  const collapsed = await textOf(editor);
  expect(collapsed).toContain('peripheries=2, penwidth=2, label="L\\ntwice\\n6 · ∂ 1"');
  expect(collapsed).not.toContain('subgraph');
  await watch(editor, false);
  await until(() => graphs.at(-1)?.structure?.groups.length === 1);
  expect(await textOf(editor)).toContain('subgraph "cluster_L/twice" {');
});

test('the text can be in Mermaid', async () => {
  const editor = await opened();
  await watching(editor, false);
  expect(await textOf(editor, { uri, format: 'mermaid' })).toContain('flowchart LR');
});

test('the text is of the last valid graph while the file is broken', async () => {
  const editor = await opened();
  const graphs = await watching(editor, false);
  const good = await textOf(editor);
  await editor.replace(uri, 'twice(x)', 'twice(x');
  await until(() => graphs.at(-1)?.staleNotice !== null);
  expect(await textOf(editor)).toBe(good);
});

test('the text is refused without a shown graph or for a malformed request', async () => {
  const editor = await opened();
  await expect(textOf(editor)).rejects.toThrow('Nothing to copy: the graph of this file is not shown.');
  const wrong = "backprop/graphText takes the URI of a file and 'dot' or 'mermaid'";
  await expect(textOf(editor, { uri, format: 'tikz' })).rejects.toThrow(wrong);
  await expect(textOf(editor, { format: 'dot' })).rejects.toThrow(wrong);
});
