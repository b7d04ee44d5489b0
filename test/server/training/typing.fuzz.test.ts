/** Races of training steps and typing: an edit of the server never ends up in another text than the one it was made for. */

import { expect, test } from 'vitest';
import type { ClientCapabilities } from 'vscode-languageserver/node';
import { type Editor, startEditor } from '../../support/editor/editor.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/race.bp';
const raceCount = isThorough ? 10_000 : 300;
const model = 'param x = -2\nparam y = 5\nloss L = x - 0.5 * y\ntrain sgd(lr = 0.01)\n';
/** The model after any number of steps. */
const modelAfterSteps = /^param x = -[\d.]+\nparam y = [\d.]+\nloss L = x - 0\.5 \* y\ntrain sgd\(lr = 0\.01\)\n$/;
const versions: ClientCapabilities = { workspace: { workspaceEdit: { documentChanges: true } } };

/** Types into the comment above the model, so that every keystroke moves the numbers. */
class Typist {
  comment = '#';
  readonly #editor: Editor;
  readonly #random: () => number;

  constructor(editor: Editor, random: () => number) {
    this.#editor = editor;
    this.#random = random;
  }

  /** Types up to a number of keys. */
  async type(most: number): Promise<void> {
    for (let key = Math.floor(this.#random() * (most + 1)); key > 0; key--) await this.#strike();
  }

  async #strike(): Promise<void> {
    const inserted = this.comment.length > 80 ? '' : this.#random() < 0.3 ? '\n#' : 'abc'.slice(this.#random() * 3);
    const kept = inserted === '' ? '#' : this.comment;
    const lines = kept.split('\n');
    const start = { line: lines.length - 1, character: lines.at(-1)!.length };
    const end = inserted === '' ? this.#endOfComment : start;
    this.comment = kept + inserted;
    await this.#editor.edit(uri, { start, end }, inserted);
  }

  get #endOfComment() {
    const lines = this.comment.split('\n');
    return { line: lines.length - 1, character: lines.at(-1)!.length };
  }
}

/** A linear congruential generator with the constants of Numerical Recipes. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

test.each([
  ['with', versions, true],
  ['without', {}, false],
])('no text is corrupted by a client %s versions of edits', async (_, capabilities, takesSteps) => {
  const editor = await startEditor({ capabilities });
  const random = seededRandom(1986);
  let typist = new Typist(editor, random);
  editor.beforeEdit = () => typist.type(random() < 0.5 ? 0 : 2);
  const corrupted: string[] = [];
  await editor.open(uri, `#\n${model}`);
  for (let race = 0; race < raceCount; race++) {
    await typist.type(1);
    const step = editor.step(uri);
    await typist.type(2);
    await step;
    const text = editor.text(uri);
    if (text.startsWith(`${typist.comment}\n`) && modelAfterSteps.test(text.slice(typist.comment.length + 1))) continue;
    corrupted.push(text);
    await editor.close(uri);
    typist = new Typist(editor, random);
    await editor.open(uri, `#\n${model}`);
  }
  expect(corrupted).toEqual([]);
  const stepCount = editor.edits.length;
  if (takesSteps) expect(stepCount).toBeGreaterThan(raceCount / 2);
  else expect(stepCount).toBe(0);
  await until(() => editor.messages.length > 0);
});
