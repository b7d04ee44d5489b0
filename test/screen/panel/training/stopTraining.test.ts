/** Stopping a run by one click: in the lens, in the status bar and in the panel. All show the same loss then. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../../../../scripts/paths.ts';
import { PanelOnScreen } from '../../support/panel.ts';
import { openWorkbench, type Workbench } from '../../support/workbench.ts';

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  const files = { 'xor.bp': readFileSync(join(root, 'examples', 'xor.bp'), 'utf8') };
  workbench = await openWorkbench({ files });
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  await workbench.open('xor.bp');
  panel = await PanelOnScreen.open(workbench);
  await panel.button('Train').click();
});

afterAll(() => workbench.close());

const pane = () => panel.page.getByRole('region', { name: 'Training' });
const statusBarItem = () => workbench.page.locator('.statusbar-item', { hasText: 'Stop training' });

const stops = {
  'the lens': stopByLens,
  'the status bar': () => statusBarItem().click(),
  'the panel': () => pane().getByRole('button', { name: 'Stop', exact: true }).click(),
};

/** VS Code draws the lens anew with each of its numbers, so the click does not wait for the lens to stay. */
async function stopByLens(): Promise<void> {
  const lens = workbench.page.locator('.codelens-decoration a', { hasText: /^Stop$/ });
  const isGone = async (): Promise<boolean> => {
    await lens.click({ force: true, timeout: 1_000 }).catch(() => undefined);
    return (await lens.count()) === 0;
  };
  await expect.poll(isGone).toBe(true);
}

test.each(Object.entries(stops))('one click in %s stops training', async (name, stop) => {
  await pane().getByRole('button', { name: 'Run', exact: true }).click();
  await statusBarItem().waitFor();
  await expect
    .poll(() => workbench.lenses())
    .toContainEqual(expect.stringMatching(/ \| Stop \| training, lenses may lag$/));
  await workbench.screenshot(`stop-${name.split(' ').at(-1)}`);
  await stop();
  await pane()
    .getByText(/paused$/)
    .waitFor();
  await statusBarItem().waitFor({ state: 'hidden' });
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringMatching(/ \| SGD step \| Train$/));
  const objective = (await panel.page.locator('.objective').textContent())!;
  expect(await workbench.page.locator('.statusbar-item', { hasText: objective }).count()).toBe(1);
  await expect.poll(() => workbench.lenses()).toContainEqual(expect.stringMatching(`^${objective} `));
  await workbench.screenshots('stopped');
});
