/** Models in a Markdown document over the connection. */

import { expect, test } from 'vitest';
import {
  type EmbeddedModel,
  type EmbeddedModelParams,
  embeddedModelMethod,
} from '../../../protocol/markdown/embeddedModel.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { type Editor, startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///notes/week.md';

function modelIn(editor: Editor, text: string): Promise<EmbeddedModel> {
  const params: EmbeddedModelParams = { uri, text };
  return editor.connection.sendRequest(embeddedModelMethod, params);
}

function valuesOf({ lines }: EmbeddedModel): readonly string[] {
  return lines.flatMap(({ decoration: annotation }) => annotation?.value.trim() ?? []);
}

test('each text is a separate model', async () => {
  const editor = await startEditor();
  const texts = Array.from({ length: 20 }, (_, i) => `param x = ${i}\nloss L = x^2`);
  const models = await Promise.all(texts.map((text) => modelIn(editor, text)));
  expect(models.map(valuesOf)).toEqual(texts.map((_, i) => [`${i}`, `${i * i}`]));
});

test('files are resolved relative to the document', async () => {
  const files = new ClientFiles({ 'file:///notes/data/a.csv': 'v\n3\n4\n' });
  const editor = await startEditor({ files });
  const model = await modelIn(editor, 'data v = csv("data/a.csv")\ntotal = sum(v)');
  expect(valuesOf(model).at(-1)).toBe('7');
});

test('numbers have the configured digits', async () => {
  const editor = await startEditor({ settings: { digits: 7 } });
  await editor.open('file:///other.bp', 'param x = 1');
  await editor.problems('file:///other.bp');
  expect(valuesOf(await modelIn(editor, 'x = 1 / 3'))).toEqual(['0.3333333']);
});

test('malformed requests are refused', async () => {
  const editor = await startEditor();
  await expect(editor.connection.sendRequest(embeddedModelMethod, { text: 7 })).rejects.toThrow('takes the URI');
});
