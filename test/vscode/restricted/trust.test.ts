/** A folder that is not trusted: its models have numbers, can be trained, and write only what the user asks for. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from '../support/eventually.ts';
import { closeModels, inWorkspace, writeText } from '../support/models.ts';
import { titlesIn } from '../support/shown.ts';

suite('an untrusted folder', () => {
  teardown(closeModels);

  test('is untrusted', () => assert.isFalse(vscode.workspace.isTrusted));

  test('trains a model, and saves nothing before the user does', async () => {
    const model = inWorkspace('hostile/own.bp');
    const text = 'param a = 3\nparam W[2] ~ zeros()\nloss L = a^2 + sum((W - 1)^2)\ntrain sgd(lr = 0.5)\n';
    await writeText(model, text);
    const document = await vscode.workspace.openTextDocument(model);
    await vscode.window.showTextDocument(document);
    await eventually(async () => assert.include(await titlesIn(document), 'L = 11'));
    const typed = new vscode.WorkspaceEdit();
    typed.replace(model, new vscode.Range(0, 10, 0, 11), '4');
    await vscode.workspace.applyEdit(typed);
    await eventually(async () => assert.include(await titlesIn(document), 'L = 18'));
    const before = await namesIn('hostile');
    await vscode.commands.executeCommand('backprop.train');
    await eventually(async () => assert.include(await titlesIn(document), 'L = 0'));
    assert.strictEqual(new TextDecoder().decode(await vscode.workspace.fs.readFile(model)), text);
    assert.sameMembers([...(await namesIn('hostile'))], [...before]);
    await document.save();
    await eventually(async () =>
      assert.sameMembers([...(await namesIn('hostile'))], [...before, 'own.bp.safetensors']),
    );
    for (const name of ['own.bp', 'own.bp.safetensors'])
      await vscode.workspace.fs.delete(inWorkspace(`hostile/${name}`));
  });
});

async function namesIn(folder: string): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(inWorkspace(folder));
  return entries.map(([name]) => name);
}
