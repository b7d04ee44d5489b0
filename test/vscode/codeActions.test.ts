/** Fixes and refactorings as VS Code offers and applies them. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';
import { closeModels, openModel } from './support/models.ts';

suite('code actions', () => {
  teardown(closeModels);

  test('fix a problem, and one undo reverts it', async () => {
    const text = 'target = 1\na = targt + 1\n';
    const document = await openModel(text);
    const fix = await offered(document, vscode.CodeActionKind.QuickFix, new vscode.Range(1, 5, 1, 5));
    assert.equal(fix.title, "Change to 'target'");
    assert.equal(fix.isPreferred, true);
    await vscode.workspace.applyEdit(fix.edit!);
    assert.equal(document.getText(), 'target = 1\na = target + 1\n');
    await eventually(() => assert.deepEqual(vscode.languages.getDiagnostics(document.uri), []));
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), text);
  });

  test('fix a single problem by keyboard', async () => {
    const document = await openModel('a = (1 + 2\n');
    vscode.window.activeTextEditor!.selection = new vscode.Selection(0, 5, 0, 5);
    await eventually(() => assert.equal(vscode.languages.getDiagnostics(document.uri).length, 1));
    await offered(document, vscode.CodeActionKind.QuickFix, new vscode.Range(0, 5, 0, 5));
    await vscode.commands.executeCommand('editor.action.autoFix');
    await eventually(() => assert.equal(document.getText(), 'a = (1 + 2)\n'));
  });

  test('extract a selected expression', async () => {
    const document = await openModel('param x = 2\nloss L = (x * 3)^2\n');
    const extract = await offered(document, vscode.CodeActionKind.RefactorExtract, new vscode.Range(1, 10, 1, 15));
    assert.equal(extract.title, 'Extract node product');
    await vscode.workspace.applyEdit(extract.edit!);
    assert.equal(document.getText(), 'param x = 2\nproduct = x * 3\nloss L = product^2\n');
  });

  test('fix all unambiguous problems by keyboard', async () => {
    const document = await openModel('a = 2 ** 3 // eight\n');
    await eventually(async () => {
      await vscode.commands.executeCommand('editor.action.fixAll');
      assert.equal(document.getText(), 'a = 2 ^ 3 # eight\n');
    });
  });
});

/** Waits for the first action of a kind. */
function offered(
  document: vscode.TextDocument,
  kind: vscode.CodeActionKind,
  range: vscode.Range,
): Promise<vscode.CodeAction> {
  return eventually(async () => {
    const [action] = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
      kind.value,
    );
    assert.ok(action);
    return action;
  });
}
