/** Events that end a scrub early or prevent it from being written. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';
import { lesson } from '../support/lesson.ts';

let browser: Browser;
let panel: OpenPanel;
let x: Locator;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  panel = await openPanel(browser, { theme: 'dark', text: lesson, path: '/models/lesson.bp' });
  x = panel.page.getByRole('spinbutton', { name: 'x', exact: true });
  const { x: left, y: top } = (await x.boundingBox())!;
  await panel.page.mouse.move(left + 4, top + 8);
  await panel.page.mouse.down();
  await panel.page.mouse.move(left + 44, top + 8, { steps: 10 });
  await expect.poll(objective).toBe('L = 36');
});

afterEach(() => panel.close());

const objective = (): Promise<string | null> => panel.page.locator('.objective').textContent();
const banner = (): Promise<string | null> => panel.page.locator('.banner').textContent({ timeout: 2_000 });

/** Expects that further pointer moves have no effect. */
async function expectOver(): Promise<void> {
  const { length } = scrubs();
  await panel.page.mouse.move(300, 20, { steps: 5 });
  await panel.page.mouse.up();
  expect(scrubs()).toHaveLength(length);
}

function scrubs() {
  return panel.messages.filter(({ kind }) => kind === 'scrub');
}

test('a text change ends the scrub and shows the numbers of the new text', async () => {
  await panel.edit(lesson.replace('y = 5', 'y = 7'));
  await expect.poll(banner).toBe("Can't keep x = −1: the text was changed. Try again.");
  await expect.poll(objective).toBe('L = 100');
  await expect.poll(() => x.textContent()).toBe('−2');
  await expectOver();
});

test('a broken text ends the scrub and is reported as well', async () => {
  await panel.edit(lesson.replace('q = x + y', 'q = x +'));
  await expect
    .poll(banner)
    .toMatch(/^Can't keep x = −1: the text was changed\. Try again\. Stale: .*Error on line 6: /);
  await expect.poll(() => x.getAttribute('aria-readonly')).toBe('true');
  await expectOver();
  await x.focus();
  await panel.page.keyboard.press('ArrowUp');
  expect(scrubs().at(-1)).toMatchObject({ scrubbed: { value: -1 } });
});

test('closing the file ends the scrub and restores the numbers of the text', async () => {
  const collapseState = { isCollapsed: null, except: [] };
  const uri = 'file:///models/lesson.bp';
  await panel.send({ kind: 'file', uri, name: 'lesson.bp', isPinned: false, isOpen: false, collapseState });
  await expect.poll(banner).toContain("Can't keep x = −1: lesson.bp was closed. lesson.bp is closed. Open it");
  await expect.poll(objective).toBe('L = 4');
  await expectOver();
});

test('a number that disappears from view ends the scrub', async () => {
  // The list has its own numbers, so the dragged one disappears.
  await panel.page.getByRole('button', { name: 'List' }).dispatchEvent('click');
  await expect.poll(banner).toBe("Can't keep x = −1: it was scrolled out of view. Try again where it is visible.");
  await expect.poll(objective).toBe('L = 4');
  await expect.poll(() => x.textContent()).toBe('−2');
  await expectOver();
});

test('a declined edit restores the numbers of the text', async () => {
  // The fake editor declines all edits.
  await panel.page.mouse.up();
  await expect.poll(banner).toContain("Can't keep x = −1: the text can't be edited now.");
  await expect.poll(objective).toBe('L = 4');
  await expect.poll(() => x.textContent()).toBe('−2');
});
