/** Highlighting, completion and signature help on the screen. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { themes } from './support/themes.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const model = `# A layer on top of a line, to see every role.
data x = [1, 2, 3]
data y = [2, 4, 6]
const rate = 0.5

# Scales a value.
fn scaled(value, by = 2) = by * value

param w = 1
h = dense([[1]], 2)
predicted = scaled(w * x, by = rate)
loss L = mse(predicted, y) + sum(h.W^2)

slope = ∂L/∂w + rate
train sgd(lr = 0.01)
`;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'roles.bp': model }, settings: { 'editor.codeLens': false } });
  await workbench.page.setViewportSize({ width: 1000, height: 700 });
  await workbench.open('roles.bp');
});

afterAll(() => workbench.close());

test.each(themes)('each role has a distinct color in a $kind theme', async (theme) => {
  await workbench.wear(theme);
  const roles = ['w', 'y', 'rate', 'predicted', 'L', 'scaled'];
  await expect.poll(async () => new Set(await Promise.all(roles.map(colorOf))).size).toBe(roles.length);
  await workbench.screenshot(`roles-${theme.kind}`, '.part.editor');
});

test('an incomplete statement keeps its colors and gets completion', async () => {
  await workbench.wear(themes[0]);
  await workbench.goTo(13, 1);
  await workbench.type('z = 3 * pre');
  const row = workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused');
  await expect.poll(() => row.textContent()).toContain('predicted');
  await expect.poll(() => row.textContent()).toContain('node');
  const parts = await Promise.all(['z', 'predicted'].map(colorOf));
  await expect.poll(() => Promise.all(['z', 'predicted'].map(colorOf))).toEqual([parts[1], parts[1]]);
  await workbench.screenshots('completion', '.part.editor');
  await workbench.press('Enter');
  await expect.poll(() => workbench.lines()).toContain('z = 3 * predicted');
});

test('completing a call inserts parentheses and shows its signature', async () => {
  await workbench.type(' + logsum');
  await workbench.page.locator('.suggest-widget.visible .monaco-list-row.focused', { hasText: 'logsumexp' }).waitFor();
  await workbench.press('Tab');
  await expect.poll(() => workbench.lines()).toContain('z = 3 * predicted + logsumexp()');
  const hints = workbench.page.locator('.parameter-hints-widget.visible');
  await expect.poll(() => hints.textContent()).toContain('logsumexp(x, axis = …, keep = …)');
  await expect.poll(() => hints.locator('.parameter.active').textContent()).toBe('x');
  await workbench.screenshots('signature-help', '.part.editor');
  await workbench.type('x, ');
  await expect.poll(() => hints.locator('.parameter.active').textContent()).toBe('axis = …');
});

test('an extraction starts a rename', async () => {
  await workbench.goTo(11, 'predicted = scaled('.length + 1);
  for (let i = 0; i < 'w * x'.length; i++) await workbench.press('Shift+ArrowRight');
  await workbench.press('Control+Shift+R');
  await workbench.page.locator('.action-widget .monaco-list-row', { hasText: 'Extract node product' }).click();
  const box = workbench.page.locator('.rename-box input');
  await box.waitFor();
  await expect.poll(() => box.inputValue()).toBe('product');
  await workbench.screenshots('extract', '.part.editor');
  await workbench.type('line');
  await workbench.press('Enter');
  await expect
    .poll(() => workbench.lines())
    .toEqual(expect.arrayContaining(['line = w * x', 'predicted = scaled(line, by = rate)']));
});

/** The color of the first token that equals a name. */
function colorOf(name: string): Promise<string | undefined> {
  return workbench.page.locator('.editor-instance .view-line span span').evaluateAll((spans, wanted) => {
    const span = spans.find(({ textContent }) => textContent?.replaceAll('\u00a0', ' ').trim() === wanted);
    return span && getComputedStyle(span).color;
  }, name);
}
