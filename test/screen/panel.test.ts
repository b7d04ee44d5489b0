/** The graph panel beside the editor, in each kind of theme: read off the screen, and left as a picture to be looked at. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { PanelOnScreen } from './panel.ts';
import { themes } from './themes.ts';
import { openWorkbench, type Workbench } from './workbench.ts';

const example = (name: string): string => readFileSync(join(root, 'examples', name), 'utf8');

const files = Object.fromEntries(['lesson.bp', 'xor.bp', 'two-moons.bp', 'two-moons.csv'].map((n) => [n, example(n)]));

describe.each(themes)('in a $kind theme', ({ kind, theme }) => {
  let workbench: Workbench;
  let panel: PanelOnScreen;

  beforeAll(async () => {
    workbench = await openWorkbench({ files, theme });
    await workbench.page.setViewportSize({ width: 1500, height: 760 });
    await workbench.press('Control+B');
    await workbench.open('lesson.bp');
    panel = await PanelOnScreen.open(workbench);
  });

  afterAll(() => workbench.close());

  test('the graph of the lesson has its numbers', async () => {
    await expect.poll(() => panel.numbers()).toMatchObject({ q: { value: '3', gradient: '16' } });
    await workbench.screenshot(`panel-${kind}`);
  });

  test('the film goes backward', async () => {
    for (let i = 0; i < 8; i++) await panel.button('Step').click();
    await workbench.screenshot(`panel-film-${kind}`);
    await panel.button('End the film').click();
  });

  test('xor', async () => {
    await workbench.open('xor.bp');
    await panel.node('param W1').waitFor({ timeout: 20_000 });
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(`panel-xor-${kind}`);
    await workbench.open('two-moons.bp');
    await panel.node('data X').waitFor({ timeout: 20_000 });
    await workbench.page.waitForTimeout(500);
    await workbench.screenshot(`panel-moons-${kind}`);
  });
});
