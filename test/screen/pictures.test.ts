/** Screenshots of each surface in each kind of theme, with their texts checked. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { switchDisplay } from './support/displayMenu.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const files = { 'lesson.bp': readFileSync(join(root, 'examples', 'lesson.bp'), 'utf8') };

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files });
  await workbench.page.setViewportSize({ width: 1000, height: 540 });
  await workbench.open('lesson.bp');
});

afterAll(() => workbench.close());

test('lenses show numbers above the statements', async () => {
  await expect.poll(() => workbench.lenses()).toContain('q = 3 · ∂L/∂q = 16');
  await workbench.screenshots('lens', '.part.editor');
});

test('a hover shows the chain rule in numbers', async () => {
  const hover = await workbench.hover(8, 5, 'upstream × local');
  await expect.poll(() => hover.textContent()).toContain('∂L/∂f · ∂f/∂q = −4 · z = −4 · −4 = 16');
  await workbench.screenshots('hover', '.part.editor');
  await workbench.press('Escape');
});

test('line ends show numbers in columns after the code', async () => {
  await workbench.goTo(1, 1);
  await switchDisplay(workbench, 'Line Ends');
  await expect.poll(() => workbench.lines()).toContainEqual(expect.stringMatching(/^q = x \+ y +3 +∂ +16$/));
  await expect.poll(() => workbench.lenses()).toEqual([]);
  await workbench.screenshots('line-end', '.part.editor');
  await switchDisplay(workbench, 'Lenses');
});
