/** The extension activates when a model is opened. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';

suite('activation', () => {
  test('opening a model activates the extension', async () => {
    const [model] = await vscode.workspace.findFiles('lesson.bp');
    const { document } = await vscode.window.showTextDocument(model!);
    assert.strictEqual(document.languageId, 'bp');
    const extension = vscode.extensions.getExtension('backprop-lens.backprop-lens');
    await eventually(() => assert.ok(extension?.isActive));
  });
});
