/** Files that a model names, served by VS Code: read, watched and written. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { listFolder, readFile, writeFile } from '../../client/src/files/fileService.ts';
import type { ReadFileResult } from '../../protocol/editor/files.ts';
import { fromBase64, toBase64 } from '../../protocol/shared/base64.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, inWorkspace, writeText } from './support/models.ts';
import { rejects } from './support/rejects.ts';
import { lensesOf } from './support/shown.ts';

const { fs } = vscode.workspace;
const limit = 1_000;

suite('a model with data and imports', () => {
  const model = inWorkspace('points.bp');
  const samples = inWorkspace('my points.csv');
  const layers = inWorkspace('bias.bp');

  setup(() => writeText(model, 'import "bias.bp"\ndata x = csv("my points.csv", columns = "x")\nm = mean(x) + bias\n'));

  teardown(async () => {
    await closeModels();
    for (const file of [model, samples, layers]) if (await exists(file)) await fs.delete(file);
  });

  test('updates its lenses when the files change on disk', async () => {
    await writeText(samples, 'x,y\n1,2\n3,4\n');
    await writeText(layers, 'const bias = 10\n');
    await open(model);
    await showsMean('m = 12');
    await writeText(samples, 'x,y\n5,2\n7,4\n');
    await showsMean('m = 16');
    await writeText(layers, 'const bias = 20\n');
    await showsMean('m = 26');
  });

  test('reports missing files until they appear', async () => {
    await open(model);
    await eventually(() => assert.deepEqual(messages(), [missing('bias.bp'), missing('my points.csv'), noBias]));
    await writeText(layers, 'const bias = 1\n');
    await writeText(samples, 'x\n1\n');
    await showsMean('m = 2');
    assert.deepEqual(messages(), []);
    await fs.delete(samples);
    await eventually(() => assert.deepEqual(messages(), [missing('my points.csv')]));
  });

  test("uses the editor's text of an open import, and the disk's after it is closed", async () => {
    await writeText(samples, 'x\n1\n');
    await writeText(layers, 'const bias = 1\n');
    await open(model);
    await showsMean('m = 2');
    const editor = await open(layers);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 13), '2'));
    await showsMean('m = 22');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await showsMean('m = 2');
  });

  const noBias = "'bias' is not defined";

  function missing(name: string): string {
    return `can't find ${name}; paths are relative to the folder of points.bp`;
  }

  function messages(): readonly string[] {
    return vscode.languages.getDiagnostics(model).map(({ message }) => message);
  }

  function showsMean(title: string): Promise<void> {
    return eventually(async () => {
      const lenses = await lensesOf({ uri: model });
      const titles = lenses.filter(({ range }) => range.start.line === 2).map(({ command }) => command!.title);
      assert.deepEqual(titles, [title]);
    });
  }
});

suite('reading a file for the server', () => {
  const file = inWorkspace('asked.csv');

  suiteSetup(() => writeText(file, 'x\n1\n'));
  suiteTeardown(() => fs.delete(file));

  test('returns the complete content', async () => {
    const result = await read(file);
    assert.ok(result.kind === 'bytes');
    assert.strictEqual(new TextDecoder().decode(fromBase64(result.base64)), 'x\n1\n');
  });

  test('refuses a file larger than the limit', async () => {
    const watched: string[] = [];
    const result = await readFile({ uri: file.toString(), limit: 3 }, { add: (uri) => watched.push(uri.path) });
    assert.deepEqual(result, { kind: 'too-large', size: 4 });
    assert.deepEqual(watched, [file.path]);
  });

  test('reports a missing file and a folder', async () => {
    assert.deepEqual(await read(inWorkspace('missing.csv')), { kind: 'missing' });
    assert.deepEqual(await read(inWorkspace('asked.csv/x.csv')), { kind: 'missing' });
    assert.deepEqual(await read(inWorkspace('')), { kind: 'unreadable', reason: 'it is not a file' });
  });

  test('refuses and does not watch files outside the workspace, also with escaped paths', async () => {
    const { path } = inWorkspace('');
    for (const outside of ['/etc/passwd', `${path}/../x`, `${path}/%2e%2e/x`, `${path}/..%5Cx`, `${path}x/y`]) {
      const uri = `${inWorkspace('').scheme}://${inWorkspace('').authority}${outside}`;
      const result = await readFile({ uri, limit }, { add: () => assert.fail(uri) });
      assert.deepEqual(result, { kind: 'unreadable', reason: 'it is outside the workspace' });
    }
  });

  test('is allowed beside an open model, and refused after the model is closed', async () => {
    const folder = vscode.Uri.joinPath(inWorkspace(''), '..', `bp-elsewhere-${crypto.randomUUID()}`);
    const [model, beside] = ['model.bp', 'points.csv'].map((name) => vscode.Uri.joinPath(folder, name));
    await writeText(model!, 'param x = 1\n');
    await writeText(beside!, 'x\n1\n');
    await open(model!);
    assert.strictEqual((await read(beside!)).kind, 'bytes');
    await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(model!), 'plaintext');
    assert.strictEqual((await read(beside!)).kind, 'unreadable');
    await closeModels();
    await fs.delete(folder, { recursive: true });
  });
});

suite('listing a folder for the server', () => {
  const folder = inWorkspace('listed');

  suiteSetup(async () => {
    await writeText(vscode.Uri.joinPath(folder, 'my points.csv'), 'x\n1\n');
    await fs.createDirectory(vscode.Uri.joinPath(folder, 'inner'));
  });
  suiteTeardown(() => fs.delete(folder, { recursive: true }));

  test('returns the entries and marks folders', async () => {
    const entries = await listFolder({ uri: `${folder}/` });
    assert.deepEqual(
      entries.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
      [
        { name: 'inner', isFolder: true },
        { name: 'my points.csv', isFolder: false },
      ],
    );
  });

  test('returns nothing for a missing folder or one outside the workspace', async () => {
    assert.deepEqual(await listFolder({ uri: `${inWorkspace('nowhere')}/` }), []);
    assert.deepEqual(await listFolder({ uri: inWorkspace('').with({ path: '/etc/' }).toString() }), []);
    assert.deepEqual(await listFolder({ uri: `${inWorkspace('')}/../` }), []);
  });
});

suite('writing learned params for the server', () => {
  const checkpoint = inWorkspace('trained.bp.safetensors');

  test('replaces the file and leaves no temporary file', async () => {
    for (const content of [new Uint8Array([1, 2, 3]), new Uint8Array([4])]) {
      await writeFile({ uri: checkpoint.toString(), base64: toBase64(content) });
      assert.deepEqual([...(await fs.readFile(checkpoint))], [...content]);
    }
    const names = (await fs.readDirectory(inWorkspace(''))).map(([name]) => name);
    assert.deepEqual(
      names.filter((name) => name.startsWith('trained')),
      ['trained.bp.safetensors'],
    );
    await fs.delete(checkpoint);
  });

  test('refuses other files and paths outside the workspace', async () => {
    const { path } = inWorkspace('');
    for (const other of [`${path}/lesson.bp`, `${path}/x.safetensors`, '/tmp/x.bp.safetensors']) {
      const uri = checkpoint.with({ path: other });
      await rejects(writeFile({ uri: uri.toString(), base64: '' }), /learned params/);
    }
  });

  test('keeps the previous file if the new content is invalid', async () => {
    await writeText(checkpoint, 'old');
    await rejects(writeFile({ uri: checkpoint.toString(), base64: 'AA=A' }), /Error/);
    assert.strictEqual(new TextDecoder().decode(await fs.readFile(checkpoint)), 'old');
    await fs.delete(checkpoint);
  });
});

function read(file: vscode.Uri): Promise<ReadFileResult> {
  return readFile({ uri: file.toString(), limit }, { add: () => undefined });
}

async function open(file: vscode.Uri): Promise<vscode.TextEditor> {
  return await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return await fs.stat(file).then(
    () => true,
    () => false,
  );
}
