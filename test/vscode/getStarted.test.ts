/** First contact: Get Started opens the lesson with its graph beside it. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import { getStartedCommand } from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

suite('Get Started', () => {
  teardown(async () => {
    await closeModels();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('opens the lesson with its graph beside it', async () => {
    await vscode.commands.executeCommand(getStartedCommand);
    const { document } = vscode.window.activeTextEditor!;
    assert.strictEqual(document.uri.scheme, 'untitled');
    await eventually(async () => assert.include(await titlesIn(document), 'q = 3 · ∂L/∂q = 16'));
    const [text, graph] = vscode.window.tabGroups.all.map(({ activeTab }) => activeTab?.label);
    assert.deepEqual([text, graph], ['lesson.bp', 'Graph of lesson.bp']);
  });
});
