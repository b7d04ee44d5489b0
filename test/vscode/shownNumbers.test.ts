/** The client's store of shown numbers and its status bar text. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { ShownNumbersStore } from '../../client/src/annotations/shownNumbersStore.ts';
import { modeTexts, summaryText } from '../../client/src/annotations/statusBar.ts';
import { toggleModeCommand } from '../../protocol/editor/commands.ts';
import type { ShownNumbers, Summary } from '../../protocol/editor/shownNumbers.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openModel } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

suite('shown numbers', () => {
  let shownNumbers: ShownNumbersStore;
  let document: vscode.TextDocument;

  setup(async () => {
    shownNumbers = new ShownNumbersStore();
    document = await openModel('param x = 2\n');
  });

  teardown(async () => {
    shownNumbers.dispose();
    await closeModels();
  });

  test('keep only the newest version', () => {
    for (const version of [1, 3, 2]) shownNumbers.receive(numbersFor(document, version));
    assert.strictEqual(shownNumbers.get(document)?.version, 3);
  });

  test('replace each other if the version is the same, as after a change of settings', () => {
    const again = numbersFor(document, 1);
    shownNumbers.receive(numbersFor(document, 1));
    shownNumbers.receive(again);
    assert.strictEqual(shownNumbers.get(document), again);
  });

  test('are discarded when the document closes', async () => {
    shownNumbers.receive(numbersFor(document, 1));
    let changes = 0;
    shownNumbers.onDidChange(() => changes++);
    await vscode.languages.setTextDocumentLanguage(document, 'plaintext');
    await eventually(() => assert.strictEqual(shownNumbers.get(document), undefined));
    assert.strictEqual(changes, 1);
  });
});

suite('the status bar summary', () => {
  const summary: Summary = { objectiveName: 'L', objectiveText: '4', steps: 0, errors: 0 };

  const texts: readonly [string, Partial<Summary>][] = [
    ['L = 4', {}],
    ['L = 4 · 1 step', { steps: 1 }],
    ['L = 4 · 2 steps', { steps: 2 }],
    ['1 error · L = 4', { errors: 1 }],
    ['2 errors', { errors: 2, objectiveText: null }],
    ['1 error', { errors: 1, objectiveName: null, objectiveText: null }],
    ['no loss', { objectiveName: null, objectiveText: null }],
    ['root q = 3', { objectiveName: 'q', isPicked: true, objectiveText: '3' }],
    ['1 error · root q = …', { objectiveName: 'q', isPicked: true, errors: 1, objectiveText: null }],
  ];

  for (const [text, difference] of texts) {
    test(`says "${text}"`, () => assert.strictEqual(summaryText({ ...summary, ...difference }), text));
  }
});

suite('the mode in the status bar', () => {
  for (const mode of ['training', 'evaluation'] as const) {
    test(`is named for ${mode}`, () => assert.strictEqual(modeTexts()[mode].text, `${mode} mode`));
  }

  test('is switched by its command, which changes the numbers', async () => {
    const document = await openModel('param w = 1\nh = sum(dropout(ones([8]) * w, seed = 1))\nloss L = h^2\n');
    const lens = async () => (await titlesIn(document)).find((title) => title.startsWith('h ='));
    await eventually(async () => assert.match((await lens()) ?? '', /^h = /));
    const inTraining = await lens();
    await vscode.commands.executeCommand(toggleModeCommand);
    await eventually(async () => assert.strictEqual(await lens(), 'h = 8 · ∂L/∂h = 16'));
    await vscode.commands.executeCommand(toggleModeCommand);
    await eventually(async () => assert.strictEqual(await lens(), inTraining));
    await closeModels();
  });
});

function numbersFor(document: vscode.TextDocument, version: number): ShownNumbers {
  const summary = { objectiveName: null, objectiveText: null, steps: 0, errors: 0 };
  return { uri: document.uri.toString(), version, decorations: [], summary };
}
