/** The search for a node over the connection: it follows the text, the collapse state and the displayed file. */

import { expect, test } from 'vitest';
import { type FindNodeReply, findNodeMethod, findNodeReply } from '../../../protocol/panel/findNode.ts';
import { type CollapseState, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { validate } from '../../../protocol/shared/schema.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { longModel } from '../../support/models/longModel.ts';

const uri = 'file:///models/find.bp';

async function opened(text: string): Promise<Editor> {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.numbers(uri);
  return editor;
}

function watch(editor: Editor, collapseState: CollapseState): Promise<void> {
  return editor.connection.sendNotification(watchGraphMethod, { watched: { uri, collapseState } });
}

function find(editor: Editor, query: string): Promise<FindNodeReply> {
  return editor.connection.sendRequest<FindNodeReply>(findNodeMethod, { uri, query });
}

const text = 'fn twice(v) {\n  doubled = v * 2\n  return doubled + 1\n}\nparam x = 3\nloss L = twice(x)^2';

test('the matches follow the text and what is collapsed', async () => {
  const editor = await opened(text);
  await watch(editor, { isCollapsed: true, except: [] });
  const match = { name: 'doubled', symbol: '× 2', kind: 'operator', shape: '', line: 1 };
  const hiddenIn = [{ id: 'L/twice', label: 'twice' }];
  expect((await find(editor, 'doubled')).matches).toEqual([{ id: 'L/twice.doubled', ...match, hiddenIn }]);
  await watch(editor, { isCollapsed: true, except: ['L/twice'] });
  expect((await find(editor, 'doubled')).matches).toEqual([{ id: 'L/twice.doubled', ...match, hiddenIn: [] }]);
  // The new name is inside a collapsed group, so the structure stays the same.
  await watch(editor, { isCollapsed: true, except: [] });
  await editor.replace(uri, 'doubled + 1', 'triple + 1');
  await editor.replace(uri, 'doubled = v', 'triple = v');
  await editor.numbers(uri);
  expect((await find(editor, 'doubled')).total).toBe(0);
  expect((await find(editor, 'triple')).matches).toMatchObject([{ name: 'triple', hiddenIn }]);
});

test('the answer about a large model is valid and limited', async () => {
  const editor = await opened(longModel(302));
  await watch(editor, { isCollapsed: null, except: [] });
  const reply = await find(editor, 'h');
  expect(validate(findNodeReply, reply)).toEqual(reply);
  expect(reply.matches).toHaveLength(50);
  expect(reply.total).toBeGreaterThan(200);
});

test('a file whose graph is not displayed has no matches, with the reason', async () => {
  const editor = await opened(text);
  expect(await find(editor, 'x')).toEqual({
    matches: [],
    total: 0,
    reason: "Can't search: the graph of this file is not shown.",
  });
});
