/** Settings and client capabilities. */

import { expect, test } from 'vitest';
import { type WatchGraphParams, watchGraphMethod } from '../../protocol/panel/graph.ts';
import { startEditor } from '../support/editor/editor.ts';
import { until } from '../support/workers/until.ts';

const uri = 'file:///models/third.bp';
const third = 'param x = 1\ny = x / 3\nloss L = y^2';

test('numbers have the configured digits, also after a change', async () => {
  const editor = await startEditor({ settings: { digits: 6 } });
  await editor.open(uri, third);
  expect((await editor.numbers(uri)).decorations[1].value.trim()).toBe('0.333333');
  const refreshes = editor.refreshes;
  await editor.lenses(uri);
  await editor.configure({ digits: 3 });
  await until(() => editor.shownNumbers.at(-1)?.decorations[1].value.trim() === '0.333');
  await until(() => editor.refreshes > refreshes);
  expect(await editor.lenses(uri)).toContain('1: y = 0.333 · ∂L/∂y = 0.667');
});

test('lenses are shown only if the display is lenses', async () => {
  const editor = await startEditor({ settings: { display: 'lineEnd' } });
  await editor.open(uri, third);
  await editor.numbers(uri);
  expect(await editor.lenses(uri)).toEqual([]);
  const refreshes = editor.refreshes;
  await editor.configure({ display: 'lens' });
  await until(() => editor.refreshes > refreshes);
  expect(await editor.lenses(uri)).toContain('1: y = 0.3333 · ∂L/∂y = 0.6667');
});

test('lenses are short while the graph is shown', async () => {
  const editor = await startEditor();
  await editor.open(uri, 'param w = 0.123456\nz = w * [1, 2, 3, 4]\nloss L = sum(z^2)');
  await editor.numbers(uri);
  const written = '1: z = [0.1235, 0.2469, 0.3704, 0.4938] · ∂L/∂z = [0.2469, 0.4938, 0.7407, 0.9876]';
  expect(await editor.lenses(uri)).toContain(written);
  const watch = (watched: WatchGraphParams['watched']) =>
    editor.connection.sendNotification(watchGraphMethod, { watched });
  let { refreshes } = editor;
  await watch({ uri, collapseState: { isCollapsed: null, except: [] } });
  await until(() => editor.refreshes > refreshes);
  expect(await editor.lenses(uri)).toContain('1: z = [0.1235, 0.2469, 0.3704, 0.4938] · ‖∂L/∂z‖ = 1.352');
  ({ refreshes } = editor);
  await watch(null);
  await until(() => editor.refreshes > refreshes);
  expect(await editor.lenses(uri)).toContain(written);
});

test('inlay hints are shown only if the display is inlay hints, and refresh with the numbers', async () => {
  const editor = await startEditor({ settings: { display: 'inlay' } });
  await editor.open(uri, third);
  await editor.numbers(uri);
  const all = ['0: → 0.9978 · ∂ 0.2222', '1: = 0.3333 · ∂ 0.6667', '2: = 0.1111'];
  await until(() => editor.hintRefreshes > 0);
  expect(await editor.hints(uri)).toEqual(all);
  expect(await editor.hints(uri, 1)).toEqual(all.slice(0, 1));
  expect(await editor.lenses(uri)).toEqual([]);
  const { hintRefreshes } = editor;
  await editor.replace(uri, 'x = 1', 'x = 2');
  await editor.numbers(uri);
  expect(await editor.hints(uri)).toContain('1: = 0.6667 · ∂ 1.333');
  expect(editor.hintRefreshes).toBe(hintRefreshes);
  await editor.configure({ display: 'hover' });
  await until(() => editor.hintRefreshes > hintRefreshes);
  expect(await editor.hints(uri)).toEqual([]);
});

test('an inlay hint resolves to the full text', async () => {
  const editor = await startEditor({ settings: { display: 'inlay' } });
  await editor.open(uri, `${third}\nexpect y ≈ 1`);
  await editor.numbers(uri);
  await until(() => editor.hintRefreshes > 0);
  expect(await editor.hintTooltip(uri, 1)).toBe(await editor.hover(uri, 'y'));
  expect(await editor.hintTooltip(uri, 3)).toBe('✗ 0.3333 ≉ 1');
});

test.each(['hover', 'off'])('lenses and hints are missing if the display is %s', async (display) => {
  const editor = await startEditor({ settings: { display } });
  await editor.open(uri, third);
  await editor.numbers(uri);
  await until(async () => (await editor.lenses(uri)).length === 0);
  expect(await editor.hints(uri)).toEqual([]);
  expect((await editor.hover(uri, 'y')).includes('0.3333')).toBe(display === 'hover');
  expect(await editor.problems(uri)).toEqual([]);
  const { refreshes, hintRefreshes } = editor;
  await editor.replace(uri, 'x = 1', 'x = 2');
  await editor.numbers(uri);
  expect(editor.refreshes).toBe(refreshes);
  expect(editor.hintRefreshes).toBe(hintRefreshes);
});

test('unchanged settings have no effect', async () => {
  const editor = await startEditor();
  await editor.open(uri, third);
  await editor.numbers(uri);
  await editor.lenses(uri);
  const start = performance.now();
  const { refreshes, shownNumbers } = editor;
  const before = shownNumbers.length;
  await editor.configure({ display: 'lens', digits: 4 });
  await editor.hover(uri, 'y');
  expect(shownNumbers).toHaveLength(before);
  expect(editor.refreshes - refreshes).toBeLessThanOrEqual(remindersSince(start));
});

test.each([
  ['null', null],
  ['a string', 'lens'],
  ['wrong types', { display: 3, digits: '6' }],
  ['unknown values', { display: 'hologram', digits: 0 }],
  ['too many digits', { digits: 1e9 }],
  ['fractional digits', { digits: 4.5 }],
])('invalid settings count as missing: %s', async (_, settings) => {
  const editor = await startEditor({ settings });
  await editor.open(uri, third);
  expect((await editor.numbers(uri)).decorations[1].value.trim()).toBe('0.3333');
  expect(await editor.lenses(uri)).toContain('1: y = 0.3333 · ∂L/∂y = 0.6667');
});

/** Reminders to a client that has not requested lenses, one per second; a slow machine may need some. */
function remindersSince(start: number): number {
  return Math.floor((performance.now() - start) / 1_000);
}

test('lenses are refreshed only if numbers changed after the last request', async () => {
  const editor = await startEditor();
  const start = performance.now();
  await editor.open(uri, third);
  await editor.numbers(uri);
  await editor.lenses(uri);
  for (const [before, after] of [
    ['x = 1', 'x = 2'],
    ['x = 2', 'x = 3'],
  ]) {
    await editor.replace(uri, before, after);
    await editor.numbers(uri);
    await editor.lenses(uri);
  }
  expect(editor.refreshes).toBeLessThanOrEqual(remindersSince(start));
});

test('lenses are refreshed for a client that has not requested them', async () => {
  const editor = await startEditor();
  const start = performance.now();
  await editor.open(uri, third);
  await editor.numbers(uri);
  expect(editor.refreshes).toBeLessThanOrEqual(remindersSince(start));
  await until(() => editor.refreshes > 0);
  expect(await editor.lenses(uri)).toContain('1: y = 0.3333 · ∂L/∂y = 0.6667');
  const { refreshes } = editor;
  await editor.replace(uri, 'x = 1', 'x = 2');
  await editor.numbers(uri);
  await until(() => editor.refreshes > refreshes);
});

test('a client without optional capabilities is supported', async () => {
  const editor = await startEditor({ capabilities: {}, settings: { digits: 8 } });
  await editor.open(uri, third);
  expect((await editor.numbers(uri)).decorations[1].value.trim()).toBe('0.3333');
  expect(await editor.lenses(uri)).toContain('1: y = 0.3333 · ∂L/∂y = 0.6667');
  expect(await editor.hover(uri, 'y')).toContain('∂L/∂y = 0.6667');
  // Without versions an edit could garble what is typed meanwhile, so no step is taken.
  await editor.step(uri);
  expect(editor.text(uri)).toBe(third);
  await editor.configure({ digits: 2 });
  await editor.numbers(uri);
  expect(editor.refreshes).toBe(0);
});

test('the server continues after a client refuses its own capabilities', async () => {
  const editor = await startEditor();
  editor.isRefusing = true;
  await editor.open(uri, third);
  await editor.numbers(uri);
  await editor.lenses(uri);
  await editor.configure({ digits: 3 });
  await until(() => editor.refreshes > 0);
  await expect(editor.step(uri)).rejects.toThrow('never heard of it');
  await editor.replace(uri, 'x = 1', 'x = 2');
  expect((await editor.numbers(uri)).decorations[1].value.trim()).toBe('0.667');
  expect(await editor.lenses(uri)).toContain('1: y = 0.667 · ∂L/∂y = 1.33');
});

test('the server announces its capabilities', async () => {
  const editor = await startEditor();
  expect(editor.capabilities).toEqual({
    textDocumentSync: { openClose: true, change: 2, save: true },
    workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    codeLensProvider: {},
    codeActionProvider: { codeActionKinds: ['quickfix', 'refactor', 'source', 'source.fixAll.backprop'] },
    inlayHintProvider: { resolveProvider: true },
    hoverProvider: true,
    completionProvider: { triggerCharacters: ['.', '"', '∂', '~', '/'], resolveProvider: true },
    signatureHelpProvider: { triggerCharacters: ['(', ','], retriggerCharacters: ['=', ')'] },
    semanticTokensProvider: {
      legend: {
        tokenTypes: ['param', 'data', 'const', 'node', 'loss', 'function', 'parameter', 'property'],
        tokenModifiers: ['declaration', 'defaultLibrary'],
      },
      full: { delta: true },
      range: true,
    },
    executeCommandProvider: {
      commands: [
        'backprop.trainingStep',
        'backprop.train',
        'backprop.stopTraining',
        'backprop.saveLearned',
        'backprop.discardLearned',
        'backprop.checkGradients',
        'backprop.toggleMode',
        'backprop.drawAgain',
      ],
    },
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: '\n', moreTriggerCharacter: ['}'] },
    definitionProvider: true,
    referencesProvider: true,
    documentHighlightProvider: true,
    renameProvider: { prepareProvider: true },
    documentSymbolProvider: true,
    workspaceSymbolProvider: true,
    foldingRangeProvider: true,
    selectionRangeProvider: true,
    callHierarchyProvider: true,
    documentLinkProvider: {},
  });
});
