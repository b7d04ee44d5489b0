/** The root picker: its items and the effect of a pick. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { rootItems } from '../../client/src/pickRoot.ts';
import { pickRootCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { leave, pickFrom } from './support/menu.ts';
import { closeModels, openModel } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

suite('the root picker', () => {
  teardown(closeModels);

  test('lists the losses and the scalars with their values, and marks the picked root', () => {
    const roots = [
      { name: 'x', value: '3' },
      { name: 'y', value: null },
    ];
    const shown = (picked: string | null) =>
      rootItems({ roots, picked }).map(({ label, description, root }) => [label, description, root]);
    assert.deepEqual(shown('y'), [
      ["$(blank) the file's own losses", undefined, null],
      ['scalars', undefined, undefined],
      ['$(blank) x', '= 3', 'x'],
      ['$(check) y', undefined, 'y'],
    ]);
    assert.strictEqual(shown(null)[0]![0], "$(check) the file's own losses");
  });

  test('shows gradients of the picked root until it is unpicked', async () => {
    const document = await openModel('param x = 3\ny = x^2\nz = 2 * y\n');
    await eventually(async () => {
      assert.ok((await vscode.commands.getCommands(true)).includes(pickRootCommand));
      assert.strictEqual(await firstLens(document), 'y = 9');
    });
    await pickFrom(pickRootCommand, 2, async () => assert.strictEqual(await firstLens(document), 'x = 3 · ∂y/∂x = 6'));
    await pickFrom(pickRootCommand, 3, async () => assert.strictEqual(await firstLens(document), 'x = 3 · ∂z/∂x = 12'));
    await pickFrom(pickRootCommand, 0, async () => assert.strictEqual(await firstLens(document), 'y = 9'));
  });

  test('changes nothing if dismissed or if no model is open', async () => {
    const document = await openModel('param x = 3\nloss L = x^2\n');
    await eventually(async () => assert.strictEqual(await firstLens(document), 'x = 3 → 2.94 · ∂L/∂x = 6'));
    await leave(pickRootCommand);
    assert.strictEqual(await firstLens(document), 'x = 3 → 2.94 · ∂L/∂x = 6');
    await closeModels();
    await vscode.commands.executeCommand(pickRootCommand);
  });
});

async function firstLens(document: vscode.TextDocument): Promise<string | undefined> {
  return (await titlesIn(document))[0];
}
