/** A folder whose links lead outside: nothing there is read, listed or written. `scripts/vscode/hostileFolder.ts` plants it. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { listFolder, readFile, writeFile } from '../../client/src/files/fileService.ts';
import { toBase64 } from '../../protocol/shared/base64.ts';
import { eventually } from './support/eventually.ts';
import { RecordedMessages } from './support/messages.ts';
import { closeModels, inWorkspace, writeText } from './support/models.ts';
import { rejects } from './support/rejects.ts';
import { titlesIn } from './support/shown.ts';

const canaries = ['CANARY7f3a', '87654'];
const secret = 'CANARY7f3a\n87654.321\n';

suite('a hostile folder', () => {
  const outsideFile = outside('secret.csv');

  teardown(async () => {
    await closeModels();
    assert.strictEqual(await textOf(outsideFile), secret);
  });

  test('shows nothing of the files outside', async () => {
    const model = inWorkspace('hostile/net.bp');
    const paths: readonly string[] = JSON.parse(await textOf(inWorkspace('hostile/paths.json')));
    assert.isAtLeast(new Set(paths).size, 40);
    const data = paths.map((path, i) => `data d${i} = csv("${path.replaceAll('\\', '\\\\')}")`);
    await writeText(model, ['data ok = csv("ok.csv")', ...data, 'loss L = mean(ok) + 2'].join('\n'));
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(model));
    await eventually(async () => {
      const lines = vscode.languages.getDiagnostics(model).map(({ range }) => range.start.line);
      assert.strictEqual(new Set(lines).size, paths.length);
      assert.include(await titlesIn({ uri: model }), 'L = 3');
    });
    const messages = vscode.languages.getDiagnostics(model).map(({ message }) => message);
    refuseCanaries([...messages, ...(await titlesIn({ uri: model }))].join('\n'));
    await vscode.workspace.fs.delete(model);
  });

  test('is not left when learned params are saved', async () => {
    const model = inWorkspace('hostile/planted.bp');
    await writeText(model, 'param W[2] ~ zeros()\nloss L = sum((W - 1)^2)\ntrain sgd(lr = 0.5)\n');
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(model));
    await eventually(async () => assert.include(await titlesIn({ uri: model }), 'L = 2'));
    await vscode.commands.executeCommand('backprop.train');
    await eventually(async () => assert.include(await titlesIn({ uri: model }), 'L = 0'));
    const messages = new RecordedMessages();
    try {
      await vscode.commands.executeCommand('backprop.saveLearned');
      await eventually(() => assert.match(messages.texts.join(), /^Can't save the learned params: .* link/));
    } finally {
      messages.stop();
    }
    assert.strictEqual(await textOf(outsideFile), secret);
    await vscode.workspace.fs.delete(model);
  });

  test('is not left by the service of files', async () => {
    for (const name of ['absolute.csv', 'chain.csv', 'out/secret.csv', 'zero.csv', 'environ.csv']) {
      const uri = inWorkspace(`hostile/${name}`).toString();
      const result = await readFile({ uri, limit: 1_000 }, { add: () => undefined });
      assert.notStrictEqual(result.kind, 'bytes', name);
    }
    const entries = await listFolder({ uri: `${inWorkspace('hostile')}/` });
    assert.notIncludeMembers(
      entries.map(({ name }) => name),
      ['absolute.csv', 'chain.csv', 'out', 'environ.csv'],
    );
    assert.deepEqual(await listFolder({ uri: `${inWorkspace('hostile/out')}/` }), []);
    for (const name of ['planted.bp.safetensors', 'out/new.bp.safetensors']) {
      const uri = inWorkspace(`hostile/${name}`).toString();
      await rejects(writeFile({ uri, base64: toBase64(new Uint8Array(3)) }), /link/);
      await rejects(writeFile({ uri, base64: null }), /link/);
    }
  });
});

/** The URI of a file beside the workspace. */
function outside(name: string): vscode.Uri {
  const folder = inWorkspace('');
  return folder.with({ path: `${folder.path.replace(/\/$/, '')}-outside/${name}` });
}

async function textOf(uri: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
}

function refuseCanaries(text: string): void {
  for (const canary of canaries) assert.notInclude(text, canary);
}
