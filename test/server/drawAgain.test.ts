/** The command that draws again: new numbers that stay while one types, and a note where nothing is drawn. */

import { expect, test } from 'vitest';
import { drawAgainCommand } from '../../protocol/editor/commands.ts';
import { startEditor } from '../support/editor/editor.ts';

const uri = 'file:///models/draws.bp';

test('shows other numbers, which stay while the text is edited', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'eps[3] ~ normal()\nparam w = 1\nloss L = sum(w * eps)\nexpect 1 ≈ 1');
  const first = await editor.lenses(uri);
  await editor.run(drawAgainCommand, uri);
  const second = await editor.lenses(uri);
  expect(second[0]).not.toBe(first[0]);
  await editor.replace(uri, 'expect 1', 'expect 1.0');
  expect(await editor.lenses(uri)).toEqual(second);
  await editor.run(drawAgainCommand, uri);
  const third = await editor.lenses(uri);
  expect(new Set([first[0], second[0], third[0]]).size).toBe(3);
});

test('says so where nothing is drawn', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param w = 1\nloss L = w^2');
  await editor.lenses(uri);
  await editor.run(drawAgainCommand, uri);
  expect(editor.messages.map(({ message }) => message)).toEqual([
    'Nothing is drawn here: the model has no random node, and no dropout in training mode.',
  ]);
});
