/** The display menu, used by keyboard. */
import type { Workbench } from './workbench.ts';

export async function openDisplayMenu(workbench: Workbench): Promise<void> {
  const input = workbench.page.locator('.quick-input-widget');
  await workbench.press('F1');
  await input.waitFor();
  await workbench.type('Backprop: Switch Display');
  await input.locator('.monaco-list-row.focused', { hasText: 'Switch Display' }).waitFor();
  await workbench.press('Enter');
  await input.locator('.monaco-list-row', { hasText: 'Line Ends' }).waitFor();
}

/** @param label the label of the display in the menu. */
export async function switchDisplay(workbench: Workbench, label: string): Promise<void> {
  await openDisplayMenu(workbench);
  const input = workbench.page.locator('.quick-input-widget');
  await workbench.type(label);
  await input.locator('.monaco-list-row.focused', { hasText: label }).waitFor();
  await workbench.press('Enter');
  await input.waitFor({ state: 'hidden' });
}
