/** Graph export: the saved picture matches the panel in each kind of theme, and copied text can be pasted. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dist, examples } from '../../../scripts/paths.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { differingPixels, missing, seenInPanel, showPicture, textsInPicture } from '../support/samePicture.ts';
import { type Theme, themes } from '../support/themes.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const models = ['lesson.bp', 'attention.bp'];
const texts = await Promise.all(
  models.map(async (name) => [name, await readFile(join(examples, name), 'utf8')] as const),
);

const pictures = join(dist, 'screenshots');

/** The themes of the lesson and of the tensors; all of them in the thorough run. */
const lessonThemes = themes.filter((_, index) => isThorough || index % 2 === 0);
const tensorThemes = themes.filter((_, index) => isThorough || index % 2 === 1);

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { ...Object.fromEntries(texts), 'pasted.txt': '' } });
  await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await workbench.press('Control+B');
});

afterAll(() => workbench.close());

/** Chooses a menu item by keyboard. */
async function take(item: string): Promise<void> {
  await panel.button('Export').click();
  await panel.page.getByRole('menuitem', { name: item }).press('Enter');
}

/** Saves the picture at the path that the dialog proposes, and reads it. */
async function saved(item: string, name: string): Promise<Buffer> {
  await take(item);
  const dialog = workbench.page.locator('.quick-input-widget');
  await dialog.locator('input').waitFor();
  await expect.poll(() => dialog.locator('input').inputValue()).toBe(workbench.pathOf(name));
  await dialog.locator('input').press('Enter');
  // The message about the previous picture may still be fading away.
  const picture = () => readFile(workbench.pathOf(name)).catch(() => Buffer.of());
  await expect.poll(async () => (await picture()).length).toBeGreaterThan(0);
  await workbench.page.getByText(`Saved the graph as ${name}.`).first().waitFor();
  await workbench.run('Notifications: Clear All Notifications');
  const fullPicture = await picture();
  await rm(workbench.pathOf(name));
  return fullPicture;
}

/** Expects the saved picture to match the panel. */
async function expectSamePicture(name: string, theme: Theme): Promise<void> {
  await workbench.wear(theme);
  const svg = (await saved('Save as SVG…', `${name}.svg`)).toString();
  const seen = await seenInPanel(panel);
  const inPanel = await workbench.page.screenshot({ clip: seen.area });
  const picture = await showPicture(workbench, svg, seen);
  const inPicture = await picture.screenshot({ clip: seen.area });
  await mkdir(pictures, { recursive: true });
  await writeFile(join(pictures, `export-${name}-${theme.kind}-panel.png`), inPanel);
  await writeFile(join(pictures, `export-${name}-${theme.kind}-picture.png`), inPicture);
  const pictureTexts = await textsInPicture(picture, seen);
  const difference = await differingPixels(picture, inPanel, inPicture);
  await picture.close();
  expect(seen.texts.length).toBeGreaterThan(20);
  expect(missing(seen.texts, pictureTexts, 1)).toEqual([]);
  const legend = /^(?:value|gradient|shape|log)$|^[→←↓↑] |^wire |^[\d.]+$/;
  expect(missing(pictureTexts, seen.texts, 1).filter(({ text }) => !legend.test(text))).toEqual([]);
  expect(difference).toBeLessThan(0.002);
}

describe('the export of the lesson during a playback', () => {
  beforeAll(async () => {
    await workbench.page.setViewportSize({ width: 1500, height: 700 });
    await workbench.open('lesson.bp');
    panel = await PanelOnScreen.open(workbench);
    await workbench.goTo(5, 1);
    for (let step = 0; step < 8; step++) await panel.button('Next node').click();
  });

  afterAll(async () => {
    await workbench.wear(themes[0]);
    await panel.button('Stop playback').click();
  });

  test('opens a menu', async () => {
    await panel.button('Export').click();
    await panel.page.getByRole('menu').waitFor();
    await workbench.screenshots('export-menu');
    await workbench.press('Escape');
  });

  test.each(lessonThemes)('saves a picture that matches the panel in a $kind theme', (theme) =>
    expectSamePicture('lesson', theme),
  );
});

describe('the export of tensors and expanded groups', () => {
  beforeAll(async () => {
    // Wide enough for readable texts.
    await workbench.page.setViewportSize({ width: 2800, height: 1300 });
    await workbench.open('attention.bp');
    await panel.node('param Wq').waitFor();
    await workbench.goTo(1, 1);
    await panel.button('Fit to view').click();
  });

  afterAll(async () => {
    await workbench.wear(themes[0]);
    await workbench.page.setViewportSize({ width: 2800, height: 700 });
  });

  test.each(tensorThemes)('saves a picture that matches the panel in a $kind theme', (theme) =>
    expectSamePicture('attention', theme),
  );
});

test('a PNG is twice as large as the SVG', async () => {
  await workbench.open('lesson.bp');
  const svg = (await saved('Save as SVG…', 'lesson.svg')).toString();
  const png = await saved('Save as PNG…', 'lesson.png');
  const [, width, height] = /^<svg [^>]*width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
  await writeFile(join(pictures, 'export-lesson.png'), png);
});

test.each([
  ['Copy as DOT', 'dot'],
  ['Copy as Mermaid', 'mermaid'],
])('%s puts the output of bp export on the clipboard', async (item, target) => {
  const bp = join(dist, 'bp.js');
  const given = ['export', workbench.pathOf('lesson.bp'), '--to', target];
  const { stdout } = await promisify(execFile)(process.execPath, [bp, ...given]);
  await workbench.open('lesson.bp');
  await take(item);
  const announcement = workbench.page.getByText(/Copied as .*/);
  await announcement.first().waitFor();
  await workbench.open('pasted.txt');
  const pasted = async () => {
    await workbench.press('Control+A');
    await workbench.press('Control+V');
    return workbench.lines();
  };
  // A paste is lost until the newly opened editor has the focus.
  await expect.poll(pasted, { interval: 500 }).toContain(stdout.split('\n')[1]);
  await workbench.press('Control+S');
  await expect.poll(() => readFile(workbench.pathOf('pasted.txt'), 'utf8')).toBe(stdout);
});
