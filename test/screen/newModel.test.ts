/** A new model from the menu of new files. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

// The new model is never saved, so the window cannot be shared.
beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'lesson.bp': lesson }, isOwn: true });
});

afterAll(() => workbench.close());

test('a new file can be a model that starts as an example', async () => {
  // VS Code knows the extension's entries once the extension runs.
  await workbench.open('lesson.bp');
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringContaining('∂L/∂q = '));
  await workbench.press('F1');
  await workbench.pick('Type the name of a command', 'Create: New File...', '>Create: New File...');
  // A text would be the name of a file.
  await workbench.page.locator('.quick-input-list .monaco-list-row', { hasText: 'Backprop Model' }).click();
  await workbench.screenshots('new-model');
  await workbench.pick('Pick what the new model', 'Line through points');
  const [firstLine] = readFileSync(join(examples, 'linear-regression.bp'), 'utf8').split('\n');
  await expect.poll(() => workbench.lines()).toContain(firstLine);
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringContaining('∂L/∂a = '));
});
