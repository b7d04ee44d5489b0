/** Accessibility of the panel: axe finds no serious violation in any state or kind of theme. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../../scripts/paths.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { themes } from '../support/themes.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  const files = ['xor.bp', 'attention.bp', 'logistic-regression.bp'].map(
    (name) => [name, readFileSync(join(examples, name), 'utf8')] as const,
  );
  workbench = await openWorkbench({ files: Object.fromEntries(files) });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('attention.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

/** Serious and critical violations, each with its rule and element. */
async function seriousViolations(): Promise<readonly string[]> {
  const frame = await panel.frame();
  await frame.evaluate(axe);
  const { violations, passes } = await frame.evaluate(() => (globalThis as unknown as PageWithAxe).axe.run());
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

describe.each(themes)('accessibility in a $kind theme', (theme) => {
  beforeAll(() => workbench.wear(theme));

  test('the graph with a hover card has no serious violations', async () => {
    await panel.node('param Wq').focus();
    await panel.page.getByRole('tooltip').waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-hover-${theme.kind}`);
    await workbench.press('Escape');
  });

  test('the playback with the export menu has no serious violations', async () => {
    await panel.button('Next node').click();
    await panel.button('backward').click();
    await panel.page.locator('.step-card .equation.backward').waitFor();
    // Nodes outside the viewport are not rendered, so the canvas has followed.
    await panel.page.locator('.graph-node.highlight-backward').waitFor();
    await panel.button('Export').click();
    await panel.page.getByRole('menu').waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-playback-${theme.kind}`);
    await workbench.press('Escape');
    await panel.button('Stop playback').click();
  });

  test('the search for a node has no serious violations', async () => {
    await panel.node('param Wq').focus();
    await workbench.press('/');
    await workbench.type('w');
    await panel.page.getByRole('option').nth(2).waitFor();
    await workbench.press('ArrowDown');
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-find-${theme.kind}`);
    await workbench.type('ithout a match');
    await panel.page.getByText(/^No node matches/).waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.press('Escape');
  });

  test('the tensor viewer has no serious violations', async () => {
    await panel.node('param Wq').focus();
    await workbench.press('v');
    for (const view of ['Picture', 'Table', 'Sorted']) {
      await panel.button(view).click();
      await expect.poll(() => seriousViolations()).toEqual([]);
    }
    await workbench.screenshot(`axe-tensor-${theme.kind}`);
    await workbench.press('Escape');
  });

  test('the list has no serious violations', async () => {
    await panel.button('List').click();
    await panel.page.getByRole('listitem').first().waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-list-${theme.kind}`);
    await panel.button('List').click();
  });

  test('the training pane with a rejected setting has no serious violations', async () => {
    await workbench.open('xor.bp');
    await panel.node('param W1').waitFor();
    await panel.button('Train').click();
    const pane = panel.page.getByRole('region', { name: 'Training' });
    await pane.getByRole('button', { name: 'Step', exact: true }).click();
    await pane.locator('.state-line', { hasText: 'step 1 ' }).waitFor();
    await pane.getByLabel('Batch size').fill('7');
    await pane.getByText('The batch size must be at most 4, the number of training samples.').waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-training-${theme.kind}`);
    await pane.getByRole('button', { name: 'Close', exact: true }).click();
    await pane.getByRole('button', { name: 'Discard', exact: true }).click();
  });

  test('the fit and the confusion matrix have no serious violations', async () => {
    await workbench.open('logistic-regression.bp');
    await panel.node('param w').waitFor();
    await panel.button('Train').click();
    await panel.page.getByRole('img', { name: 'p as a function of hours' }).waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await panel.page.getByRole('combobox', { name: 'Predictions' }).selectOption('Confusion matrix');
    await panel.page.getByRole('table', { name: 'Confusion matrix of the training samples' }).waitFor();
    await expect.poll(() => seriousViolations()).toEqual([]);
    await workbench.screenshot(`axe-confusion-${theme.kind}`);
    await panel.page.getByRole('button', { name: 'Close', exact: true }).click();
    await workbench.open('attention.bp');
    await panel.node('param Wq').waitFor();
  });
});

interface PageWithAxe {
  readonly axe: { run(): Promise<AxeResults> };
}
