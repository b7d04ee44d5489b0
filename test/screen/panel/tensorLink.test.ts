/** A tensor's hover in the editor links to the tensor viewer in the panel. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../../../scripts/paths.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'xor.bp': readFileSync(join(examples, 'xor.bp'), 'utf8') } });
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  await workbench.open('xor.bp');
});

afterAll(() => workbench.close());

test('the link opens the panel on all elements, also when the panel is open', async () => {
  for (const [line, name, shape] of [
    [5, 'W1', '[2×2]'],
    [10, 'h', '[4×2]'],
  ] as const) {
    const column = lineOf(line).indexOf(name) + 1;
    const hover = await workbench.hover(line, column, 'View all elements');
    await hover.getByText('View all elements').click();
    const panel = new PanelOnScreen(workbench);
    await expect.poll(() => panel.page.getByRole('dialog', { name: `${name} ${shape}` }).count()).toBe(1);
  }
  await workbench.screenshot('tensor-link');
});

function lineOf(line: number): string {
  return readFileSync(join(examples, 'xor.bp'), 'utf8').split('\n')[line - 1]!;
}
