/** A model in a file that its permissions make read-only. */
import { chmod } from 'node:fs/promises';
import { assert } from 'chai';
import * as vscode from 'vscode';
import { trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { eventually } from '../support/eventually.ts';
import { RecordedMessages } from '../support/messages.ts';
import { closeModels, inWorkspace, writeText } from '../support/models.ts';
import { titlesIn } from '../support/shown.ts';

const text = 'param x = 2\nloss L = x^2\ntrain sgd(lr = 0.25)\n';

suite('a file without write permission', () => {
  teardown(closeModels);

  test('is stepped once it can be written', async () => {
    const file = inWorkspace('locked.bp');
    await writeText(file, text);
    await chmod(file.fsPath, 0o444);
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    await eventually(async () => assert.include(await titlesIn(document), 'L = 4'));
    const messages = new RecordedMessages();
    try {
      await vscode.commands.executeCommand(trainingStepCommand);
      await eventually(() => assert.match(messages.texts.join(), /^No step taken: the file is read-only\. /));
    } finally {
      messages.stop();
    }
    assert.strictEqual(document.getText(), text);
    await chmod(file.fsPath, 0o644);
    await vscode.commands.executeCommand(trainingStepCommand);
    await eventually(() => assert.include(document.getText(), 'param x = 1\n'));
    await document.save();
    await closeModels();
    await vscode.workspace.fs.delete(file);
  });
});
