/** The playback of the lesson in the panel, by buttons and keys; its numbers match `bp eval`. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { examples, root } from '../../../scripts/paths.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const fanOut = `param x = 3
y = x^2 - 4 * x
loss L = y
`;

const product = `param A = [[1, 2], [3, 4]]
const B = [[5], [6]]
loss L = sum(A @ B)
`;

/** Too large to be multiplied in sight. */
const layer = `param W[8, 12] ~ normal(0, 1)
h = tanh(W)
loss L = sum(h^2)
`;

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  const lesson = readFileSync(join(examples, 'lesson.bp'), 'utf8');
  workbench = await openWorkbench({
    files: { 'lesson.bp': lesson, 'fan-out.bp': fanOut, 'product.bp': product, 'layer.bp': layer },
    pixelRatio: 2,
  });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('lesson.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

beforeEach(async () => {
  if (await panel.button('Stop playback').isVisible()) await panel.button('Stop playback').click();
});

const part = (): Promise<string | null> => panel.page.locator('.playback-phases [aria-current=step]').textContent();
const equation = (): Promise<string | null> => panel.page.locator('.step-card .equation').textContent();
const step = (): Promise<void> => panel.button('Next node').click();

async function stepTo(position: string): Promise<void> {
  for (let steps = 0; steps < 20; steps++) {
    await step();
    await panel.page.locator('.playback-phases').waitFor();
    if ((await part()) === position) return;
  }
  throw new Error(`The playback has no step "${position}".`);
}

test('the playback computes nodes, then propagates gradients, then updates params', async () => {
  const evaluated = JSON.parse(
    execFileSync('node', ['dist/bp.js', 'eval', join(examples, 'lesson.bp'), '--json'], {
      cwd: root,
      encoding: 'utf8',
    }),
  );
  const written = (number: number) => String(number).replace('-', '−');
  const { q, f, x, z } = Object.fromEntries(
    evaluated.nodes.map((node: { name: string }) => [node.name, node]),
  ) as Record<string, { value: number; grad: number }>;

  await stepTo('forward 2 of 4');
  await expect
    .poll(() => equation())
    .toBe(`f = q · z = ${written(q.value)} · ${written(z.value)} = ${written(f.value)}`);
  await stepTo('backward 4 of 7');
  await expect
    .poll(() => equation())
    .toBe(`∂L/∂q = ∂L/∂f · z = ${written(f.grad)} · ${written(z.value)} = ${written(q.grad)}`);
  await expect.poll(() => panel.button('Next node').getAttribute('title')).toContain('towards the inputs');
  await workbench.screenshots('playback-backward');
  await stepTo('update 1 of 3');
  const moved = written(Number((x.value - 0.01 * x.grad).toFixed(10)));
  await expect
    .poll(() => equation())
    .toBe(`x ← x − lr · ∂L/∂x = ${written(x.value)} − 0.01 · ${written(x.grad)} = ${moved}`);
  await workbench.screenshots('playback-update');
});

test('the playback marks the statement of each step in the editor', async () => {
  const lesson = readFileSync(join(examples, 'lesson.bp'), 'utf8').split('\n');
  const lineOf = (beginning: string) => lesson.findIndex((line) => line.startsWith(beginning)) + 1;
  await step();
  await expect.poll(markedLines).toEqual([lineOf('q =')]);
  await step();
  await expect.poll(markedLines).toEqual([lineOf('f =')]);
  await workbench.screenshots('playback-mark');
  await panel.button('Stop playback').click();
  await expect.poll(markedLines).toEqual([]);
});

/** The numbers of the lines with the background of the current line in a debugger. */
function markedLines(): Promise<readonly number[]> {
  return workbench.page.evaluate(() => {
    const marked = [...document.querySelectorAll<HTMLElement>('.view-overlays > div')].filter((line) =>
      [...line.children].some((child) => getComputedStyle(child).backgroundColor.startsWith('rgba(255, 255, 0')),
    );
    const numbers = [...document.querySelectorAll<HTMLElement>('.margin-view-overlays > div')];
    return marked.map(({ style: { top } }) =>
      Number(numbers.find((line) => line.style.top === top)?.querySelector('.line-numbers')?.textContent),
    );
  });
}

test('the playback dims future numbers and highlights the current node', async () => {
  const opacity = (name: string, mark: string) =>
    panel
      .node(name)
      .locator(`xpath=..`)
      .locator(mark)
      .evaluate((element) => Number(getComputedStyle(element).opacity));
  await stepTo('backward 4 of 7');
  await expect.poll(() => opacity('q', '.gradient')).toBe(1);
  await expect.poll(() => opacity('param x', '.gradient')).toBeLessThan(0.5);
  await expect.poll(() => opacity('param x', '.value')).toBe(1);
  await expect.poll(() => panel.node('f').locator('xpath=..').getAttribute('class')).toContain('highlight-');
});

test('arrow keys, Home and End move the playback, and Escape ends it', async () => {
  await stepTo('forward 1 of 4');
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowLeft']) await workbench.press(key);
  await expect.poll(part).toBe('forward 2 of 4');
  await workbench.press('End');
  await expect.poll(part).toBe('update 3 of 3');
  await workbench.press('Home');
  await expect.poll(part).toBe('forward 1 of 4');
  await workbench.press('Escape');
  await expect.poll(() => panel.page.locator('.step-card').count()).toBe(0);
});

test('the playback runs at the selected speed and stops at the last step', async () => {
  await step();
  await panel.page.getByLabel('Speed').selectOption('4');
  await panel.button('Play').click();
  await expect.poll(part).toBe('update 3 of 3');
  await expect.poll(() => panel.button('Play').isVisible()).toBe(true);
});

test('the playback accumulates the gradient at a fan-out', async () => {
  await workbench.open('fan-out.bp');
  await panel.node('y: ').waitFor();
  const sums: (string | null)[] = [];
  await step();
  while (!(await panel.button('Next node').isDisabled())) {
    const sum = panel.page.locator('.step-card .sum');
    if (await sum.isVisible()) {
      sums.push(await sum.textContent());
      if (sums.length === 2) await workbench.screenshots('playback-fan-out');
    }
    await step();
  }
  expect(sums).toEqual(['∂L/∂x so far = −4', '∂L/∂x = −4 + 6 = 2']);
});

test('a product of matrices is multiplied row by column', async () => {
  await workbench.open('product.bp');
  await expect.poll(() => panel.page.locator('.graph-node').count()).toBe(4);
  await step();
  const matrices = panel.page.locator('.written-matrix');
  await expect
    .poll(() => matrices.allInnerTexts().then((texts) => texts.map((text) => text.split(/\s+/).join(' '))))
    .toEqual(['A 1 2 3 4', 'B 5 6', '17 39']);
  const sum = () => panel.page.locator('.element-sum').textContent();
  // The last element is computed by itself, and then stays.
  await expect.poll(sum).toBe('3 · 5 + 4 · 6 = 39');
  await panel.page.locator('td[tabindex="0"]').focus();
  await workbench.page.keyboard.press('ArrowUp');
  await expect.poll(sum).toBe('1 · 5 + 2 · 6 = 17');
  await expect.poll(() => part()).toBe('forward 1 of 2');
  await expect
    .poll(() => panel.page.locator('.written-matrix td.current').allTextContents())
    .toEqual(['1', '2', '5', '6', '17']);
});

test('a step shows what it reads and computes as pictures, beside the gradients that are complete', async () => {
  await workbench.open('layer.bp');
  await panel.node('param W').waitFor();
  const pictures = () =>
    panel.page
      .locator('.step-tensors canvas')
      .evaluateAll((canvases) =>
        canvases.map((canvas) => canvas.getAttribute('aria-label')?.split(' as a picture')[0]),
      );
  await stepTo('forward 1 of 3');
  await expect.poll(pictures).toEqual(['W', 'h']);
  const graphHeight = await panel.page.locator('.stage').evaluate(({ clientHeight }) => clientHeight);
  await workbench.screenshots('playback-pictures');
  await stepTo('backward 4 of 4');
  await expect.poll(pictures).toEqual(['W', '∂L/∂W', 'h', '∂L/∂h']);
  await workbench.screenshots('playback-pictures-backward');
  expect(await panel.page.locator('.stage').evaluate(({ clientHeight }) => clientHeight)).toBe(graphHeight);
});

test('quick first steps leave the whole graph in view', async () => {
  await workbench.open('layer.bp');
  await panel.node('param W').waitFor();
  await panel.button('Next node').focus();
  for (let steps = 0; steps < 6; steps++) await workbench.press('Enter');
  await expect.poll(part).toBe('backward 3 of 4');
  await expect
    .poll(() =>
      panel.page.locator('.stage').evaluate((stage) => {
        const pane = stage.getBoundingClientRect();
        const nodes = [...stage.querySelectorAll('.graph-node .body')].map((node) => node.getBoundingClientRect());
        return nodes.filter(({ top, bottom }) => top < pane.top || bottom > pane.bottom).length;
      }),
    )
    .toBe(0);
});
