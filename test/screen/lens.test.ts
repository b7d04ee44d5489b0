/** Lenses on the screen during typing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'lesson.bp': lesson } });
});

afterAll(() => workbench.close());

test('the lenses follow a typed number', async () => {
  await workbench.open('lesson.bp');
  await lensReads('q = 3 · ∂L/∂q = 16');
  await workbench.press('End');
  await workbench.type('0');
  await lensReads('q = −15 · ∂L/∂q = −560');
});

test('a click on a lens opens the hover of its name', async () => {
  await workbench.page.locator('.codelens-decoration a', { hasText: 'f = ' }).click();
  const hover = workbench.page.locator('.monaco-hover:visible', { hasText: 'upstream × local' });
  await expect.poll(() => hover.textContent()).toContain('∂L/∂f');
  await expect.poll(() => workbench.selection()).toContain('Ln 7, Col 1');
});

async function lensReads(text: string): Promise<void> {
  const lenses = () => workbench.lenses();
  await expect.poll(lenses).toContainEqual(expect.stringContaining(text));
}
