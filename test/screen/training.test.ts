/** Training a network from the lens on its loss, saving it, and opening its backward pass. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../scripts/paths.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const example = (name: string): string => readFileSync(join(root, 'examples', name), 'utf8');

const files = {
  'two-moons.bp': example('two-moons.bp'),
  'two-moons.csv': example('two-moons.csv'),
  'lesson.bp': example('lesson.bp'),
};

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files, pixelRatio: 2 });
  await workbench.page.setViewportSize({ width: 1060, height: 700 });
  await workbench.open('two-moons.bp');
});

afterAll(() => workbench.close());

const accuracy = async (): Promise<number> => {
  const lens = (await workbench.lenses()).find((text) => text.startsWith('accuracy = '));
  return Number(lens?.replace('accuracy = ', ''));
};

test('Train separates the two moons, and the expectation holds', async () => {
  await expect.poll(accuracy).toBeGreaterThan(0);
  await workbench.screenshots('moons-before', '.part.editor');
  await workbench.page.locator('.codelens-decoration a', { hasText: /^Train$/ }).click();
  await expect.poll(accuracy).toBeGreaterThanOrEqual(0.98);
  await expect.poll(() => workbench.lenses()).toContain('✓ 1 ≈ 1');
  await workbench.screenshots('moons-after', '.part.editor');
});

test('a hover on a call lists the params that it creates', async () => {
  const hover = await workbench.hover(10, 12, 'h.W');
  await expect.poll(() => hover.textContent()).toContain('‖∂L/∂h.W‖');
  await workbench.screenshots('call-hover', '.part.editor');
  await workbench.press('Escape');
});

test('the backward pass opens as a separate document', async () => {
  await workbench.open('lesson.bp');
  await expect.poll(() => workbench.lenses()).toContain('q = 3 · ∂L/∂q = 16');
  await workbench.run('Backprop: Show Backward Pass');
  await expect.poll(() => workbench.lenses()).toContain('dL_dq = 16');
  await workbench.screenshots('backward', '.part.editor');
});
