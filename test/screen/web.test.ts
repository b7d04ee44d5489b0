/** The extension in the web extension host: the same numbers without Node. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { examples } from '../../scripts/paths.ts';
import { evaluated } from '../support/oracles/bpEval.ts';
import { PanelOnScreen } from './support/panel.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const names = ['lesson.bp', 'two-moons.bp', 'two-moons.csv'];
const texts = await Promise.all(
  names.map(async (name) => [name, await readFile(join(examples, name), 'utf8')] as const),
);

let workbench: Workbench;

beforeAll(async () => {
  const settings = { 'remote.extensionKind': { 'backprop-lens.backprop-lens': ['web'] } };
  workbench = await openWorkbench({ files: Object.fromEntries(texts), settings, isOwn: true });
});

afterAll(() => workbench.close());

test('a training step changes the text, and the panel follows', async () => {
  await workbench.open('lesson.bp');
  await expect.poll(() => workbench.lenses()).toContain('x = −2 → −2.16 · ∂L/∂x = 16');
  const panel = await PanelOnScreen.open(workbench);
  const shown = ({ x, q, f }: Awaited<ReturnType<typeof evaluated>>) => ({ x, q, f });
  expect(shown(await panel.numbers())).toEqual(shown(await evaluated(join(examples, 'lesson.bp'))));
  await workbench.focusEditor();
  await workbench.run('Backprop: Training Step');
  await expect.poll(async () => (await panel.numbers()).x?.value).toBe('−2.16');
  await workbench.press('Control+S');
  await expect.poll(async () => await readFile(workbench.pathOf('lesson.bp'), 'utf8')).toContain('param x = -2.16');
  expect(shown(await panel.numbers())).toEqual(shown(await evaluated(workbench.pathOf('lesson.bp'))));
});

test('a network is trained on samples from a CSV file and saved beside the model', async () => {
  await workbench.open('two-moons.bp');
  const lens = async (name: string) => (await workbench.lenses()).find((text) => text.startsWith(`${name} = `));
  await expect.poll(() => lens('accuracy')).toBeDefined();
  await workbench.page.locator('.codelens-decoration a', { hasText: /^Train$/ }).click();
  await expect.poll(() => lens('accuracy')).toBe('accuracy = 1');
  await workbench.run('Backprop: Save Learned Params');
  const checkpoint = () => readFile(workbench.pathOf('two-moons.bp.safetensors')).catch(() => Buffer.of());
  await expect.poll(async () => (await checkpoint()).length).toBeGreaterThan(0);
  expect((await evaluated(workbench.pathOf('two-moons.bp'))).accuracy?.value).toBe('1');
});
