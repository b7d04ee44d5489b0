/** The search for a node in the panel: in the graph and in the list, while the text changes, and in narrow panes. */
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist } from '../../../scripts/paths.ts';
import { transformer } from '../../support/models/bigModels.ts';
import { longModel } from '../../support/models/longModel.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';

let browser: Browser;
let panel: OpenPanel;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

afterEach(() => panel.close());

async function open(text: string, size = { width: 466, height: 600 }): Promise<void> {
  panel = await openPanel(browser, { theme: 'dark', text, size });
  page = panel.page;
}

const box = () => page.getByRole('combobox', { name: 'Find node' });
const matches = () => page.getByRole('option');
/** The texts of the matches, without the spaces between their parts. */
const matchTexts = async () => (await matches().allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
const activeMatch = () =>
  box().evaluate((input) => document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent);
const focused = () =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '');

async function find(query: string): Promise<void> {
  await page.keyboard.press('/');
  await page.keyboard.type(query);
}

/** True if an element is inside the canvas. */
const isInView = (selector: string) =>
  page.locator(selector).evaluate((element) => {
    const [inner, outer] = [element, document.querySelector('.stage')!].map((part) => part.getBoundingClientRect());
    return (
      inner!.left >= outer!.left &&
      inner!.right <= outer!.right &&
      inner!.top >= outer!.top &&
      inner!.bottom <= outer!.bottom
    );
  });

test('a node in collapsed calls is found, and only the groups around it are expanded', async () => {
  await open(transformer);
  await find('scores');
  await expect
    .poll(matchTexts)
    .toEqual(
      [1, 2, 3, 4].map((block) => `scores ÷ · [2×6×6] line ${26 + block} in block × 4 · x${block} = block · attention`),
    );
  await page.keyboard.press('ArrowDown');
  await expect.poll(activeMatch).toContain('x2 = block');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(activeMatch).toContain('x4 = block');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toMatch(/^scores: ÷ of/);
  expect(await box().count()).toBe(0);
  await expect.poll(() => isInView('.graph-node .body:focus')).toBe(true);
  const { groups, nodes } = panel.graphs.findLast(({ structure }) => structure !== null)!.structure!;
  expect(groups.map(({ id }) => id).slice(0, 3)).toEqual(['x1/block×', 'x4/block', 'x4/block/attention']);
  expect(nodes.filter(({ id }) => id.startsWith('x1')).map(({ id }) => id)).toEqual(['x1/block']);
});

test('Enter waits for the matches of what was typed', async () => {
  await open(transformer);
  await find('tokens');
  await expect.poll(activeMatch).toContain('tokens');
  await box().fill('x4');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toMatch(/^x4: block × 4/);
});

test('a graph that is too small to read is zoomed to the node', async () => {
  await open(longModel(302));
  const zoom = () =>
    page.locator('.react-flow__viewport').evaluate((viewport) => new DOMMatrix(getComputedStyle(viewport).transform).a);
  await page.getByRole('button', { name: 'Expand all' }).click();
  await expect.poll(() => panel.graphs.at(-1)!.numbers.nodes.length).toBeGreaterThan(300);
  await page.getByRole('button', { name: 'Fit to view' }).click();
  await expect.poll(zoom).toBeLessThan(0.3);
  await find('h200');
  await expect.poll(activeMatch).toContain('h200');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toMatch(/^h200: /);
  await expect.poll(zoom).toBeCloseTo(0.8);
  await expect.poll(() => isInView('.graph-node .body:focus')).toBe(true);
});

test('at most 50 matches are listed, with the number of the others', async () => {
  await open(longModel(302));
  await find('h');
  await expect.poll(() => page.getByRole('status').last().textContent()).toMatch(/^\d+ more\. Type more/);
  expect(await matches().count()).toBe(50);
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => isInView('[aria-selected=true]')).toBe(true);
  await page.screenshot({ path: join(dist, 'screenshots', 'find-many.png') });
});

test('the matches follow the text, and Escape returns the focus', async () => {
  await open('param weight = 2\nloss L = weight^2');
  await page.locator('.body[aria-label^="L"]').focus();
  await find('w');
  await expect.poll(matchTexts).toEqual(['weight param line 1']);
  await panel.edit('const x = 1\nparam width = 2\nloss L = width^2 * x');
  await expect.poll(matchTexts).toEqual(['width param line 2']);
  await page.keyboard.type('rong');
  await expect
    .poll(() => page.locator('.find-node [role=status]').textContent())
    .toBe('No node matches wrong. Search for a name, an operator such as tanh or +, or a kind such as param.');
  await page.keyboard.press('Escape');
  expect(await box().count()).toBe(0);
  await expect.poll(focused).toMatch(/^L: /);
});

test('a match can be clicked, and a click elsewhere closes the search', async () => {
  await open(transformer, { width: 900, height: 600 });
  await page.getByRole('button', { name: 'Find', exact: true }).click();
  await expect.poll(focused).toBe('Find node');
  await page.keyboard.type('gelu');
  await matches().nth(2).click();
  await expect.poll(focused).toMatch(/^gelu of/);
  await page.keyboard.press('Control+F');
  await expect.poll(focused).toBe('Find node');
  await page.mouse.click(450, 500);
  await expect.poll(() => box().count()).toBe(0);
});

test('the search stays open when groups collapse that were being collapsed', async () => {
  await open(transformer);
  await page.locator('.graph-frame').first().waitFor();
  await page.locator('.graph-node .body').first().focus();
  // Both in one task, before the graph can be there.
  await page.evaluate(() => {
    for (const key of ['{', '/'])
      document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  });
  await expect.poll(() => page.locator('.graph-frame').count()).toBe(0);
  expect(await focused()).toBe('Find node');
});

test('a slash in a text field stays a slash', async () => {
  await open('param x = 2\nloss L = x / 3');
  await find('/');
  await expect.poll(matchTexts).toEqual(['L ÷ 3 line 2']);
  expect(await box().inputValue()).toBe('/');
});

test('in the list, the row of the node is selected', async () => {
  await open(transformer);
  await page.getByRole('button', { name: 'List' }).click();
  await find('x3.m.gain');
  await expect.poll(activeMatch).toContain('in block × 4');
  await page.keyboard.press('Enter');
  await expect.poll(focused).toMatch(/^param x3\.m\.gain/);
  await expect.poll(() => isInView('.graph-list button:focus')).toBe(true);
});

test('an exported picture does not contain the search', async () => {
  await open('param weight = 2\nloss L = weight^2');
  await find('weight');
  await expect.poll(matchTexts).toEqual(['weight param line 1']);
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: 'Save as SVG…' }).click();
  const saved = () => panel.messages.find((message) => message.kind === 'save');
  await expect.poll(saved).toBeDefined();
  const svg = Buffer.from(saved()!.base64, 'base64').toString();
  expect(svg).toContain('weight');
  expect(svg).not.toMatch(/find|line 1/i);
});

test.each([
  { width: 900, height: 600 },
  { width: 466, height: 600 },
  { width: 213, height: 254 },
])('the search fits a pane of $width × $height pixels', async (size) => {
  await open(transformer, size);
  await find('a');
  await matches().first().waitFor();
  await expect.poll(() => isInView('.find-node')).toBe(true);
  const overflowing = await page.locator('.find-node *').evaluateAll((elements) =>
    elements
      .filter((element) => element.closest('.visually-hidden') === null)
      .filter((element) => element.getBoundingClientRect().right > innerWidth)
      .map((element) => element.className),
  );
  expect(overflowing).toEqual([]);
  await page.screenshot({ path: join(dist, 'screenshots', `find-${size.width}.png`) });
});
