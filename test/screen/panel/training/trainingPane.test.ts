/** The training pane: controls, live updates, and writing the result into the text. */
import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dist, root } from '../../../../scripts/paths.ts';
import { evaluated } from '../../../support/oracles/bpEval.ts';
import { PanelOnScreen } from '../../support/panel.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';

type Evaluated = Awaited<ReturnType<typeof evaluated>>;

const names = ['two-moons.bp', 'two-moons.csv', 'xor.bp', 'lesson.bp'] as const;
const example = (name: string): string => join(root, 'examples', name);

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(example(name), 'utf8')] as const));
  workbench = await openWorkbench({ files: Object.fromEntries(texts), pixelRatio: 2 });
  await workbench.page.setViewportSize({ width: 1700, height: 900 });
  await workbench.press('Control+B');
  await workbench.open('xor.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

const pane = (): Locator => panel.page.getByRole('region', { name: 'Training' });
const button = (name: string): Locator => pane().getByRole('button', { name, exact: true });
const stateLine = async (): Promise<string> => (await pane().locator('.state-line').textContent()) ?? '';
const state = (expected: string | RegExp) => expect.poll(stateLine).toMatch(expected);
/** Expects the numbers of some visible nodes. */
const shown = (expected: Evaluated, ...nodes: readonly string[]) =>
  expect.poll(() => panel.numbers()).toMatchObject(Object.fromEntries(nodes.map((name) => [name, expected[name]])));

/** Expects the loss and the accuracy of the moons in the panel and in the editor. */
const moons = async ({ L, accuracy }: Evaluated): Promise<void> => {
  await expect.poll(() => panel.page.locator('.objective').textContent()).toBe(`L = ${L?.value}`);
  await expect
    .poll(() => workbench.lenses())
    .toEqual(expect.arrayContaining([`accuracy = ${accuracy?.value}`, expect.stringMatching(`^L = ${L?.value}( |$)`)]));
};

/** The number of distinct colors on a canvas. */
const colorCountOf = (canvas: Locator): Promise<number> =>
  canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) return 0;
    const { data } = element.getContext('2d')!.getImageData(0, 0, element.width, element.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });

test('a run matches bp train, and any previous step can be shown again', async () => {
  await workbench.open('two-moons.bp');
  await panel.node('data X').waitFor();
  await panel.button('Train').click();
  await state(/^adam · step 0 of 100/);
  await button('Run').click();
  await state(/step 100 of 100 .*done$/);
  await moons(await trained('two-moons.bp'));
  await expect.poll(() => colorCountOf(pane().locator('.surface canvas'))).toBeGreaterThan(100);
  for (const chart of await pane().locator('.chart canvas').all()) {
    await expect.poll(() => colorCountOf(chart)).toBeGreaterThan(1);
  }
  await workbench.screenshots('training');
  const history = pane().getByRole('slider', { name: 'History' });
  await history.focus();
  await workbench.press('Home');
  await moons(await evaluated(workbench.pathOf('two-moons.bp')));
  await expect.poll(() => history.getAttribute('aria-valuetext')).toBe('step 0 of 100');
  await button('Latest').click();
  await button('Keep').click();
  await expect
    .poll(() => pane().locator('.banner').allTextContents())
    .toEqual(['Kept the params of step 100. Save the file to store them beside it.']);
  await button('Close').click();
  await pane().waitFor({ state: 'detached' });
  await moons(await trained('two-moons.bp'));
});

test('keeping is one edit with one undo, and the pane shows why training ended', async () => {
  await workbench.open('xor.bp');
  await panel.node('param W1').waitFor();
  const text = await readFile(workbench.pathOf('xor.bp'), 'utf8');
  await panel.button('Train').click();
  await pane().getByRole('combobox', { name: 'Speed' }).selectOption('100 steps/s');
  await button('Run').focus();
  await workbench.press('Space');
  await expect
    .poll(async () => Number(/step ([\d,]+)/.exec(await stateLine())?.[1]?.replaceAll(',', '')))
    .toBeGreaterThan(100);
  await workbench.press('Space');
  await state(/paused$/);
  const pausedState = await stateLine();
  await workbench.open('lesson.bp');
  await pane().waitFor({ state: 'detached' });
  await workbench.open('xor.bp');
  await expect.poll(stateLine).toBe(pausedState);
  await button('Keep').click();
  await expect
    .poll(() => workbench.lines().then((lines) => lines.find((line) => line.startsWith('param b2'))))
    .not.toContain('-0.5');
  await workbench.page.locator('.editor-instance .view-line').first().click();
  await workbench.press('Control+S');
  await expect.poll(() => readFile(workbench.pathOf('xor.bp'), 'utf8')).not.toBe(text);
  await shown(await evaluated(workbench.pathOf('xor.bp')), 'W1', 'b1', 'h');
  await state(/paused$/);
  await workbench.screenshot('training-kept');
  await workbench.press('Control+Z');
  await workbench.press('Control+S');
  await expect.poll(() => readFile(workbench.pathOf('xor.bp'), 'utf8')).toBe(text);
  await expect
    .poll(() => pane().getByRole('alert').allTextContents())
    .toEqual(['Training ended: the text was changed. Start again to train the file as it is now.']);
  await workbench.screenshot('training-ended');
});

test('the pane explains a missing surface and fits a narrow panel', async () => {
  await workbench.open('lesson.bp');
  await panel.node('param x').waitFor();
  await panel.button('Train').click();
  await expect
    .poll(() => pane().locator('.no-surface').textContent())
    .toBe('No decision surface: the model has no data.');
  await button('Step').click();
  await state(/^sgd · step 1/);
  await workbench.page.setViewportSize({ width: 900, height: 900 });
  await workbench.screenshot('training-narrow');
  await button('Close').click();
  const question = pane().getByRole('alertdialog', { name: 'Keep the params of step 1 before closing?' });
  await expect
    .poll(() =>
      button('Keep')
        .last()
        .evaluate((element) => element === document.activeElement),
    )
    .toBe(true);
  await workbench.screenshots('training-close');
  await workbench.press('Escape');
  await question.waitFor({ state: 'detached' });
  await button('Close').click();
  await question.getByRole('button', { name: 'Discard' }).click();
  await pane().waitFor({ state: 'detached' });
  expect(await workbench.lines()).toContain('param x = -2');
  await workbench.open('two-moons.bp');
  await panel.button('Train').click();
  await pane().getByRole('combobox', { name: 'Speed' }).selectOption('full speed');
  await button('Run').click();
  await state(/done$/);
  await workbench.screenshot('training-narrow-surface');
});

/** The numbers of a model that `bp train` has trained. */
async function trained(name: string): Promise<Evaluated> {
  const folder = await mkdtemp(join(tmpdir(), 'bp-training-'));
  try {
    for (const file of names) await copyFile(example(file), join(folder, file));
    await promisify(execFile)(process.execPath, [join(dist, 'bp.js'), 'train', join(folder, name), '--write']);
    return await evaluated(join(folder, name));
  } finally {
    await rm(folder, { recursive: true });
  }
}
