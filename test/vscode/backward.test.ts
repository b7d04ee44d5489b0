/** The backward pass in a document beside its model. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { showBackwardPassCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openExample, openModel } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

suite('the backward pass document', () => {
  setup(async () => {
    await openModel('param x = 2\n');
    await eventually(async () => {
      assert.ok((await vscode.commands.getCommands(true)).includes(showBackwardPassCommand));
    });
  });

  teardown(closeModels);

  test('opens beside its model as a model with lenses', async () => {
    const model = await openExample('lesson.bp');
    await vscode.commands.executeCommand(showBackwardPassCommand);
    assert.strictEqual(vscode.window.activeTextEditor?.document, model);
    const { document, viewColumn } = await backwardEditor();
    assert.strictEqual(viewColumn, vscode.ViewColumn.Two);
    assert.strictEqual(document.languageId, 'bp');
    assert.ok(document.fileName.endsWith('lesson.bp (backward)'), document.fileName);
    assert.ok(document.getText().includes('dL_dq = dL_df * z'), document.getText());
    await eventually(async () => assert.ok((await titlesIn(document)).includes('dL_dx = 16')));
  });

  test('cannot be edited', async () => {
    await openExample('lesson.bp');
    await vscode.commands.executeCommand(showBackwardPassCommand);
    const editor = await backwardEditor();
    const before = editor.document.getText();
    await vscode.window.showTextDocument(editor.document, editor.viewColumn);
    await vscode.commands.executeCommand('type', { text: 'x' });
    assert.strictEqual(editor.document.getText(), before);
  });

  test('follows its model and is marked stale while the model is broken', async () => {
    const model = await openModel('param x = 3\nloss L = x^2\n');
    await vscode.commands.executeCommand(showBackwardPassCommand);
    const { document } = await backwardEditor();
    assert.strictEqual(document.languageId, 'bp');
    await replaceIn(model, 'x = 3', 'x = 5');
    await eventually(() => assert.ok(document.getText().includes('const x = 5'), document.getText()));
    await replaceIn(model, 'x^2', 'x^');
    await eventually(() =>
      assert.match(document.getText(), /^# Stale\. Can't show the backward pass: line 2 has an error/),
    );
    assert.ok(document.getText().includes('const x = 5'));
    await replaceIn(model, 'x^', 'exp(x)');
    await eventually(() => assert.ok(document.getText().includes('dL_dx = dL_dL * L'), document.getText()));
    assert.ok(!document.getText().includes('Stale'));
  });

  test('does not open without a loss', async () => {
    await vscode.commands.executeCommand(showBackwardPassCommand);
    assert.strictEqual(vscode.window.visibleTextEditors.length, 1);
  });
});

function backwardEditor(): Promise<vscode.TextEditor> {
  return eventually(() => {
    const editor = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'backprop-backward');
    assert.ok(editor);
    return editor;
  });
}

async function replaceIn(document: vscode.TextDocument, text: string, replacement: string): Promise<void> {
  const start = document.getText().indexOf(text);
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
  edit.replace(document.uri, range, replacement);
  assert.ok(await vscode.workspace.applyEdit(edit));
}
