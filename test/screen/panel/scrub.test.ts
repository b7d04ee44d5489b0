/** Scrubbing a number in the panel and in the editor: all views follow, the text stays. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { dist } from '../../../scripts/paths.ts';
import type { Numbers } from '../../support/oracles/bpEval.ts';
import { lesson } from '../support/lesson.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const xIs = (digits: string) => lesson.replace('param x = -2', `param x = ${digits}`);

let workbench: Workbench;
let panel: PanelOnScreen;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'bp-scrub-'));
  workbench = await openWorkbench({ files: { 'lesson.bp': lesson } });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('lesson.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(async () => {
  await workbench.close();
  rmSync(folder, { recursive: true });
});

const x = (): Locator => panel.page.getByRole('spinbutton', { name: 'x', exact: true });
const statement = (): Promise<string | undefined> =>
  workbench.lines().then((lines) => lines.find((line) => line.startsWith('param x')));
const shown = (expected: Readonly<Record<string, Numbers>>) =>
  expect.poll(() => panel.numbers()).toMatchObject(expected);

/** Drags the number, four pixels for each step, and keeps the button pressed. */
const drag = async (steps: number): Promise<void> => {
  const box = (await x().boundingBox())!;
  const [left, top] = [box.x + box.width / 2, box.y + box.height / 2];
  await workbench.page.mouse.move(left, top);
  await workbench.page.mouse.down();
  await workbench.page.mouse.move(left + 4 * steps, top + 20, { steps: Math.abs(steps) });
};

beforeEach(() => shown(numbersOf(lesson)));

test('all numbers follow a drag, and the release makes one edit that one undo reverts', async () => {
  await drag(10);
  await shown(numbersOf(xIs('-1')));
  await expect.poll(() => statement()).toBe('param x = -2');
  await workbench.screenshots('scrub');
  const texts = await textsOf(x());
  await workbench.page.mouse.up();
  await expect.poll(statement).toBe('param x = -1');
  await shown(numbersOf(xIs('-1')));
  await expect.poll(() => texts()).toEqual(['−1']);
  await undo(workbench);
  await expect.poll(statement).toBe('param x = -2');
});

test('Escape cancels a drag', async () => {
  await drag(-15);
  await shown(numbersOf(xIs('-3.5')));
  await workbench.press('Escape');
  await shown(numbersOf(lesson));
  await workbench.page.mouse.up();
  await expect.poll(() => x().textContent()).toBe('−2');
  await expect.poll(() => statement()).toBe('param x = -2');
});

test('a click changes nothing', async () => {
  await x().click();
  await expect.poll(() => x().textContent()).toBe('−2');
  await expect.poll(() => statement()).toBe('param x = -2');
});

test('Tab focuses the number after its node, arrow keys change it, and Enter keeps it', async () => {
  await panel.node('param x').focus();
  await workbench.press('Tab');
  await workbench.press('ArrowUp');
  await workbench.press('PageUp');
  await workbench.press('Alt+ArrowDown');
  await shown(numbersOf(xIs('-0.91')));
  await expect.poll(() => x().getAttribute('aria-valuenow')).toBe('-0.91');
  await expect.poll(() => statement()).toBe('param x = -2');
  await workbench.press('Escape');
  await shown(numbersOf(lesson));
  await workbench.press('Shift+ArrowDown');
  await shown(numbersOf(xIs('-3')));
  await workbench.press('Enter');
  await expect.poll(statement).toBe('param x = -3');
  await undo(workbench);
  await expect.poll(statement).toBe('param x = -2');
});

test('a number in the list follows the arrow keys and is kept when the focus leaves it', async () => {
  await panel.button('List').click();
  await x().focus();
  await workbench.press('ArrowDown');
  await expect.poll(() => panel.page.locator('.graph-list').textContent()).toContain('q: + of x and y = 2.9');
  await workbench.screenshots('scrub-list');
  await workbench.press('Tab');
  await expect.poll(statement).toBe('param x = -2.1');
  await panel.button('List').click();
  await undo(workbench);
  await expect.poll(statement).toBe('param x = -2');
});

test('keys scrub the number at the cursor in the editor', async () => {
  await workbench.goTo(1, 3);
  await workbench.press('Alt+N');
  const status = workbench.page.locator('.statusbar-item[id$="backprop.scrub"]');
  await status.waitFor();
  for (const key of ['ArrowUp', 'Shift+ArrowUp', 'Alt+ArrowUp']) await workbench.press(key);
  await shown(numbersOf(xIs('-0.89')));
  await expect.poll(() => status.textContent()).toContain('x = −0.89 · ↑ ↓ · Enter to keep · Escape to cancel');
  await expect.poll(() => statement()).toBe('param x = -2  → −0.89');
  await workbench.screenshots('scrub-editor');
  await workbench.press('Escape');
  await shown(numbersOf(lesson));
  await expect.poll(() => statement()).toBe('param x = -2');
  await workbench.press('Alt+N');
  await status.waitFor();
  await workbench.press('PageUp');
  await workbench.press('Enter');
  await expect.poll(statement).toBe('param x = -1');
  await undo(workbench);
  await expect.poll(statement).toBe('param x = -2');
});

const evaluatedTexts = new Map<string, Readonly<Record<string, Numbers>>>();

/** The numbers that `bp eval` prints for a text. */
function numbersOf(text: string): Readonly<Record<string, Numbers>> {
  const numbers = evaluatedTexts.get(text) ?? printedNumbers(text);
  evaluatedTexts.set(text, numbers);
  return numbers;
}

function printedNumbers(text: string): Readonly<Record<string, Numbers>> {
  const file = join(folder, 'model.bp');
  writeFileSync(file, text);
  const { nodes } = JSON.parse(
    execFileSync('node', [join(dist, 'bp.js'), 'eval', file, '--json'], { encoding: 'utf8' }),
  );
  const written = (number: number | null) =>
    number === null ? null : String(Number(number.toPrecision(4))).replace('-', '−');
  return Object.fromEntries(
    nodes.map(({ name, value, grad }: { name: string; value: number; grad: number | null }) => [
      name,
      { value: written(value), gradient: written(grad) },
    ]),
  );
}

/** Starts recording the texts of an element; the returned function returns those so far. */
async function textsOf(element: Locator): Promise<() => Promise<readonly string[]>> {
  const noted = await element.evaluateHandle((node) => {
    const texts = new Set([node.textContent]);
    new MutationObserver(() => texts.add(node.textContent)).observe(node, {
      characterData: true,
      childList: true,
      subtree: true,
    });
    return texts;
  });
  return () => noted.evaluate((texts) => Array.from(texts, String));
}

/** Undoes the last edit of the model. */
async function undo(workbench: Workbench): Promise<void> {
  await workbench.page.locator('.editor-instance .view-line').first().click();
  await workbench.press('Control+Z');
}
