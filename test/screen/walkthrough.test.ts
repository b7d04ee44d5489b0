/** The walkthrough: themed pictures beside its text, and links that open editable models. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lesson } from './support/lesson.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

let workbench: Workbench;

beforeAll(async () => {
  const settings = { 'telemetry.telemetryLevel': 'off' };
  // In a window that has completed no step.
  workbench = await openWorkbench({ files: { 'model.bp': lesson }, settings, isOwn: true });
  await workbench.page.setViewportSize({ width: 1280, height: 800 });
  // The palette has the command only after the extension is active.
  await workbench.open('model.bp');
  await workbench.page.locator('.codelens-decoration').first().waitFor();
  await workbench.run('Backprop: Open Walkthrough');
});

afterAll(() => workbench.close());

/** Opens a step by its title, and waits for its picture. */
async function openStep(title: string): Promise<void> {
  const step = workbench.page.locator('.getting-started-step', { hasText: title });
  await step.locator('.step-title').click();
  await workbench.page.locator('.getting-started-step.expanded', { hasText: title }).waitFor();
  await expect.poll(pictureTexts).not.toEqual([]);
}

function done(title: string): Promise<void> {
  return workbench.page.locator('.getting-started-step', { hasText: title }).locator('.complete').waitFor();
}

/** The texts in the shown picture. */
async function pictureTexts(): Promise<readonly string[]> {
  const texts = await workbench.textsInFrames('svg[role="img"] text');
  return texts.map((text) => text.replaceAll('\u00a0', ' '));
}

test('the picture is beside the text', async () => {
  await openStep('Compute the Forward Pass');
  const [text, picture] = await Promise.all(
    ['.getting-started-step.expanded', '.getting-started-media'].map((part) =>
      workbench.page.locator(`.gettingStartedSlideDetails ${part}`).boundingBox(),
    ),
  );
  expect(text!.x + text!.width).toBeLessThanOrEqual(picture!.x);
  expect(picture!.x + picture!.width).toBeLessThanOrEqual(1280);
});

test('the pictures use the colors of each theme', async () => {
  await openStep('Compute the Forward Pass');
  await expect.poll(async () => (await pictureTexts()).join()).toContain('715');
  await workbench.screenshots('walkthrough-forward');
  await openStep('Go Back Through a Product');
  await expect.poll(async () => (await pictureTexts()).join()).toContain('∂L/∂q = ∂L/∂f · z = −4 · −4 = 16');
  await workbench.screenshots('walkthrough-multiply', '.part.editor');
});

test.each([
  ['See the Graph', 'graph'],
  ['Use the Chain Rule', 'chain-rule'],
  ['Start at the Error', 'error'],
  ['Take a Step', 'step'],
  ['Train on Mini-Batches', 'train'],
])('the step %s shows its picture', async (title, name) => {
  const before = await pictureTexts();
  await openStep(title);
  await expect.poll(pictureTexts).not.toEqual(before);
  await workbench.screenshot(`walkthrough-${name}`);
});

test('a link opens the shop beside the page with its values and completes the step', async () => {
  await openStep('Compute the Forward Pass');
  await workbench.page.getByRole('button', { name: 'Open the Shop', exact: true }).click();
  await expect.poll(() => workbench.lenses()).toContain('total = 715');
  await done('Compute the Forward Pass');
  await workbench.screenshots('walkthrough-shop');
});

/** The visible editors, from left to right. */
function visibleEditors(): Promise<readonly string[]> {
  return workbench.page.locator('.tab.active .label-name').allInnerTexts();
}

test('a training step changes the lesson and can be undone', async () => {
  await openStep('Take a Step');
  await workbench.page.getByRole('button', { name: 'Take a Step', exact: true }).click();
  await expect.poll(() => workbench.lines()).toContain('param x = -2.16');
  await expect.poll(() => visibleEditors()).toEqual(['Welcome', 'lesson']);
  await done('Take a Step');
  await workbench.run('Backprop: Undo Step');
  await expect.poll(() => workbench.lines()).toContain('param x = -2');
  await workbench.screenshot('walkthrough-lesson');
});
