/** Files that a model names, read through the client and again when they change. */

import { describe, expect, test } from 'vitest';
import { DidChangeWorkspaceFoldersNotification } from 'vscode-languageserver/node';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { lineModel, lineSamples, nextObjective, objectives, problemsIn } from '../../support/editor/dataFileModel.ts';
import { startEditor } from '../../support/editor/editor.ts';
import { until } from '../../support/workers/until.ts';

const folder = 'file:///w/models';
const uri = `${folder}/line.bp`;
const csv = `${folder}/line.csv`;
const layers = `${folder}/layers.bp`;

const scaled = 'import "layers.bp"\nparam w = 2\nloss L = scale(w) + bias';
const scaling = 'const bias = 1\nconst factor = 10\nfn scale(x) = factor * x';

describe('samples in a CSV file', () => {
  test('are read and shown like any others', async () => {
    const editor = await startEditor({ files: new ClientFiles({ [csv]: lineSamples }) });
    await editor.open(uri, lineModel);
    expect((await editor.numbers(uri)).summary).toEqual({
      objectiveName: 'L',
      objectiveText: '1',
      steps: 0,
      errors: 0,
    });
    expect(await editor.problems(uri)).toEqual([]);
    expect(await editor.lenses(uri)).toEqual([
      '0: w = 2 → 2.04 · ∂L/∂w = −4',
      '1: x = [1, 2, 3]',
      '2: y = [3, 5, 7]',
      '3: L = 1',
      '3: SGD step',
      '3: Train',
    ]);
  });

  test('are read only once while the text changes', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    await editor.replace(uri, 'w = 2', 'w = 3');
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('1.667');
    expect(files.reads).toEqual([csv]);
  });

  test('are read again when the file changes', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    files.write(csv, 'x,y\n1,5\n');
    expect(await nextObjective(editor, () => editor.filesChanged(csv))).toBe('9');
    expect(editor.version(uri)).toBe(1);
    expect(await editor.problems(uri)).toEqual([]);
  });

  test('are read once more when many files change together', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    const others = Array.from({ length: 50 }, (_, i) => `${folder}/other${i}.csv`);
    await nextObjective(editor, () => editor.filesChanged(...others, csv, csv));
    expect(files.reads).toEqual([csv, csv]);
  });

  test('are those of the last change after a storm of changes', async () => {
    const files = new ClientFiles({ [csv]: lineSamples });
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await editor.numbers(uri);
    const other = `${folder}/other.bp`;
    await editor.open(other, 'loss L = 3');
    for (let change = 1; change <= 500; change++) {
      files.write(csv, `x,y\n1,${512 - change}\n`);
      await editor.filesChanged(csv);
    }
    expect((await editor.numbers(other)).summary.objectiveText).toBe('3');
    await until(() => objectives(editor.shownNumbers).at(-1) === '100');
  });

  test('are found by a normalized URI', async () => {
    const spaced = 'file:///c%3A/my%20models/a%20(1)%2B.csv';
    const files = new ClientFiles({ [spaced]: lineSamples });
    const editor = await startEditor({ files });
    const model = 'file:///C:/my%20models/line.bp';
    await editor.open(model, lineModel.replaceAll('line.csv', 'a (1)+.csv'));
    expect((await editor.numbers(model)).summary.objectiveText).toBe('1');
    files.write(spaced, 'x,y\n1,5\n');
    const change = () => editor.filesChanged('file:///C:/my%20models/a%20%281%29+.csv');
    expect(await nextObjective(editor, change)).toBe('9');
  });
});

describe('a file that a model names', () => {
  const otherwiseValid = 'param w = 2\ndata x = csv("line.csv")\nloss L = w^2';

  async function problemsOf(
    model: string,
    files: ClientFiles,
    folders: readonly string[] = [],
  ): Promise<readonly string[]> {
    const editor = await startEditor({ files, folders });
    await editor.open(uri, model);
    expect((await editor.numbers(uri)).summary).toMatchObject({ objectiveText: '4', errors: 1 });
    expect(await editor.lenses(uri)).toContain('0: w = 2 → 1.96 · ∂L/∂w = 4');
    return problemsIn(editor);
  }

  test.each<[string, Record<string, string>, string]>([
    ['is missing', {}, "can't find line.csv; paths are relative to the folder of line.bp"],
    [
      'is empty',
      { [csv]: '' },
      'line.csv is empty; write the column names on its first line and a row on each line below',
    ],
    [
      'lacks a cell',
      { [csv]: 'x,y\n1,3\n2,\n' },
      "line 3 of line.csv has no value in column 'y'; add it or remove the line",
    ],
  ])('is reported at its name if it %s', async (_, texts, message) => {
    expect(await problemsOf(otherwiseValid, new ClientFiles(texts))).toEqual([
      `1:13-1:23 cannot-read-file: ${message}`,
    ]);
  });

  test('is reported if it is too large', async () => {
    const files = new ClientFiles({});
    files.contents.set(csv, new Uint8Array(104_857_601 + 52_428));
    const message = 'line.csv is too large: 100.1 MB, and the limit is 100 MB';
    expect(await problemsOf(otherwiseValid, files)).toEqual([`1:13-1:23 cannot-read-file: ${message}`]);
  });

  test('is reported if it is not UTF-8', async () => {
    const files = new ClientFiles({});
    files.contents.set(csv, new Uint8Array([0x78, 0x0a, 0xe4]));
    const message = 'line.csv is not valid UTF-8; save it with UTF-8 encoding';
    expect(await problemsOf(otherwiseValid, files)).toEqual([`1:13-1:23 cannot-read-file: ${message}`]);
  });

  test('is reported if the editor cannot read it', async () => {
    const files = new ClientFiles({});
    files.delay = () => Promise.reject(new Error('the disk is on fire'));
    const [problem] = await problemsOf(otherwiseValid, files);
    expect(problem).toMatch(/^1:13-1:23 cannot-read-file: line\.csv can't be read: .*the disk is on fire/);
  });

  test('is reported and not requested if it is outside the workspace', async () => {
    const files = new ClientFiles({ 'file:///etc/passwd': 'x\n1\n' });
    for (const path of ['/etc/passwd', '../../etc/passwd', '..\\..\\etc\\passwd', '//etc/passwd']) {
      const model = otherwiseValid.replace('line.csv', () => path.replaceAll('\\', '\\\\'));
      const [problem] = await problemsOf(model, files, ['file:///w']);
      expect(problem).toContain(`${path} is outside the workspace, so it can't be read`);
    }
    expect(files.reads).toEqual([]);
  });

  test('is read if it is in another folder of the workspace', async () => {
    const editor = await startEditor({
      files: new ClientFiles({ 'file:///w/line.csv': lineSamples }),
      folders: ['file:///w'],
    });
    await editor.open(uri, lineModel.replaceAll('line.csv', '../line.csv'));
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('1');
  });

  test('is read once its folder is added to the workspace', async () => {
    const editor = await startEditor({ files: new ClientFiles({ 'file:///w/line.csv': lineSamples }) });
    await editor.open(uri, lineModel.replaceAll('line.csv', '../line.csv'));
    await until(() => editor.published.length > 0 && problemsIn(editor).some((problem) => problem.includes('outside')));
    const event = { added: [{ uri: 'file:///w', name: 'w' }], removed: [] };
    await editor.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('1');
  });

  test('is reported with the line of its error if it is imported', async () => {
    const model = 'import "layers.bp"\nparam w = 2\nloss L = w^2';
    const editor = await startEditor({ files: new ClientFiles({ [layers]: 'const a = 1\nfn f(x) = x *' }) });
    await editor.open(uri, model);
    await editor.numbers(uri);
    expect(problemsIn(editor)).toEqual([
      "0:7-0:18 error-in-import: layers.bp has an error on line 2: expected a value after '*'",
    ]);
    expect(await editor.lenses(uri)).toContain('2: L = 4');
  });

  test('is reported with the cycle if imports form one', async () => {
    const files = new ClientFiles({ [layers]: 'import "more.bp"', [`${folder}/more.bp`]: 'import "line.bp"' });
    files.write(uri, 'import "layers.bp"');
    const editor = await startEditor({ files });
    await editor.open(uri, 'import "layers.bp"\nparam w = 2\nloss L = w^2');
    await editor.numbers(uri);
    expect(problemsIn(editor)).toEqual([
      '0:7-0:18 import-cycle: imports form a cycle: layers.bp → more.bp → line.bp → layers.bp; move what they share to another file',
    ]);
  });

  test('is read when it appears', async () => {
    const files = new ClientFiles({});
    const editor = await startEditor({ files });
    await editor.open(uri, lineModel);
    await until(() => editor.published.some(({ diagnostics }) => diagnostics.length === 2));
    files.write(csv, lineSamples);
    expect(await nextObjective(editor, () => editor.filesChanged(csv))).toBe('1');
    expect(await editor.problems(uri)).toEqual([]);
  });
});

describe('an import', () => {
  test("uses the editor's text while open, and the disk's once closed", async () => {
    const editor = await startEditor({ files: new ClientFiles({ [layers]: scaling }) });
    await editor.open(uri, scaled);
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('21');
    expect(await nextObjective(editor, () => editor.open(layers, scaling.replace('10', '20')))).toBe('41');
    expect(await nextObjective(editor, () => editor.replace(layers, '20', '30'))).toBe('61');
    expect(await nextObjective(editor, () => editor.close(layers))).toBe('21');
  });

  test('propagates changes to transitive importers', async () => {
    const more = `${folder}/more.bp`;
    const files = new ClientFiles({
      [layers]: `import "more.bp"\n${scaling.slice(15)}\nconst bias = b`,
      [more]: 'const b = 1',
    });
    const editor = await startEditor({ files });
    await editor.open(uri, scaled);
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('21');
    files.write(more, 'const b = 5');
    expect(await nextObjective(editor, () => editor.filesChanged(more))).toBe('25');
  });

  test('finds its own imports relative to its folder', async () => {
    const files = new ClientFiles({
      [`${folder}/lib/layers.bp`]: 'import "more.bp"\nconst bias = b\nfn scale(x) = 10 * x',
      [`${folder}/lib/more.bp`]: 'const b = 1',
    });
    const editor = await startEditor({ files });
    await editor.open(uri, scaled.replace('layers.bp', 'lib/layers.bp'));
    expect((await editor.numbers(uri)).summary.objectiveText).toBe('21');
  });
});

describe('an unsaved model', () => {
  test.each(['untitled:Untitled-1', 'untitled:/w/models/new.bp', 'git:/w/models/line.bp?%7B%7D'])(
    'cannot read files: %s',
    async (unsaved) => {
      const files = new ClientFiles({ [csv]: lineSamples });
      const editor = await startEditor({ files, folders: [folder] });
      await editor.open(unsaved, 'param W[2] ~ zeros()\ndata x = csv("line.csv")\nloss L = sum(W) + 3');
      expect((await editor.numbers(unsaved)).summary.objectiveText).toBe('3');
      expect(problemsIn(editor)).toEqual([
        "1:13-1:23 cannot-read-file: can't find line.csv: save the model first, because paths are relative to its folder",
      ]);
      expect(files.reads).toEqual([]);
    },
  );
});
