/** A client that supports only standard LSP. */

import { expect, test } from 'vitest';
import { startEditor } from '../support/editor/editor.ts';
import { sampleModels } from '../support/models/fuzzedTexts.ts';

const uri = 'file:///lesson.bp';
const [lesson] = sampleModels;

test('a standard client gets lenses and unversioned edits, but no custom notifications', async () => {
  const editor = await startEditor({ capabilities: {}, results: false });
  await editor.open(uri, lesson.replace('expect', '#'));
  await editor.step(uri);
  expect(editor.text(uri)).toContain('param x = -2.16');
  expect(editor.edits).toMatchObject([{ edit: { changes: { [uri]: [{}, {}, {}] } } }]);
  expect(await editor.lenses(uri)).toContain('6: q = 2.68 · ∂L/∂q = 3.092');
  expect(await editor.problems(uri)).toEqual([]);
  expect(editor.results).toEqual([]);
});
