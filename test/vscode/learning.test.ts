/** Problem pages and walkthrough models are available in every extension host. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { openExampleCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openModel } from './support/models.ts';

suite('problem pages and examples', () => {
  teardown(closeModels);

  test("a problem's code links to an existing page", async () => {
    const document = await openModel('a = 2x\n');
    const code = await eventually(() => {
      const [diagnostic] = vscode.languages.getDiagnostics(document.uri);
      assert.strictEqual(typeof diagnostic?.code, 'object');
      return diagnostic!.code as { readonly value: string; readonly target: vscode.Uri };
    });
    assert.strictEqual(code.value, 'malformed-number');
    const page = new TextDecoder().decode(await vscode.workspace.fs.readFile(code.target));
    assert.include(page, '# malformed-number');
  });

  test('an example opens as a copy, and a command runs on it', async () => {
    await vscode.commands.executeCommand(openExampleCommand, 'lesson', 'backprop.trainingStep');
    const { document } = vscode.window.activeTextEditor!;
    assert.strictEqual(document.uri.scheme, 'untitled');
    assert.strictEqual(document.languageId, 'bp');
    await eventually(() => assert.include(document.getText(), 'param x = -2.16'));
  });

  test('an example opens only once', async () => {
    await vscode.commands.executeCommand(openExampleCommand, 'shop');
    const text = vscode.window.activeTextEditor!.document.getText();
    await vscode.commands.executeCommand(openExampleCommand, 'shop');
    assert.strictEqual(vscode.window.activeTextEditor!.document.getText(), text);
    assert.strictEqual(text.match(/^param apple /gm)?.length, 1);
  });
});
