/** Check Gradients marks the wrong gradients of the active model. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { checkGradientsCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openModel } from './support/models.ts';

suite('Check Gradients', () => {
  teardown(closeModels);

  test('marks a param with a gradient mismatch until the next change', async () => {
    const document = await openModel('param x = 3\nparam y = 2\nloss L = clip(x, 3, 9) + clip(x, 0, 3) + y\n');
    await eventually(async () => assert.ok((await vscode.commands.getCommands(true)).includes(checkGradientsCommand)));
    await vscode.commands.executeCommand(checkGradientsCommand);
    await eventually(() => assert.deepEqual(marked(document), ['x: gradient-mismatch']));
    const change = new vscode.WorkspaceEdit();
    change.insert(document.uri, new vscode.Position(0, 0), '# a comment\n');
    await vscode.workspace.applyEdit(change);
    await eventually(() => assert.deepEqual(marked(document), []));
  });

  test('does nothing without an open model', async () => {
    await closeModels();
    await vscode.commands.executeCommand(checkGradientsCommand);
  });
});

/** `x: gradient-mismatch`. */
function marked(document: vscode.TextDocument): string[] {
  const diagnostics = vscode.languages.getDiagnostics(document.uri);
  return diagnostics.map(({ range, code }) => {
    const name = typeof code === 'object' ? code.value : code;
    return `${document.getText(range)}: ${name}`;
  });
}
