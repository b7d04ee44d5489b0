/** Scrubbing by keyboard in the editor: one edit when kept, none otherwise. */
import { assert } from 'chai';
import * as vscode from 'vscode';
import {
  cancelScrubCommand,
  commitScrubCommand,
  moveScrubCommand,
  scrubCommand,
} from '../../protocol/editor/commands.ts';
import { eventually } from './support/eventually.ts';
import { closeModels, openExample, openModel } from './support/models.ts';
import { titlesIn } from './support/shown.ts';

const model = 'param x = -2\nconst k = 3\nloss L = k * x^2\n';

suite('scrubbing in the editor', () => {
  setup(async () => {
    await openModel('param x = 2\n');
    await eventually(async () => assert.ok((await vscode.commands.getCommands(true)).includes(scrubCommand)));
  });

  teardown(closeModels);

  test('moves the number at the cursor, and keeps it as one edit that one undo reverts', async () => {
    const document = await openExample('lesson.bp');
    const before = document.getText();
    await take(lineOf(document, 'param x'), 3);
    await move(1);
    await move(10);
    await shown(document, 'x = −0.9 ');
    await shown(document, 'q = 4.1 ');
    assert.strictEqual(document.getText(), before);
    await vscode.commands.executeCommand(commitScrubCommand);
    await eventually(() => assert.strictEqual(document.getText(), before.replace('param x = -2', 'param x = -0.9')));
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.strictEqual(document.getText(), before));
  });

  test('restores the numbers when canceled', async () => {
    const document = await openModel(model);
    await shown(document, 'L = 12');
    await take(1, 0);
    await move(-10);
    await shown(document, 'L = 8');
    await vscode.commands.executeCommand(cancelScrubCommand);
    await shown(document, 'L = 12');
    await vscode.commands.executeCommand(commitScrubCommand);
    assert.strictEqual(document.getText(), model);
  });

  test('keeps the number when the cursor moves away', async () => {
    const document = await openModel(model);
    await take(0, 0);
    await move(5);
    put(2, 0);
    await eventually(() => assert.strictEqual(document.lineAt(0).text, 'param x = -1.5'));
  });

  test('keeps the number when another editor becomes active', async () => {
    const document = await openModel(model);
    await take(0, 0);
    await move(5);
    await openModel('param y = 1\n');
    await eventually(() => assert.strictEqual(document.lineAt(0).text, 'param x = -1.5'));
  });

  test('ends when the text changes', async () => {
    const document = await openModel(model);
    await take(0, 0);
    await move(5);
    await shown(document, 'L = 6.75');
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, document.lineAt(1).range, 'const k = 4');
    await vscode.workspace.applyEdit(edit);
    await shown(document, 'L = 16');
    await vscode.commands.executeCommand(commitScrubCommand);
    assert.strictEqual(document.getText(), model.replace('k = 3', 'k = 4'));
  });

  test('does not start without a number at the cursor', async () => {
    const document = await openModel(model);
    await shown(document, 'L = 12');
    await take(2, 0);
    await move(5);
    await vscode.commands.executeCommand(commitScrubCommand);
    assert.strictEqual(document.getText(), model);
    await shown(document, 'L = 12');
  });
});

function put(line: number, character: number): void {
  const position = new vscode.Position(line, character);
  vscode.window.activeTextEditor!.selection = new vscode.Selection(position, position);
}

/** Starts scrubbing the number at a position. */
async function take(line: number, character: number): Promise<void> {
  put(line, character);
  await vscode.commands.executeCommand(scrubCommand);
}

async function move(steps: number): Promise<void> {
  await vscode.commands.executeCommand(moveScrubCommand, steps);
}

/** Waits for a lens with this beginning. */
async function shown(document: vscode.TextDocument, beginning: string): Promise<void> {
  await eventually(async () => {
    const titles = await titlesIn(document);
    assert.ok(
      titles.some((title) => `${title} `.startsWith(beginning)),
      `${beginning} is not among ${titles.join(' | ')}`,
    );
  });
}

function lineOf(document: vscode.TextDocument, beginning: string): number {
  return document
    .getText()
    .split('\n')
    .findIndex((line) => line.startsWith(beginning));
}
