/** The switch between lenses and line ends writes the setting where it counts. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { switchDisplayCommand } from '../../server/src/protocol/commands.ts';
import { eventually } from './eventually.ts';
import { closeModels, openModel } from './models.ts';

const { Global, Workspace } = vscode.ConfigurationTarget;

suite('switching the display', () => {
  setup(async () => {
    await openModel('param x = 2\n');
    await eventually(async () => assert.ok((await vscode.commands.getCommands(true)).includes(switchDisplayCommand)));
  });

  teardown(async () => {
    await closeModels();
    for (const target of [Global, Workspace]) await configuration().update('display', undefined, target);
  });

  test('goes to the line ends and back, for the user', async () => {
    await vscode.commands.executeCommand(switchDisplayCommand);
    assert.strictEqual(configuration().get('display'), 'lineEnd');
    assert.strictEqual(configuration().inspect('display')?.globalValue, 'lineEnd');
    await vscode.commands.executeCommand(switchDisplayCommand);
    assert.strictEqual(configuration().get('display'), 'lens');
  });

  test('changes the workspace where it has its own', async () => {
    await configuration().update('display', 'lineEnd', Workspace);
    await vscode.commands.executeCommand(switchDisplayCommand);
    assert.strictEqual(configuration().get('display'), 'lens');
    assert.strictEqual(configuration().inspect('display')?.globalValue, undefined);
  });
});

function configuration(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('backprop');
}
