/** The display menu: it writes the setting to the right scope, and each surface follows. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { displayItems } from '../../client/src/annotations/display.ts';
import { switchDisplayCommand } from '../../protocol/editor/commands.ts';
import { type Display, displays } from '../../protocol/editor/settings.ts';
import { eventually } from './support/eventually.ts';
import { leave, pickFrom } from './support/menu.ts';
import { closeModels, openModel } from './support/models.ts';
import { hoverAt, titlesIn } from './support/shown.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

teardown(async () => {
  await closeModels();
  for (const target of [Global, Workspace]) {
    for (const name of ['display', 'show']) await configuration().update(name, undefined, target);
  }
});

suite('the display menu', () => {
  setup(async () => {
    await openModel('param x = 2\n');
    await eventually(async () => assert.ok((await vscode.commands.getCommands(true)).includes(switchDisplayCommand)));
  });

  test('describes every display and marks the current one', () => {
    const items = displayItems('inlay');
    assert.deepEqual(
      items.map(({ display }) => display),
      [...displays],
    );
    assert.deepEqual(
      items.filter(({ label }) => label.startsWith('$(check)')).map(({ display }) => display),
      ['inlay'],
    );
    assert.ok(items.every(({ detail }) => detail?.endsWith('.')));
  });

  test('writes the picked display to the user settings', async () => {
    await pick('lineEnd');
    assert.equal(configuration().inspect('display')?.globalValue, 'lineEnd');
    await pick('off');
    assert.equal(configuration().inspect('display')?.globalValue, 'off');
  });

  test('writes to the workspace settings if they set the display', async () => {
    await configuration().update('display', 'lineEnd', Workspace);
    await pick('inlay');
    assert.equal(configuration().inspect('display')?.globalValue, undefined);
  });

  test('changes nothing if dismissed', async () => {
    await leave(switchDisplayCommand);
    assert.equal(configuration().get('display'), 'lens');
  });
});

suite('a display setting', () => {
  let document: vscode.TextDocument;

  setup(async () => {
    document = await openModel('param x = 3\ny = 2 * x\nloss L = y^2\n');
  });

  test('shows the selected annotations in inlay hints', async () => {
    await configuration().update('display', 'inlay', Global);
    await eventually(async () => {
      assert.deepEqual(await hints(), ['→ 2.76 · ∂ 24', '= 6 · ∂ 12', '= 36']);
      assert.deepEqual(await titlesIn(document), []);
    });
    await configuration().update('show', { gradient: false, update: false }, Global);
    await eventually(async () => assert.deepEqual(await hints(), ['= 6', '= 36']));
  });

  test('shows numbers only in hovers', async () => {
    await configuration().update('display', 'hover', Global);
    await eventually(async () => {
      assert.deepEqual([await hints(), await titlesIn(document)], [[], []]);
      assert.match(await hoverAt(document, 'y ='), /∂L\/∂y = 12/);
    });
  });

  test('shows no numbers, and the hover only defines the name', async () => {
    await configuration().update('display', 'off', Global);
    await eventually(async () => {
      assert.deepEqual([await hints(), await titlesIn(document)], [[], []]);
      assert.match(await hoverAt(document, 'y ='), /y = 2 \* x\n```\n\nscalar/);
    });
  });

  async function hints(): Promise<readonly unknown[]> {
    const range = new vscode.Range(0, 0, document.lineCount, 0);
    const given = await vscode.commands.executeCommand<readonly vscode.InlayHint[]>(
      'vscode.executeInlayHintProvider',
      document.uri,
      range,
    );
    return given.map(({ label }) => label);
  }
});

/** Picks a display from the menu. */
function pick(display: Display): Promise<void> {
  return pickFrom(switchDisplayCommand, displays.indexOf(display), () =>
    assert.equal(configuration().get('display'), display),
  );
}

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('backprop');
}
