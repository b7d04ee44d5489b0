/** Drives a quick pick by commands. */
import { assert } from 'chai';
import { commands } from 'vscode';
import { eventually } from './eventually.ts';

/** Time for a menu to open, in milliseconds. */
const opening = 300;

/** Picks the item at an index. No event reports that the menu is open, so the pick is repeated until it has an effect. */
export async function pickFrom(command: string, index: number, hasEffect: () => unknown): Promise<void> {
  await eventually(async () => {
    const picked = commands.executeCommand(command);
    await new Promise((resolve) => setTimeout(resolve, opening));
    for (let i = 0; i < index; i++) await commands.executeCommand('workbench.action.quickOpenSelectNext');
    await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await picked;
    await hasEffect();
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
