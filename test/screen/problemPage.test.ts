/** The code in a problem leads to its page, which is shown as a page. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkbench, type Workbench } from './workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'model.bp': 'param x = 3\na = 2x\nloss L = a\n' } });
  await workbench.open('model.bp');
});

afterAll(() => workbench.close());

test('from the hover, with the example and the way out', async () => {
  await expect.poll(() => workbench.lenses()).not.toEqual([]);
  const hover = await workbench.hover(2, 6, 'malformed-number');
  await hover.locator('.code-link').click();
  await workbench.page.locator('.tab.active', { hasText: 'malformed-number.md' }).waitFor();
  await expect.poll(pageText).toContain('Put right:');
  // The models in it are shown as in any Markdown.
  await expect.poll(pageText).toContain("Error in line 2: '3x' is neither a number nor a name");
  await workbench.screenshot('problem-page');
});

/** What a page in the editor says. */
async function pageText(): Promise<string> {
  const texts = await Promise.all(
    workbench.page.frames().map((frame) =>
      frame
        .locator('.markdown-body')
        .allTextContents()
        .catch(() => []),
    ),
  );
  return texts.flat().join('\n');
}
