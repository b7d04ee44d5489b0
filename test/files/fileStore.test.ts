/** The file store: path resolution, caching, and messages for unusable files. */

import { describe, expect, test } from 'vitest';
import { csv as csvFunction } from '../../server/src/data/formats/csvFunction.ts';
import { writeSafetensors } from '../../server/src/data/safetensors.ts';
import type { Tensor } from '../../server/src/engine/ir/tensor.ts';
import type { FileContent } from '../../server/src/files/fileAccess.ts';
import { FileStore } from '../../server/src/files/fileStore.ts';
import { learnedParamsFileOf, type ReferencedFiles } from '../../server/src/files/referencedFiles.ts';
import { canonicalUri } from '../../server/src/files/uris.ts';
import type { LearnedParams } from '../../server/src/language/lowering/model.ts';

const model = 'file:///w/models/line.bp';

describe('a path', () => {
  test.each([
    ['line.csv', 'file:///w/models/line.csv'],
    ['./a/../line.csv', 'file:///w/models/line.csv'],
    ['sub/line.csv', 'file:///w/models/sub/line.csv'],
    ['sub\\line.csv', 'file:///w/models/sub/line.csv'],
    ['../line.csv', 'file:///w/line.csv'],
    ['..\\line.csv', 'file:///w/line.csv'],
    ['/w/line.csv', 'file:///w/line.csv'],
    ['my line.csv ', 'file:///w/models/my%20line.csv%20'],
    ['größe.csv', 'file:///w/models/gr%C3%B6%C3%9Fe.csv'],
    ['line.csv?x=1#y', 'file:///w/models/line.csv%3Fx%3D1%23y'],
    ['100%.csv', 'file:///w/models/100%25.csv'],
    ['%2e%2e/line.csv', 'file:///w/models/%252e%252e/line.csv'],
    ['..%2F..%2Fline.csv', 'file:///w/models/..%252F..%252Fline.csv'],
    ['\ud800.csv', 'file:///w/models/%EF%BF%BD.csv'],
  ])('%j leads to %s', (path, uri) => {
    const { store, reads } = storeOf({});
    store.filesFor(model, ['file:///w']).readSamples(path, csvFunction, {});
    expect(reads).toEqual([uri]);
  });

  test.each([
    ['vscode-vfs://github/owner/repo/m/line.bp', '../line.csv', 'vscode-vfs://github/owner/repo/line.csv'],
    ['vscode-remote://ssh-remote%2Bbox/w/m/line.bp', 'line.csv', 'vscode-remote://ssh-remote%2Bbox/w/m/line.csv'],
    ['memfs:/m/line.bp', 'line.csv', 'memfs:/m/line.csv'],
    ['file:///C:/m/line.bp', 'line.csv', 'file:///c%3A/m/line.csv'],
    ['file:///c%3A/m/line.bp', 'line.csv', 'file:///c%3A/m/line.csv'],
    ['file://server/share/line.bp', 'line.csv', 'file://server/share/line.csv'],
    ['file:///w/a%20(b)/line.bp', 'line.csv', 'file:///w/a%20(b)/line.csv'],
    ['file:///w/a%20%28b%29/line.bp', 'line.csv', 'file:///w/a%20(b)/line.csv'],
  ])('leads from %s by %s to its URI', (from, path, uri) => {
    const { store, reads } = storeOf({});
    store.filesFor(from, ['vscode-vfs://github/owner/repo']).readSamples(path, csvFunction, {});
    expect(reads).toEqual([uri]);
  });

  test.each([
    ['/etc/passwd'],
    ['../../etc/passwd'],
    ['..\\..\\etc\\passwd'],
    ['../../wide/line.csv'],
    ['//server/share/line.csv'],
    ['\\\\server\\share\\line.csv'],
    ['..'],
  ])('%s outside the workspace is refused', (path) => {
    const { store, reads } = storeOf({});
    const reason = `${path} is outside the workspace, so it can't be read`;
    expect(store.filesFor(model, path === '..' ? [] : ['file:///w']).readSamples(path, csvFunction, {})).toEqual({
      reason,
    });
    expect(reads).toEqual([]);
  });

  test.each([[''], ['http://example.org/line.csv'], ['file:///w/models/line.csv'], ['C:\\line.csv'], ['c:line.csv']])(
    '%j is invalid and refused',
    (path) => {
      const { store, reads } = storeOf({});
      const reason = `'${path}' is not a valid path; write one such as iris.csv or ../layers.bp`;
      expect(store.filesFor(model, ['file:///']).readSamples(path, csvFunction, {})).toEqual({ reason });
      expect(reads).toEqual([]);
    },
  );

  test.each(['untitled:Untitled-1', 'untitled:/w/models/line.bp', 'git:/w/line.bp?ref', 'no URI', ''])(
    'is refused in an unsaved model: %j',
    (unsaved) => {
      const { store, reads } = storeOf({});
      const files = store.filesFor(unsaved, ['file:///w']);
      const reason = "can't find line.csv: save the model first, because paths are relative to its folder";
      expect(files.readSamples('line.csv', csvFunction, {})).toEqual({ reason });
      expect(files.readText('line.csv', '')).toEqual({ reason });
      expect(files.learnedParams()).toBeUndefined();
      expect(reads).toEqual([]);
    },
  );

  test.each([
    ['', 'file:///w/models/'],
    ['sub/', 'file:///w/models/sub/'],
    ['..\\', 'file:///w/'],
    ['/w/my data/', 'file:///w/my%20data/'],
    ['../../', undefined],
    ['/etc/', undefined],
    ['https://example.com/', undefined],
  ])('to the folder %j leads to %s', (path, uri) => {
    const { store } = storeOf({});
    expect(store.filesFor(model, ['file:///w']).uriAt(path)).toBe(uri);
  });

  test('to a folder is refused in an unsaved model', () => {
    const { store } = storeOf({});
    expect(store.filesFor('untitled:Untitled-1', ['file:///w']).uriAt('')).toBeUndefined();
  });

  test('in an import is relative to the importing file', async () => {
    const { store } = storeOf({ 'file:///w/models/lib/more.bp': 'const c = 1' });
    const files = store.filesFor(model, []);
    const from = 'file:///w/models/lib/layers.bp';
    const more = await arrived(files, () => files.readText('more.bp', from));
    expect(more).toEqual({ path: 'file:///w/models/lib/more.bp', text: 'const c = 1' });
    expect(files.readText('../../x.bp', from)).toHaveProperty(
      'reason',
      expect.stringContaining('outside the workspace'),
    );
  });
});

describe('canonicalUri', () => {
  test.each([
    ['file:///C:/a/b.csv', 'file:///c%3A/a/b.csv'],
    ['file:///w/a+b,c@d.csv', 'file:///w/a%2Bb%2Cc%40d.csv'],
    ['file:///w/%e4%bd%a0.csv', 'file:///w/你.csv'],
    ['file:///w/x/../b.csv', 'file:///w/b.csv'],
  ])('gives %s and %s the same URI', (one, other) => {
    expect(canonicalUri(one)).toBe(canonicalUri(other));
  });

  test.each([
    ['file:///w/a%2Fb.csv', 'file:///w/a/b.csv'],
    ['file:///w/a%25.csv', 'file:///w/a%2525.csv'],
    ['file:///W/a.csv', 'file:///w/a.csv'],
  ])('gives %s and %s different URIs', (one, other) => {
    expect(canonicalUri(one)).not.toBe(canonicalUri(other));
  });

  test.each(['untitled:Untitled-1', 'no URI', '', 'file:///w/%zz.csv'])('returns %j unchanged', (uri) => {
    expect(canonicalUri(uri)).toBe(uri);
  });
});

describe('the file store', () => {
  const csv = 'file:///w/models/line.csv';

  test('reads a file once for all models until it is invalidated', async () => {
    const contents: Record<string, string> = { [csv]: 'x\n1\n' };
    const { store, reads } = storeOf(contents);
    for (const name of ['a.bp', 'b.bp', 'a.bp']) {
      const files = store.filesFor(`file:///w/models/${name}`, []);
      expect(await arrived(files, () => files.readSamples('line.csv', csvFunction, {}))).toMatchObject({ shape: [1] });
    }
    expect(reads).toEqual([csv]);
    contents[csv] = 'x\n1\n2\n';
    store.invalidate('file:///w/models/line%2Ecsv');
    const files = store.filesFor(model, []);
    expect(await arrived(files, () => files.readSamples('line.csv', csvFunction, {}))).toMatchObject({ shape: [2] });
    expect(reads).toEqual([csv, csv]);
  });

  test('drops unused files', async () => {
    const { store, reads } = storeOf({});
    const files = store.filesFor(model, []);
    for (const name of ['a.csv', 'b.csv']) files.readSamples(name, csvFunction, {});
    store.retain(new Set(['file:///w/models/b.csv']));
    for (const name of ['a.csv', 'b.csv']) files.readSamples(name, csvFunction, {});
    expect(reads.map((uri) => uri.at(-5))).toEqual(['a', 'b', 'a']);
  });

  test('discards a read that was invalidated before it finished', async () => {
    const gates: ((content: FileContent) => void)[] = [];
    const store = new FileStore(() => new Promise((resolve) => gates.push(resolve)));
    const files = store.filesFor(model, []);
    files.readText('a.bp', '');
    store.invalidate('file:///w/models/a.bp');
    files.readText('a.bp', '');
    const [old, now] = ['old', 'new'].map(
      (text) => ({ kind: 'bytes', bytes: new TextEncoder().encode(text) }) as const,
    );
    gates[1](now);
    gates[0](old);
    expect(await arrived(files, () => files.readText('a.bp', ''))).toMatchObject({ text: 'new' });
  });

  test('lists requested files, existing or not', async () => {
    const { store } = storeOf({});
    const files = store.filesFor(model, []);
    files.readSamples('line.csv', csvFunction, {});
    files.readText('layers.bp', '');
    files.readSamples('../outside.csv', csvFunction, {});
    files.learnedParams();
    expect([...files.usedUris]).toEqual([csv, 'file:///w/models/layers.bp', learnedParamsFileOf(model)]);
  });

  test('does not wait if everything is cached', async () => {
    const { store } = storeOf({ [csv]: 'x\n1\n' });
    const files = store.filesFor(model, []);
    expect(files.pendingReads()).toBeUndefined();
    expect(files.readSamples('line.csv', csvFunction, {})).toEqual({ reason: 'line.csv is still being read' });
    await files.pendingReads();
    expect(files.readSamples('line.csv', csvFunction, {})).toMatchObject({ shape: [1], values: Float64Array.of(1) });
    expect(files.pendingReads()).toBeUndefined();
  });

  test('caches recent tables by columns', async () => {
    const { store } = storeOf({ [csv]: 'a,b,c\n1,2,3\n' });
    const files = store.filesFor(model, []);
    const values = (...columns: string[]) => {
      const table = files.readSamples('line.csv', csvFunction, { columns });
      return 'values' in table ? table.values : undefined;
    };
    const first = await arrived(files, () => values('a', 'b'));
    expect(first).toEqual(Float64Array.of(1, 2));
    expect(values('a', 'b')).toBe(first);
    expect(values('b', 'a')).toEqual(Float64Array.of(2, 1));
    // As many as 10 binary digits write.
    const others = Array.from({ length: 1024 }, (_, i) =>
      [...i.toString(2).padStart(10, '0')].map((bit) => 'ac'[+bit]!),
    );
    for (const columns of others.slice(2)) values(...columns);
    expect(values('a', 'b')).toBe(first);
    for (const columns of others) values(...columns);
    expect(values('a', 'b')).not.toBe(first);
  });
});

describe('a large file', () => {
  const csv = 'file:///w/models/line.csv';
  const rows = 400_000;
  const table = `x,y\n${'0.25,1\n'.repeat(rows)}`;

  test('of samples is parsed while other tasks run, once per selection of columns', async () => {
    const { store } = storeOf({ [csv]: table });
    const files = store.filesFor(model, []);
    files.readSamples('line.csv', csvFunction, { columns: ['x'] });
    await files.pendingReads();
    expect(files.readSamples('line.csv', csvFunction, { columns: ['x'] })).toEqual({
      reason: 'line.csv is still being read',
    });
    const other = otherTasks();
    const samples = await arrived(files, () => files.readSamples('line.csv', csvFunction, { columns: ['x'] }));
    expect(other.stop()).toBeGreaterThan(1);
    expect(samples).toMatchObject({ shape: [rows] });
    expect((samples as Tensor).values.every((value) => value === 0.25)).toBe(true);
    const again = files.readSamples('line.csv', csvFunction, { columns: ['x'] });
    expect((again as Tensor).values).toBe((samples as Tensor).values);
  });

  test('of samples is no longer parsed when it is forgotten', async () => {
    const { store } = storeOf({ [csv]: table });
    const files = store.filesFor(model, []);
    files.readSamples('line.csv', csvFunction, { columns: ['x'] });
    await files.pendingReads();
    files.readSamples('line.csv', csvFunction, { columns: ['x'] });
    const parsing = files.pendingReads();
    store.invalidate(csv);
    await parsing;
    expect(files.readSamples('line.csv', csvFunction, { columns: ['x'] })).toEqual({
      reason: 'line.csv is still being read',
    });
  });

  test('of learned params is parsed while other tasks run, once', async () => {
    const values = Float64Array.from({ length: 4_000_000 }, (_, index) => index);
    const bytes = writeSafetensors(new Map([['w', { shape: [values.length], values }]]));
    const { store } = storeOf({ [learnedParamsFileOf(model)]: { kind: 'bytes', bytes } });
    const files = store.filesFor(model, []);
    files.learnedParams();
    await files.pendingReads();
    expect(files.learnedParams()).toBeUndefined();
    const other = otherTasks();
    const tensors = await arrived(files, () => files.learnedParams());
    expect(other.stop()).toBeGreaterThan(1);
    expect((tensors as LearnedParams).get('w')!.values).toEqual(values);
    expect(files.learnedParams()).toBe(tensors);
  });

  /** Counts tasks that run until it is stopped. */
  function otherTasks() {
    let count = 0;
    const timer = setInterval(() => count++, 1);
    return {
      stop: () => {
        clearInterval(timer);
        return count;
      },
    };
  }
});

describe('an unusable file', () => {
  const trained = new Map([['w', { shape: [2], values: Float64Array.of(1, 2) }]]);
  const tooLarge: FileContent = { kind: 'too-large', size: 157_286_400 };

  test.each<[string, string | FileContent, string]>([
    ['missing', { kind: 'missing' }, "can't find a.csv; paths are relative to the folder of line.bp"],
    ['too large', tooLarge, 'a.csv is too large: 150.0 MB, and the limit is 100 MB'],
    ['unreadable', { kind: 'unreadable', reason: 'it is locked' }, "a.csv can't be read: it is locked"],
    [
      'in Latin-1',
      { kind: 'bytes', bytes: Uint8Array.of(0x61, 0xe9) },
      'a.csv is not valid UTF-8; save it with UTF-8 encoding',
    ],
    [
      'in UTF-16',
      { kind: 'bytes', bytes: Uint8Array.of(0xff, 0xfe, 0x61, 0) },
      'a.csv is not valid UTF-8; save it with UTF-8 encoding',
    ],
    ['without rows', 'x\n', 'a.csv has column names but no rows; add at least one row'],
  ])('is reported if it is %s', async (_, content, reason) => {
    const { store } = storeOf({ 'file:///w/models/a.csv': content });
    const files = store.filesFor(model, []);
    expect(await arrived(files, () => files.readSamples('a.csv', csvFunction, {}))).toEqual({ reason });
  });

  test('is reported by the path that each model wrote', async () => {
    const { store } = storeOf({
      'file:///w/a.csv': 'x\n',
      'file:///w/b.bp': { kind: 'bytes', bytes: Uint8Array.of(0xe9) },
    });
    const inside = store.filesFor(model, ['file:///w']);
    const beside = store.filesFor('file:///w/größer.bp', []);
    await arrived(inside, () => [inside.readSamples('../a.csv', csvFunction, {}), inside.readText('../b.bp', '')]);
    expect(inside.readSamples('../a.csv', csvFunction, {})).toHaveProperty(
      'reason',
      expect.stringMatching(/^\.\.\/a\.csv has column names/),
    );
    expect(beside.readSamples('a.csv', csvFunction, {})).toHaveProperty(
      'reason',
      expect.stringMatching(/^a\.csv has column names/),
    );
    expect(inside.readText('../b.bp', '')).toHaveProperty(
      'reason',
      expect.stringMatching(/^\.\.\/b\.bp is not valid UTF-8/),
    );
    expect(beside.readText('b.bp', '')).toHaveProperty('reason', expect.stringMatching(/^b\.bp is not valid UTF-8/));
    const missing = await arrived(beside, () => beside.readText('c.bp', ''));
    expect(missing).toEqual({ reason: "can't find c.bp; paths are relative to the folder of größer.bp" });
  });

  test.each<[unknown, string]>([
    [new Error('the line is dead'), 'the line is dead'],
    ['no answer', 'no answer'],
  ])('is reported if reading fails with %s', async (failure, reason) => {
    const store = new FileStore(() => Promise.reject(failure));
    const files = store.filesFor(model, []);
    const expected = `a.csv can't be read: ${reason}`;
    expect(await arrived(files, () => files.readSamples('a.csv', csvFunction, {}))).toEqual({ reason: expected });
  });

  test.each<[FileContent, ReturnType<ReferencedFiles['learnedParams']>]>([
    [{ kind: 'missing' }, undefined],
    [{ kind: 'bytes', bytes: writeSafetensors(trained) }, trained],
    [{ kind: 'bytes', bytes: Uint8Array.of(1, 2) }, { reason: 'the file ends before its header' }],
    [tooLarge, { reason: 'line.bp.safetensors is too large: 150.0 MB, and the limit is 100 MB' }],
    [{ kind: 'unreadable', reason: 'it is locked' }, { reason: "line.bp.safetensors can't be read: it is locked" }],
  ])('yields learned params or a reason: $kind', async (content, expected) => {
    const { store } = storeOf({ [learnedParamsFileOf(model)]: content });
    const files = store.filesFor(model, []);
    expect(files.learnedParams()).toBeUndefined();
    expect(await arrived(files, () => files.learnedParams())).toEqual(expected);
  });

  test('loses its byte order mark', async () => {
    const { store } = storeOf({ 'file:///w/models/a.bp': '\ufeffconst a = 1' });
    const files = store.filesFor(model, []);
    expect(await arrived(files, () => files.readText('a.bp', ''))).toHaveProperty('text', 'const a = 1');
  });
});

/** A store over files in memory, and the URIs that it reads, in order. */
function storeOf(contents: Readonly<Record<string, string | FileContent>>) {
  const reads: string[] = [];
  const store = new FileStore(async (uri) => {
    reads.push(uri);
    const content = contents[uri] ?? { kind: 'missing' };
    return typeof content === 'string' ? { kind: 'bytes', bytes: new TextEncoder().encode(content) } : content;
  });
  return { store, reads };
}

/** Calls a function until all files that it requests have been read, and returns its result. */
async function arrived<T>(files: ReferencedFiles, load: () => T): Promise<T> {
  for (;;) {
    const found = load();
    const arrival = files.pendingReads();
    if (arrival === undefined) return found;
    await arrival;
  }
}
