/** A training step and its undo. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { stepBackCommand, trainingStepCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openExample, openModel } from './support/models.ts';

suite('a training step', () => {
  setup(async () => {
    await openModel('param x = 2\n');
    await eventually(async () => assert.ok((await vscode.commands.getCommands(true)).includes(trainingStepCommand)));
  });

  teardown(closeModels);

  test('changes the params of the active model, and Undo Step reverts it', async () => {
    const document = await openExample('lesson.bp');
    const before = document.getText();
    await vscode.commands.executeCommand(trainingStepCommand);
    await eventually(() => assert.strictEqual(document.getText(), stepped(before)));
    await vscode.commands.executeCommand(stepBackCommand);
    await eventually(() => assert.strictEqual(document.getText(), before));
  });

  test('works on an untitled model, and on the model that a lens names', async () => {
    const named = await openModel('param x = 1\nloss L = x^2\ntrain sgd(lr = 0.25)\n');
    await openModel('param y = 1\nloss L = y^2\n');
    await vscode.commands.executeCommand(trainingStepCommand, named.uri.toString());
    await eventually(() => assert.strictEqual(named.lineAt(0).text, 'param x = 0.5'));
  });

  test('does not change a model with errors', async () => {
    const broken = await openModel('param x = 1\nloss L = x^\n');
    const before = broken.getText();
    await vscode.commands.executeCommand(trainingStepCommand);
    assert.strictEqual(broken.getText(), before);
  });

  test('does nothing without an open model', async () => {
    await closeModels();
    await vscode.commands.executeCommand(trainingStepCommand);
    await vscode.commands.executeCommand(stepBackCommand);
  });
});

/** The lesson after one step with lr = 0.01. */
function stepped(lesson: string): string {
  return lesson
    .replace('param x = -2', 'param x = -2.16')
    .replace('param y = 5', 'param y = 4.84')
    .replace('param z = -4', 'param z = -3.88');
}
