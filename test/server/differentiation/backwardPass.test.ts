/** The backward pass of the current text over the connection. */

import { expect, test } from 'vitest';
import { backwardPassMethod } from '../../../protocol/editor/backwardPass.ts';
import { startEditor } from '../../support/editor/editor.ts';

const uri = 'file:///models/my%20lesson.bp';

test('the backward pass follows the text', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 3\nloss L = x^2\n');
  const ask = () => editor.connection.sendRequest(backwardPassMethod, { uri });
  expect(await ask()).toEqual({
    text: `# The backward pass of my lesson.bp: forward to L, then back, one operator at a time.
# dL_dx stands for ∂L/∂x: each line of the backward pass multiplies a known gradient by one local gradient.

# Inputs.
const x = 3

# Forward pass.
L = x^2

# Backward pass: it starts with ∂L/∂L = 1.
dL_dL = 1

# L = x^2: power multiplies the gradient by exponent · base^(exponent − 1).
dL_dx = dL_dL * (2 * x)  # ∂L/∂x
`,
  });
  await editor.replace(uri, 'x^2', 'exp(x)');
  expect(await ask()).toMatchObject({ text: expect.stringContaining('dL_dx = dL_dL * L ') });
  await editor.replace(uri, 'exp(x)', 'exp(');
  expect(await ask()).toEqual({
    refusal: expect.stringMatching(/^Can't show the backward pass: line 2 has an error: /),
  });
});

test('a closed file has no backward pass', async () => {
  const editor = await startEditor();
  const refusal = "Can't show the backward pass: the file is not open in the editor.";
  expect(await editor.connection.sendRequest(backwardPassMethod, { uri })).toEqual({ refusal });
});

test('the backward pass document is served like any model', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 3\nloss L = x^2\n');
  const { text } = await editor.connection.sendRequest<{ text: string }>(backwardPassMethod, { uri });
  const document = `backprop-backward:/models/my%20lesson.bp%20(backward)?${encodeURIComponent(uri)}`;
  await editor.open(document, text);
  expect(await editor.lenses(document)).toContain('13: dL_dx = 6');
});
