/** Line decorations and status bar on the screen during typing. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

/** Long enough that only some of its numbers are sent at a time. */
const long = Array.from({ length: 500 }, (_, line) => `param x${line} = ${line}.5`).join('\n');

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({
    files: { 'lesson.bp': lesson, 'long.bp': long },
    settings: { 'backprop.display': 'lineEnd' },
  });
  await workbench.open('lesson.bp');
});

afterAll(() => workbench.close());

test('line ends show value, gradient and update in columns', async () => {
  await linesRead([
    /^param x = -2 +−2 +∂ +16 +x → −2\.16$/,
    /^param z = -4 +−4 +∂ +−12 +z → −3\.88$/,
    /^q = x \+ y +3 +∂ +16$/,
  ]);
  // VS Code takes decorations away for a moment while it draws lines again.
  await expect.poll(async () => new Set(columnsOf('∂', await workbench.lines())).size).toBe(1);
});

test('the status bar summarizes the model', async () => {
  await expect.poll(() => summary().textContent()).toBe(' L = 4');
});

test('numbers stay at the end of the line during typing there', async () => {
  await workbench.press('End');
  await workbench.type('0');
  await linesRead([/^param x = -20 +−20 +∂ +−560 +x → −14\.4$/]);
});

test('a broken line keeps its last numbers, dimmed', async () => {
  const fresh = await colorOfValue();
  await workbench.type(' +');
  await linesRead([/^param x = -20 \+ +−20 +∂ +−560/]);
  await expect.poll(colorOfValue).not.toBe(fresh);
  await expect.poll(() => summary().textContent()).toMatch(/1 error/);
});

test('line ends show numbers at any position in a long file', async () => {
  await workbench.open('long.bp');
  await linesRead([/^param x2 = 2.5 +2\.5$/]);
  await workbench.goTo(450, 1);
  await linesRead([/^param x449 = 449\.5 +449\.5$/]);
  await workbench.press('End');
  await workbench.type('1');
  await linesRead([/^param x449 = 449\.51 +449\.5$/]);
  await workbench.open('lesson.bp');
});

test('clicking the status bar opens the display menu, which switches to lenses', async () => {
  await summary().click();
  await workbench.page.locator('.quick-input-widget .monaco-list-row', { hasText: 'Lenses' }).click();
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringContaining('q = '));
  await expect.poll(() => workbench.lines()).toContainEqual('q = x + y');
});

/** The column of a sign in each line that has it. */
function columnsOf(sign: string, lines: readonly string[]): readonly number[] {
  return lines.map((line) => line.indexOf(sign)).filter((column) => column >= 0);
}

async function linesRead(patterns: readonly RegExp[]): Promise<void> {
  for (const pattern of patterns) {
    await expect.poll(() => workbench.lines()).toContainEqual(expect.stringMatching(pattern));
  }
}

function summary() {
  return workbench.page.locator('.statusbar-item[id$="backprop.summary"] a');
}

/** The color of the first number at the end of the first line. */
function colorOfValue(): Promise<string | undefined> {
  return workbench.page
    .locator('.editor-instance .view-line', { hasText: 'param x' })
    .locator('span')
    .evaluateAll((spans) => {
      const styles = spans.map((span) => getComputedStyle(span, '::after'));
      return styles.find(({ content }) => content.includes('−20'))?.color;
    });
}
