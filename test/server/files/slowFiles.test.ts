/** Slow file reads: stale numbers meanwhile, and cache lifetime. */

import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { lineModel, lineSamples, nextObjective, objectives } from '../../support/editor/dataFileModel.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const folder = 'file:///w/models';
const uri = `${folder}/line.bp`;
const csv = `${folder}/line.csv`;

describe('a slow file read', () => {
  test('does not delay other models', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const release = files.hold();
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    const other = `${folder}/other.bp`;
    await editor.open(other, 'param a = 3\nloss M = a^2');
    expect((await editor.numbers(other)).summary.objectiveText).toBe('9');
    await until(() => editor.shownNumbers.some((result) => result.uri === uri));
    expect(await editor.lenses(uri)).toEqual([]);
    const refreshes = editor.refreshes;
    release();
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('1');
    await until(() => editor.refreshes > refreshes);
    expect(editor.published.flatMap(({ diagnostics }) => diagnostics)).toEqual([]);
  });

  test('delays only the numbers of its own model', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    const release = files.hold();
    await editor.filesChanged(csv);
    await editor.replace(uri, 'param w = 2', '# The slope.\nparam w = 3');
    await until(() => editor.shownNumbers.at(-1)?.version === 2);
    expect(editor.shownNumbers.at(-1)).toMatchObject({ version: 2, summary: { objectiveText: null, errors: 0 } });
    expect(await editor.lenses(uri)).toContain('4: L = 1 · stale');
    release();
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('1.667');
    expect(await editor.lenses(uri)).toContain('4: L = 1.667');
  });

  test('leaves the last numbers stale until it finishes', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    const release = files.hold();
    await editor.filesChanged(csv);
    await until(() => editor.shownNumbers.at(-1)?.decorations.every(({ isStale }) => isStale));
    expect(await editor.lenses(uri)).toContain('3: L = 1 · stale');
    release();
    await until(() => editor.shownNumbers.at(-1)?.decorations.every(({ isStale }) => !isStale));
    expect(await editor.lenses(uri)).toContain('3: L = 1');
  });

  test('is ignored if a newer read of the changed file finished before', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const releaseFirst = files.hold();
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await until(() => files.reads.length === 1);
    const releaseSecond = files.hold();
    files.write(csv, 'x,y\n1,5\n');
    await editor.filesChanged(csv);
    await until(() => files.reads.length === 2);
    releaseSecond();
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('9');
    releaseFirst();
    await setTimeout(50);
    expect(objectives(editor.shownNumbers)).toEqual(['9']);
  });

  test('is dropped when its model closes', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const release = files.hold();
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await until(() => files.reads.length === 1);
    await editor.close(uri);
    release();
    const results = editor.shownNumbers.length;
    await editor.open(uri, 'param w = 3\nloss L = w^2');
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('9');
    expect(objectives(editor.shownNumbers.slice(results))).toEqual(['9']);
  });

  test('delays a step', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const release = files.hold();
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    const step = editor.step(uri);
    await until(() => editor.shownNumbers.length > 0);
    release();
    await step;
    expect(editor.text(uri)).toMatch(/^param w = 2\.04\n/);
  });
});

describe('a file of a closed model', () => {
  test('is read again when the model is reopened', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    await editor.close(uri);
    files.write(csv, 'x,y\n1,5\n');
    expect(await nextObjective(editor, () => editor.open(uri, lineModel))).toBe('9');
  });

  test('stays cached while another model names it', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    const other = `${folder}/other.bp`;
    for (const model of [uri, other]) {
      await editor.open(model, lineModel);
      await editor.numbers(model);
    }
    await editor.close(uri);
    await nextObjective(editor, () => editor.open(uri, lineModel));
    expect(files.reads).toEqual([csv]);
  });
});
