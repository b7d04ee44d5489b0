/** Files that the server reads itself, and learned params beside a model. */

import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import { saveLearnedCommand, trainingStepCommand } from '../../../protocol/editor/commands.ts';
import { writeSafetensors } from '../../../server/src/data/safetensors.ts';
import { canonicalUri } from '../../../server/src/files/uris.ts';
import { diskAccess } from '../../../server/src/node/files/diskAccess.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { lineModel, lineSamples, nextObjective, problemsIn } from '../../support/editor/dataFileModel.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///w/models/line.bp';
const folder = 'file:///w/models';

describe('learned params beside the model', () => {
  const randomModel = 'param W[2] ~ zeros()\nloss L = sum((W - 1)^2)';
  const checkpoint = `${uri}.safetensors`;

  test('are read', async () => {
    const files = new ClientFiles({});
    files.contents.set(checkpoint, trained([2], [3, 3]));
    const editor = await startEditor({ files });
    await editor.open(uri, randomModel);
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('8');
    files.contents.delete(checkpoint);
    expect(await nextObjective(editor, () => editor.filesChanged(checkpoint))).toBe('2');
  });

  test.each<[string, Uint8Array, string]>([
    [
      'cannot be read',
      new Uint8Array(3),
      "learned-params-unreadable: the learned params can't be read, so they are ignored: the file ends before its header",
    ],
    [
      'are too many',
      new Uint8Array(104_857_601),
      "learned-params-unreadable: the learned params can't be read, so they are ignored: line.bp.safetensors is too large: 100.0 MB, and the limit is 100 MB",
    ],
    [
      'have other shapes',
      trained([3], [1, 2, 3]),
      'learned-params-mismatch: W was [3] when it was trained and is [2] now, so its learned values are ignored',
    ],
  ])('leave the params at their initial values if they %s', async (_, bytes, message) => {
    const files = new ClientFiles({});
    files.contents.set(checkpoint, bytes);
    const editor = await startEditor({ files });
    await editor.open(uri, randomModel);
    expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '2', errors: 0 });
    expect(problemsIn(editor)).toEqual([expect.stringContaining(message)]);
  });

  test('are requested only for random params', async () => {
    const files = new ClientFiles({});
    const editor = await startEditor({ files });
    await editor.open(uri, 'param w = 2\nloss L = w^2');
    await editor.numbers(uri);
    expect(files.reads).toEqual([]);
    const other = `${folder}/drawn.bp`;
    await editor.open(other, randomModel);
    await editor.numbers(other);
    expect(files.reads).toEqual([`${other}.safetensors`]);
  });
});

async function folderWith(texts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bp files #1 '));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(texts)) await writeFile(join(folder, name), text);
  return folder;
}

describe('a client that shares the disk', () => {
  test('lets the server read and write it, and watches what is read', async () => {
    const folder = await folderWith({ 'line.csv': lineSamples });
    const files = new ClientFiles({});
    const editor = await startEditor({ files, sharesDisk: true });
    const model = pathToFileURL(join(folder, 'line.bp')).href;
    await editor.open(model, `${lineModel}\nparam b[1] ~ zeros()\nloss M = sum((b - 2)^2)`);
    expect((await editor.numbers(model)).summary.errors).toBe(0);
    await editor.run(trainingStepCommand, model);
    await editor.run(saveLearnedCommand, model);
    expect(await readdir(folder)).toEqual(['line.bp.safetensors', 'line.csv']);
    const csv = canonicalUri(pathToFileURL(join(folder, 'line.csv')).href);
    await writeFile(join(folder, 'line.csv'), 'x,y\n1,5\n');
    const reads = editor.shownNumbers.length;
    await editor.filesChanged(csv);
    await until(() => editor.shownNumbers.length > reads);
    expect(files.watched).toContain(csv);
    expect(files.reads).toEqual([]);
    expect(files.contents.size).toBe(0);
  });

  test('serves files that are not on the disk', async () => {
    const files = new ClientFiles({ 'memfs:/m/line.csv': lineSamples });
    const editor = await startEditor({ files, sharesDisk: true });
    const model = 'memfs:/m/line.bp';
    await editor.open(model, lineModel);
    expect((await editor.numbers(model)).summary.objectiveText).toBe('1');
    expect(files.reads).toEqual(['memfs:/m/line.csv']);
    expect(files.watched).toEqual([]);
  });
});

describe('a client that serves no files', () => {
  test('lets the server read from disk', async () => {
    const folder = await folderWith({ 'line.csv': lineSamples });
    const editor = await startEditor();
    const model = pathToFileURL(join(folder, 'line.bp')).href;
    await editor.open(model, lineModel);
    expect((await editor.numbers(model)).summary.objectiveText).toBe('1');
    await writeFile(join(folder, 'line.csv'), 'x,y\n1,5\n');
    const change = () => editor.filesChanged(pathToFileURL(join(folder, 'line.csv')).href);
    expect(await nextObjective(editor, change)).toBe('9');
  });

  test.each([
    ['missing.csv', "can't find missing.csv; paths are relative to the folder of line.bp"],
    ['line.csv/x.csv', "can't find line.csv/x.csv; paths are relative to the folder of line.bp"],
    ['.', ". can't be read: it is not a file"],
  ])('gets a problem for the path %s', async (path, message) => {
    const folder = await folderWith({ 'line.csv': lineSamples });
    const editor = await startEditor();
    const model = pathToFileURL(join(folder, 'line.bp')).href;
    await editor.open(model, `param w = 2\ndata x = csv("${path}")\nloss L = w^2`);
    await editor.numbers(model);
    expect(problemsIn(editor)).toEqual([expect.stringContaining(`cannot-read-file: ${message}`)]);
  });

  test('gets folders listed with links resolved', async () => {
    const folder = await folderWith({ 'line.csv': lineSamples });
    await mkdir(join(folder, 'inner'));
    await symlink(join(folder, 'inner'), join(folder, 'link'));
    const entries = await diskAccess.list(pathToFileURL(`${folder}/`).href, [pathToFileURL(folder).href]);
    expect(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
      { name: 'inner', isFolder: true },
      { name: 'line.csv', isFolder: false },
      { name: 'link', isFolder: true },
    ]);
    expect(await diskAccess.list(pathToFileURL(join(folder, 'missing/')).href, [pathToFileURL(folder).href])).toEqual(
      [],
    );
  });

  const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } };

  test('is asked to watch files if it can', async () => {
    const editor = await startEditor({ capabilities: watching });
    await until(() => editor.registrations.length > 0);
    expect(editor.registrations).toEqual([
      {
        id: expect.anything(),
        method: 'workspace/didChangeWatchedFiles',
        registerOptions: {
          watchers: [{ globPattern: '**/*{.bp,.safetensors,.csv,.data,.txt,.text,.md,.npy,.npz,-ubyte,.idx,.gz}' }],
        },
      },
    ]);
  });

  test('is not asked to watch files that it serves', async () => {
    const editor = await startEditor({ capabilities: watching, files: new ClientFiles({}) });
    await editor.open(uri, 'param w = 2\nloss L = w^2');
    await editor.numbers(uri);
    expect(editor.registrations).toEqual([]);
  });
});

function trained(shape: readonly number[], values: readonly number[]): Uint8Array {
  return writeSafetensors(new Map([['W', { shape, values: Float64Array.from(values) }]]));
}
