/** The reverse pass as an editor asks for it: of the text as it stands. */

import { expect, test } from 'vitest';
import { backwardPassMethod } from '../../../server/src/protocol/backwardPass.ts';
import { startEditor } from '../../support/editor.ts';

const uri = 'file:///models/my%20lesson.bp';

test('the reverse pass follows the text', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 3\nloss L = x^2\n');
  const ask = () => editor.connection.sendRequest(backwardPassMethod, { uri });
  expect(await ask()).toEqual({
    text: `# The reverse pass of my lesson.bp: forward to L, and from there back, one operator at a time.
# dL_dx stands for ∂L/∂x: every line back takes a gradient that is there already, times one local derivative.

# What it starts from.
const x = 3

# Forward.
L = x^2

# Backward: it starts with ∂L/∂L, which is 1.
dL_dL = 1

# L = x^2: a power hands over exponent · base^(exponent − 1).
dL_dx = dL_dL * (2 * x)  # ∂L/∂x
`,
  });
  await editor.replace(uri, 'x^2', 'exp(x)');
  expect(await ask()).toMatchObject({ text: expect.stringContaining('dL_dx = dL_dL * L ') });
  await editor.replace(uri, 'exp(x)', 'exp(');
  expect(await ask()).toEqual({ refusal: expect.stringMatching(/^There is no reverse pass: line 2 has an error: /) });
});

test('a file that is not open has none', async () => {
  const editor = await startEditor();
  const refusal = 'There is no reverse pass: the file is not open in the editor.';
  expect(await editor.connection.sendRequest(backwardPassMethod, { uri })).toEqual({ refusal });
});

test('its document is served as every model is, wherever it lies', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param x = 3\nloss L = x^2\n');
  const { text } = await editor.connection.sendRequest<{ text: string }>(backwardPassMethod, { uri });
  const document = `backprop-backward:/models/my%20lesson.bp%20(backward)?${encodeURIComponent(uri)}`;
  await editor.open(document, text);
  expect(await editor.lenses(document)).toContain('13: dL_dx = 6');
});
