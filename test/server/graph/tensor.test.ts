/** The elements of a node for the tensor viewer, over the connection. */

import { expect, test } from 'vitest';
import { elementsFromBase64 } from '../../../client/webview/src/tensor/elements.ts';
import { watchGraphMethod } from '../../../protocol/panel/graph.ts';
import type { PanelRequestResult } from '../../../protocol/panel/requests.ts';
import { maxTensorElements, tensorMethod } from '../../../protocol/panel/tensor.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///models/tensor.bp';

async function watching(text: string): Promise<Editor> {
  const editor = await startEditor();
  await editor.open(uri, text);
  await editor.numbers(uri);
  await editor.connection.sendNotification(watchGraphMethod, {
    watched: { uri, collapseState: { isCollapsed: false, except: [] } },
  });
  return editor;
}

async function tensorOf(editor: Editor, node: string, first = 0) {
  const params = { uri, node, first };
  const reply = await editor.connection.sendRequest<PanelRequestResult<'tensor'>>(tensorMethod, params);
  if (reply.kind === 'none') return reply;
  const { value, gradient, ...rest } = reply;
  return {
    ...rest,
    value: [...elementsFromBase64(value)],
    gradient: gradient === null ? null : [...elementsFromBase64(gradient)],
  };
}

test('a tensor has its elements and their gradient, row by row', async () => {
  const editor = await watching('param W = [[0.1, -2], [3, 4]]\nh = W^2\nloss L = sum(h)');
  expect(await tensorOf(editor, 'W')).toMatchObject({
    shape: [2, 2],
    first: 0,
    count: 2,
    value: [0.1, -2, 3, 4],
    gradient: [0.2, -4, 6, 8],
  });
  await editor.replace(uri, '-2', '-5');
  await editor.numbers(uri);
  expect(await tensorOf(editor, 'W')).toMatchObject({ value: [0.1, -5, 3, 4], gradient: [0.2, -10, 6, 8] });
});

test('data without a gradient has none, and overflowed elements keep their infinity', async () => {
  const editor = await watching('const x = [1000, 0]\ny = exp(x)\nparam a = 1\nloss L = a^2');
  expect(await tensorOf(editor, 'x')).toMatchObject({ value: [1000, 0], gradient: null });
  expect(await tensorOf(editor, 'y')).toMatchObject({ value: [Number.POSITIVE_INFINITY, 1] });
});

test('a tensor that is too large is sent in ranges of its first axis', async () => {
  const rows = Math.floor(maxTensorElements / 1000);
  const editor = await watching(`const X = ones([${rows + 50}, 1000])\nparam a = 1\nloss L = mean(X * a)`);
  const { shape, first, count, value } = (await tensorOf(editor, 'X')) as { value: number[] } & Record<string, unknown>;
  expect({ shape, first, count, length: value.length }).toEqual({
    shape: [rows + 50, 1000],
    first: 0,
    count: rows,
    length: rows * 1000,
  });
  expect(await tensorOf(editor, 'X', rows)).toMatchObject({ first: rows, count: 50 });
  expect(await tensorOf(editor, 'X', 1e9)).toMatchObject({ first: rows + 49, count: 1 });
});

test('a tensor whose slices are too large, and a node that is gone, are refused with a reason', async () => {
  const editor = await watching('const X = ones([2, 400, 400])\nparam a = 1\nloss L = mean(X * a)');
  expect(await tensorOf(editor, 'X')).toEqual({
    kind: 'none',
    reason: expect.stringContaining('A slice of [2, 400, 400] along its first axis has 160,000 elements'),
  });
  expect(await tensorOf(editor, 'gone')).toEqual({ kind: 'none', reason: 'This node has no value now.' });
});

test('a tensor that is not drawn, as it is inside a collapsed group, is found by its name', async () => {
  const editor = await watching('fn layer(x) { return tanh(x) }\nparam W = [1, 2]\nh = layer(W)\nloss L = sum(h)');
  await editor.connection.sendNotification(watchGraphMethod, {
    watched: { uri, collapseState: { isCollapsed: true, except: [] } },
  });
  expect(await tensorOf(editor, 'W')).toMatchObject({ value: [1, 2] });
  expect(await tensorOf(editor, 'h')).toMatchObject({ value: [Math.tanh(1), Math.tanh(2)] });
});
