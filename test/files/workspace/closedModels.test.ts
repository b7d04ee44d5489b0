/** Visits of the models that are not open: what is read, when, and what is left out. */

import { expect, onTestFinished, test, vi } from 'vitest';
import type { FileContent } from '../../../server/src/files/fileAccess.ts';
import { type ClosedModel, ClosedModels } from '../../../server/src/files/workspace/closedModels.ts';
import { ModelListing } from '../../../server/src/files/workspace/modelListing.ts';
import { NameQuery } from '../../../server/src/files/workspace/nameQuery.ts';
import { workspaceLimits } from '../../../server/src/files/workspace/workspaceLimits.ts';
import { WorkspaceFiles } from '../../../server/src/files/workspaceFiles.ts';

const folder = 'file:///w';

test('models are visited in order, then those that they import', async () => {
  const { names } = workspace({ 'a.bp': 'import "sub/x.bp"\na = 1', 'b.bp': 'b = 1', 'sub/x.bp': 'x = 1' }, [
    'a.bp',
    'b.bp',
  ]);
  expect(await names()).toEqual(['a', 'b', 'x']);
});

test('a file that cannot be read does not hide the others', async () => {
  const { names, outcomes } = workspace({
    'a.bp': 'a = 1',
    'b.bp': new Error('no disk'),
    'c.bp': 'c = 1',
    'd.bp': 'missing',
  });
  expect(await names()).toEqual(['a', 'c']);
  expect(outcomes).toEqual(['complete']);
});

test('a model that is too large is left out', async () => {
  const { names, outcomes } = workspace({ 'a.bp': `a = 1\n${'#'.repeat(workspaceLimits.modelSize)}`, 'b.bp': 'b = 1' });
  expect(await names()).toEqual(['b']);
  expect(outcomes).toEqual(['incomplete']);
});

test('models beyond the limit are left out', async () => {
  const texts = Object.fromEntries(
    Array.from({ length: workspaceLimits.models + 1 }, (_, i) => [`m${i}.bp`, `x${i} = 1`]),
  );
  const { names, outcomes } = workspace(texts);
  expect(await names()).toHaveLength(workspaceLimits.models);
  expect(outcomes).toEqual(['incomplete']);
});

test('a visit that is cancelled reads only a few files ahead', async () => {
  const texts = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`m${i}.bp`, `x${i} = 1`]));
  const { closed, reads } = workspace(texts);
  let visited = 0;
  const outcome = await closed.visit([], {
    mayMatchIn: () => true,
    needsTexts: false,
    isCurrent: () => visited < 3,
    visit() {
      visited++;
      return true;
    },
  });
  expect(outcome).toBe('cancelled');
  expect(visited).toBe(3);
  expect(reads.length).toBeLessThanOrEqual(3 + workspaceLimits.concurrentReads);
});

test('definitions are kept for the next visit, but not for long', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const { names, reads } = workspace({ 'a.bp': 'a = 1' });
  await names();
  expect(await names()).toEqual(['a']);
  expect(reads).toHaveLength(1);
  vi.advanceTimersByTime(workspaceLimits.lifetime + 1);
  await names();
  expect(reads).toHaveLength(2);
});

test('models without a matching word are not visited, but their imports are', async () => {
  const texts = { 'a.bp': 'import "sub/x.bp"\na = 1', 'b.bp': 'b = 1', 'c.bp': 'size = 1', 'sub/x.bp': 'six = 1' };
  const { names, visited } = workspace(texts, ['a.bp', 'b.bp', 'c.bp']);
  expect(await names(new NameQuery('si'))).toEqual(['size', 'six']);
  expect(visited).toEqual(['c.bp', 'sub/x.bp']);
});

test('a name on the edge of two slices is found', async () => {
  const name = 'n'.repeat(10_000);
  const { names } = workspace({ 'a.bp': `${'#\n'.repeat(workspaceLimits.slice / 2 - 100)}${name} = 1` });
  expect(await names(new NameQuery(name))).toEqual([name]);
});

/** A folder of files. @param listed the names of the models in it; all by default. */
function workspace(texts: Readonly<Record<string, string | Error>>, listed = Object.keys(texts)) {
  const reads: string[] = [];
  const outcomes: string[] = [];
  const visited: string[] = [];
  const access = {
    async read(uri: string, { limit }: { readonly limit: number }): Promise<FileContent> {
      reads.push(uri);
      const text = texts[uri.slice(folder.length + 1)];
      if (text instanceof Error) throw text;
      if (text === 'missing') return { kind: 'missing' };
      const bytes = new TextEncoder().encode(text);
      return bytes.length > limit ? { kind: 'too-large', size: bytes.length } : { kind: 'bytes', bytes };
    },
    list: async () => listed.map((name) => ({ name, isFolder: false })),
    write: async () => undefined,
  };
  const files = new WorkspaceFiles(
    access,
    () => undefined,
    () => new Set(),
  );
  files.changeFolders([folder], []);
  const closed = new ClosedModels(files, new ModelListing(files));
  const names = async (query = new NameQuery('')): Promise<readonly string[]> => {
    const found: string[] = [];
    const visit = ({ uri, definitions }: ClosedModel): boolean => {
      visited.push(uri.slice(folder.length + 1));
      for (const { name } of definitions.find(query)) found.push(name);
      return true;
    };
    outcomes.push(
      await closed.visit([], {
        mayMatchIn: (text) => query.mayMatchIn(text),
        visit,
        isCurrent: () => true,
        needsTexts: false,
      }),
    );
    return found;
  };
  return { closed, names, reads, outcomes, visited };
}
