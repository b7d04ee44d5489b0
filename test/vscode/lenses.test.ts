/** Lenses and hovers of the lesson in VS Code. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { EarlyCodeLensProvider, type LensRequestHandler } from '../../client/src/annotations/earlyCodeLensProvider.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openExample, openModel } from './support/models.ts';
import { hoverAt, lensesOf } from './support/shown.ts';

suite('the numbers of the lesson', () => {
  teardown(async () => {
    await closeModels();
    await vscode.workspace.getConfiguration('backprop').update('display', undefined, vscode.ConfigurationTarget.Global);
  });

  test('are shown in lenses above its statements', async () => {
    const document = await openExample('lesson.bp');
    await eventually(async () => {
      assert.deepEqual(await titlesOver(document, 'param x = -2'), ['x = −2 → −2.16 · ∂L/∂x = 16']);
      assert.deepEqual(await titlesOver(document, 'q = x + y'), ['q = 3 · ∂L/∂q = 16']);
      assert.strictEqual((await titlesOver(document, 'loss L = (target - f)^2'))[0], 'L = 4');
    });
  });

  test('are not in lenses if the display is the line ends', async () => {
    const document = await openExample('lesson.bp');
    await eventually(async () => assert.notStrictEqual((await lensesOf(document)).length, 0));
    await vscode.workspace.getConfiguration('backprop').update('display', 'lineEnd', vscode.ConfigurationTarget.Global);
    await eventually(async () => assert.strictEqual((await lensesOf(document)).length, 0));
  });

  test('are shown in a hover with the chain rule', async () => {
    const document = await openExample('lesson.bp');
    await eventually(async () => {
      const text = await hoverAt(document, 'q = x + y');
      for (const part of ['∂L/∂q', '∂L/∂f', '−4', '16']) assert.ok(text.includes(part), text);
    });
  });
});

suite('lenses before the server starts', () => {
  const lens = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), { title: 'one', command: '' });
  const one: LensRequestHandler = async () => [lens];
  const nobody: LensRequestHandler = async () => [];
  let lenses: EarlyCodeLensProvider;
  let changes = 0;

  suiteSetup(() => {
    lenses = new EarlyCodeLensProvider();
    lenses.onDidChangeCodeLenses(() => changes++);
  });
  suiteTeardown(async () => {
    lenses.dispose();
    await closeModels();
  });

  test('wait for the server and are not refreshed afterwards', async () => {
    const asked = lenses.provideCodeLenses(await openModel('x = 1'), new vscode.CancellationTokenSource().token);
    lenses.setHandler(one);
    assert.deepEqual(await asked, [lens]);
    assert.strictEqual(changes, 0);
  });

  test('are refreshed when the server stops or restarts', async () => {
    const document = await openModel('x = 1');
    for (const [answer, given] of [
      [nobody, []],
      [one, [lens]],
    ] as const) {
      const before = changes;
      lenses.setHandler(answer);
      assert.strictEqual(changes, before + 1);
      assert.deepEqual(await lenses.provideCodeLenses(document, new vscode.CancellationTokenSource().token), [
        ...given,
      ]);
    }
  });
});

/** The lenses above a statement, from left to right. */
async function titlesOver(document: vscode.TextDocument, statement: string): Promise<readonly string[]> {
  const over = (await lensesOf(document)).filter(({ range }) => document.lineAt(range.start).text === statement);
  return over.map(({ command }) => command!.title);
}
