/** Models in a Markdown document over the connection. */

import { expect, test } from 'vitest';
import { type Block, type BlockParams, blockMethod } from '../../../protocol/block.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///notes/week.md';

function blockIn(editor: Editor, text: string): Promise<Block> {
  const params: BlockParams = { uri, text };
  return editor.connection.sendRequest(blockMethod, params);
}

function valuesOf({ lines }: Block): readonly string[] {
  return lines.flatMap(({ decoration: annotation }) => annotation?.value.trim() ?? []);
}

test('each block is a separate model', async () => {
  const editor = await startEditor();
  const texts = Array.from({ length: 20 }, (_, i) => `param x = ${i}\nloss L = x^2`);
  const blocks = await Promise.all(texts.map((text) => blockIn(editor, text)));
  expect(blocks.map(valuesOf)).toEqual(texts.map((_, i) => [`${i}`, `${i * i}`]));
});

test('files are resolved relative to the document', async () => {
  const files = new ClientFiles({ 'file:///notes/data/a.csv': 'v\n3\n4\n' });
  const editor = await startEditor({ files });
  const block = await blockIn(editor, 'data v = csv("data/a.csv")\ntotal = sum(v)');
  expect(valuesOf(block).at(-1)).toBe('7');
});

test('numbers have the configured digits', async () => {
  const editor = await startEditor({ settings: { digits: 7 } });
  await editor.open('file:///other.bp', 'param x = 1');
  await editor.problems('file:///other.bp');
  expect(valuesOf(await blockIn(editor, 'x = 1 / 3'))).toEqual(['0.3333333']);
});

test('malformed requests are refused', async () => {
  const editor = await startEditor();
  await expect(editor.connection.sendRequest(blockMethod, { text: 7 })).rejects.toThrow('takes the URI');
});
