/** A model in a virtual file system: samples and learned params go through VS Code. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { eventually } from './support/eventually.ts';
import { MemoryFiles } from './support/memoryFiles.ts';
import { RecordedMessages } from './support/messages.ts';
import { closeModels } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

const scheme = 'memory';
const model = vscode.Uri.from({ scheme, path: '/models/line.bp' });
const samples = vscode.Uri.from({ scheme, path: '/models/line.csv' });
const checkpoint = vscode.Uri.from({ scheme, path: '/models/line.bp.safetensors' });

const text = `data x = csv("line.csv", columns = "x")
data y = csv("line.csv", columns = "y")
param w ~ ones()
loss L = mean((w * x - y)^2)
train sgd(lr = 0.2, epochs = 200)
`;

function shows(title: string): Promise<void> {
  return eventually(async () => {
    const titles = await titlesIn({ uri: model });
    assert.ok(titles.includes(title), titles.join(', '));
  });
}

suite('a virtual file system', () => {
  const memory = new MemoryFiles();
  let registration: vscode.Disposable;

  suiteSetup(() => {
    registration = vscode.workspace.registerFileSystemProvider(scheme, memory);
  });

  suiteTeardown(async () => {
    await closeModels();
    registration.dispose();
  });

  test('serves and watches samples, and stores learned params beside the model', async () => {
    memory.put(samples, 'x,y\n1,2\n2,4\n');
    memory.put(model, text);
    const document = await vscode.workspace.openTextDocument(model);
    await vscode.languages.setTextDocumentLanguage(document, 'bp');
    await vscode.window.showTextDocument(document);
    await shows('L = 2.5');
    memory.put(samples, 'x,y\n1,3\n2,6\n');
    await shows('L = 10');
    await vscode.commands.executeCommand('backprop.train');
    await shows('L = 0');
    await vscode.commands.executeCommand('backprop.saveLearned');
    assert.ok(memory.has(checkpoint));
    const messages = new RecordedMessages();
    try {
      const discarding = vscode.commands.executeCommand('backprop.discardLearned');
      await eventually(() => assert.match(messages.texts.join(), /^Discard the learned params of /));
      messages.all[0]!.choose('Discard');
      await discarding;
    } finally {
      messages.stop();
    }
    await shows('L = 10');
    assert.ok(!memory.has(checkpoint));
  });
});
