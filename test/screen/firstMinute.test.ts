/** The first minute of the README, step by step. Its pictures are the frames of images/first-minute.png. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { PanelOnScreen } from './support/panel.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const readme = readFileSync(join(root, 'README.md'), 'utf8');
const [, model] = /^```bp\n(.*?)^```/ms.exec(readme)!;

let workbench: Workbench;
let panel: PanelOnScreen;
let frames = 0;

const frame = () => workbench.screenshot(`first-minute-${++frames}`, '.part.editor');

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'lesson.bp': model! }, pixelRatio: 2 });
  await workbench.page.setViewportSize({ width: 1500, height: 500 });
  await workbench.press('Control+B');
  await workbench.open('lesson.bp');
});

afterAll(() => workbench.close());

test('lenses show values and gradients', async () => {
  await expect.poll(() => workbench.lenses()).toContain('q = 3 · ∂L/∂q = 16');
  panel = await PanelOnScreen.open(workbench);
  await workbench.focusEditor();
  await frame();
});

test('lenses and panel follow typing', async () => {
  await workbench.goTo(1, 13);
  await workbench.press('Backspace');
  await workbench.type('3');
  await expect.poll(() => workbench.lenses()).toContain('q = 2 · ∂L/∂q = −16');
  await expect.poll(() => panel.numbers()).toMatchObject({ q: { value: '2', gradient: '−16' } });
  await frame();
  await workbench.press('Backspace');
  await workbench.type('2');
  await expect.poll(() => workbench.lenses()).toContain('q = 3 · ∂L/∂q = 16');
});

test('a hover shows the chain rule', async () => {
  const hover = await workbench.hover(6, 1, 'upstream × local');
  await expect.poll(() => hover.textContent()).toContain('∂L/∂f · ∂f/∂q = −4 · z = −4 · −4 = 16');
  await frame();
  await workbench.press('Escape');
});

test('a step changes the digits, and undo restores them', async () => {
  await workbench.press('Control+Alt+Enter');
  await expect.poll(() => workbench.lines()).toContain('param x = -2.16');
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringMatching(/^q = 2.68 /));
  await frame();
  await workbench.press('Control+Z');
  await expect.poll(() => workbench.lines()).toContain('param x = -2');
});

test('the graph steps through the backward pass', async () => {
  const equation = panel.page.locator('.step-card .equation');
  const isShown = async () => {
    await panel.button('Next node').click();
    return (await equation.textContent())?.startsWith('∂L/∂q');
  };
  await expect.poll(isShown).toBe(true);
  await frame();
});
