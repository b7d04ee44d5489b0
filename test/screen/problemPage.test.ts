/** The link from a problem to its page. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'model.bp': 'param x = 3\na = 2x\nloss L = a\n' } });
  await workbench.open('model.bp');
});

afterAll(() => workbench.close());

test('the problem page opens from the hover by keyboard, with example and fix', async () => {
  await workbench.page.locator('.squiggly-error').first().waitFor();
  const hover = await workbench.hover(2, 6, 'malformed-number');
  await workbench.press('Control+K');
  await workbench.press('Control+I');
  await expect.poll(() => tabbedTo(hover)).toBe(true);
  await workbench.press('Enter');
  await workbench.page.locator('.tab.active', { hasText: 'malformed-number.md' }).waitFor();
  await expect.poll(pageText).toContain('Corrected:');
  // Models on the page are rendered as in any Markdown.
  await expect.poll(pageText).toContain("Error on line 2: '3x' is not a valid number or name");
  await workbench.screenshot('problem-page');
});

/** Presses Tab and returns whether the link on the code has the focus. */
async function tabbedTo(hover: Locator): Promise<boolean> {
  await workbench.press('Tab');
  return hover.locator('.code-link').evaluate((link) => link === document.activeElement);
}

/** The text of the shown page. */
async function pageText(): Promise<string> {
  return (await workbench.textsInFrames('.markdown-body')).join('\n');
}
