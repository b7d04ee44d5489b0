/** The budgets of bytes and numbers for files: of one model, of all models, and for one file with many names. */

import { expect, test } from 'vitest';
import { fileLimits } from '../../protocol/shared/filePolicy.ts';
import { csv } from '../../server/src/data/formats/csvFunction.ts';
import { isFileFailure } from '../../server/src/data/samples.ts';
import type { FileContent } from '../../server/src/files/fileAccess.ts';
import { FileData } from '../../server/src/files/fileData.ts';
import { FileStore } from '../../server/src/files/fileStore.ts';
import type { ReferencedFiles } from '../../server/src/files/referencedFiles.ts';

const size = 98 * 1_048_576;
const folders = ['file:///w'];

/** A store over files of 98 MB, and the URIs that it reads in whole. */
function storeOfLargeFiles(identity?: string) {
  const reads: string[] = [];
  const store = new FileStore(async (uri, { limit }): Promise<FileContent> => {
    if (limit < size) return { kind: 'too-large', size, identity };
    reads.push(uri.slice('file:///w/'.length));
    // Untouched pages of zeros take no memory.
    return { kind: 'bytes', bytes: new Uint8Array(size), identity };
  });
  return { store, reads };
}

/** The reasons why a model can't use files. */
async function reasonsOf(files: ReferencedFiles, names: readonly string[]): Promise<readonly string[]> {
  for (;;) {
    const reasons = names.map((name) => {
      const samples = files.readSamples(name, csv, {});
      return 'reason' in samples ? samples.reason : 'read';
    });
    const pending = files.pendingReads();
    if (pending === undefined) return reasons;
    await pending;
  }
}

const isLeftOut = (reason: string) => reason.includes('is left out');

test('a model leaves out the files that exceed its budget, in the order in which it names them', async () => {
  const { store, reads } = storeOfLargeFiles();
  const files = store.filesFor('file:///w/a.bp', folders);
  const reasons = await reasonsOf(files, ['a.csv', 'b.csv', 'c.csv', 'd.csv']);
  expect(reasons.map(isLeftOut)).toEqual([false, false, true, true]);
  expect(reasons[2]).toBe(
    'c.csv is left out: the files of this model are larger than 256 MB together; use fewer or smaller ones',
  );
  expect(reads).toEqual(['a.csv', 'b.csv']);
});

test('one file with 60 names is read once and counts once', async () => {
  const { store, reads } = storeOfLargeFiles('1:2');
  const files = store.filesFor('file:///w/a.bp', folders);
  const names = Array.from({ length: 60 }, (_, i) => `link${i}.csv`);
  expect((await reasonsOf(files, names)).some(isLeftOut)).toBe(false);
  expect(reads).toEqual(['link0.csv']);
  expect(fileLimits.serverSize - store.room).toBe(size);
});

test('a model is told that others take the room, and gets it when they are closed', async () => {
  const { store, reads } = storeOfLargeFiles();
  for (const model of ['a', 'b']) {
    const files = store.filesFor(`file:///w/${model}.bp`, folders);
    await reasonsOf(files, [`${model}1.csv`, `${model}2.csv`]);
  }
  const names = ['c1.csv', 'c2.csv'];
  const [first, second] = await reasonsOf(store.filesFor('file:///w/c.bp', folders), names);
  expect(isLeftOut(first!)).toBe(false);
  expect(second).toBe('c2.csv is left out: the files of all open models take more than 512 MB; close other models');
  store.retain(new Set(['b1', 'c1', 'c2'].map((name) => `file:///w/${name}.csv`)));
  expect(store.releaseLeftOut()).toEqual(['file:///w/c2.csv']);
  const reasons = await reasonsOf(store.filesFor('file:///w/c.bp', folders), names);
  expect(reasons.some(isLeftOut)).toBe(false);
  expect(reads.slice(-2)).toEqual(['c1.csv', 'c2.csv']);
});

test('files that no model uses are forgotten to make room', async () => {
  let used: readonly string[] = [];
  const read = async (): Promise<FileContent> => ({ kind: 'bytes', bytes: new Uint8Array(size) });
  const store: FileStore = new FileStore(read, () => store.retain(new Set(used)));
  for (let turn = 0; turn < 12; turn++) {
    used = [`file:///w/${turn}.csv`];
    const reasons = await reasonsOf(store.filesFor('file:///w/a.bp', folders), [`${turn}.csv`]);
    expect(reasons.some(isLeftOut)).toBe(false);
  }
});

test('a table that was cut for want of room is read again when there is more', () => {
  const data = new FileData(new TextEncoder().encode('x,y\n1,2\n3,4\n'));
  const cut = data.samplesOf(csv, {}, 2).result!;
  expect(isFileFailure(cut) && cut.limit).toBe(2);
  expect(data.samplesOf(csv, {}, 1).result).toBe(cut);
  const complete = data.samplesOf(csv, {}, 4).result!;
  expect(complete).toMatchObject({ shape: [2, 2], values: Float64Array.of(1, 2, 3, 4) });
  expect(data.samplesOf(csv, {}, 8).result).toBe(complete);
  expect(data.memory).toBe(12 + 4 * 8);
});
