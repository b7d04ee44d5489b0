/** Drives a quick pick by commands. */
import { assert } from 'chai';
import { commands } from 'vscode';
import { eventually } from './eventually.ts';

/** How long a menu is given to open, in milliseconds. */
const opening = 300;

/** Picks the item at a place. Nobody tells when the menu is open, so it is tried again until the pick counts. */
export async function pickFrom(command: string, index: number, counts: () => unknown): Promise<void> {
  await eventually(async () => {
    const picked = commands.executeCommand(command);
    await new Promise((resolve) => setTimeout(resolve, opening));
    for (let i = 0; i < index; i++) await commands.executeCommand('workbench.action.quickOpenSelectNext');
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await picked;
    await counts();
  });
}

/** Opens the menu, and closes it without a pick. */
export async function leave(command: string): Promise<void> {
  let isDone = false;
  void commands.executeCommand(command).then(() => {
    isDone = true;
  });
  await eventually(async () => {
    await commands.executeCommand('workbench.action.closeQuickOpen');
    assert.ok(isDone);
  });
}
