/** Models that are read-only or not in a file yet: numbers are live, and commands that can't work say what to do. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { saveLearnedCommand, trainCommand, trainingStepCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { MemoryFiles } from './support/memoryFiles.ts';
import { RecordedMessages } from './support/messages.ts';
import { closeModels, inWorkspace, openModel, writeText } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

const text = 'param x = 2\nparam W[2] ~ ones()\nloss L = x^2 + sum(W^2)\ntrain sgd(lr = 0.25)\n';
const reason = 'the file is read-only. Make it writable, or run File: Save As… and train the copy.';

function shows(document: vscode.TextDocument, title: string): Promise<void> {
  return eventually(async () => assert.include(await titlesIn(document), title));
}

/** Expects that neither command changes the model, and that messages say why. */
async function refusesTraining(file: vscode.Uri): Promise<void> {
  const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(file), 'bp');
  await vscode.window.showTextDocument(document);
  await shows(document, 'L = 6');
  const messages = new RecordedMessages();
  try {
    for (const command of [trainingStepCommand, trainCommand]) await vscode.commands.executeCommand(command);
    await eventually(() =>
      assert.deepEqual([...messages.texts], [`No step taken: ${reason}`, `Can't start training: ${reason}`]),
    );
  } finally {
    messages.stop();
  }
  assert.strictEqual(document.getText(), text);
  await shows(document, 'L = 6');
}

suite('a read-only model', () => {
  const registrations: vscode.Disposable[] = [];
  const files = new MemoryFiles();

  suiteSetup(() => {
    const { registerFileSystemProvider } = vscode.workspace;
    registrations.push(
      registerFileSystemProvider('frozen', files, { isReadonly: true }),
      registerFileSystemProvider('marked', files),
    );
  });

  teardown(closeModels);

  suiteTeardown(() => vscode.Disposable.from(...registrations).dispose());

  test('of a file system that nobody can write is not trained', async () => {
    const file = vscode.Uri.from({ scheme: 'frozen', path: '/models/frozen.bp' });
    files.put(file, text);
    await refusesTraining(file);
  });

  test('with the permission of a read-only file is not trained', async () => {
    const file = vscode.Uri.from({ scheme: 'marked', path: '/models/marked.bp' });
    files.put(file, text);
    files.markReadOnly(file);
    await refusesTraining(file);
  });

  test('that the settings name is not trained', async () => {
    const file = inWorkspace('readonly.bp');
    await writeText(file, text);
    const settings = vscode.workspace.getConfiguration('files');
    const change = (value: unknown) => settings.update('readonlyInclude', value, vscode.ConfigurationTarget.Workspace);
    await change({ 'readonly.bp': true });
    try {
      await refusesTraining(file);
    } finally {
      await change(undefined);
      await closeModels();
      await vscode.workspace.fs.delete(file);
    }
  });
});

suite('an untitled model', () => {
  teardown(closeModels);

  test('has live numbers, and is trained in its text', async () => {
    const document = await openModel(text);
    await shows(document, 'L = 6');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, new vscode.Range(0, 10, 0, 11), '3');
    await vscode.workspace.applyEdit(edit);
    await shows(document, 'L = 11');
    await vscode.commands.executeCommand(trainCommand);
    await eventually(() => assert.notInclude(document.getText(), 'param x = 3\n'));
  });

  test('says what to do to save its learned params', async () => {
    const document = await openModel(text);
    await shows(document, 'L = 6');
    await vscode.commands.executeCommand(trainingStepCommand);
    await shows(document, 'L = 1.5');
    const messages = new RecordedMessages();
    try {
      await vscode.commands.executeCommand(saveLearnedCommand);
      await eventually(() =>
        assert.match(messages.texts.join(), /the model is not in a file yet\. Save it as a file,/),
      );
    } finally {
      messages.stop();
    }
  });
});
