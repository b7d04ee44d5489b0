/** Each display of the numbers, switched by keyboard from the menu, in every kind of theme. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { evaluated } from '../support/oracles/bpEval.ts';
import { openDisplayMenu, switchDisplay } from './support/displayMenu.ts';
import { openWorkbench, type Workbench } from './support/workbench.ts';

const model = `# A small network, and how sure it is of xor.
data X = [[0, 0], [0, 1], [1, 0], [1, 1]]
data t = [[0], [1], [1], [0]]
const rate = 1 / 2

param W[2, 4] ~ normal(0, 1)
param b = 0.1   # the bias
param v = [[1], [-1], [0.5], [2]]
h = tanh(X @ W + b)
y = sigmoid(h @ v)
error = sum((y - t)^2)
loss L = error / 4

train sgd(lr = rate)
expect L ≈ 0.25 within 0.2
`;

let workbench: Workbench;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'network.bp': model }, settings: { 'backprop.colors': true } });
  await workbench.open('network.bp');
  await workbench.press('Control+B');
});

afterAll(() => workbench.close());

test('lenses show numbers above statements, and the menu offers other displays', async () => {
  await expect
    .poll(() => workbench.lenses())
    .toContainEqual(expect.stringMatching(/^error = .* · ∂L\/∂error = 0\.25$/));
  await workbench.screenshots('display-lens', '.part.editor');
  await openDisplayMenu(workbench);
  await workbench.screenshots('display-menu');
  await workbench.press('Escape');
});

test('line ends show the numbers of bp eval, and the largest gradient is the reddest', async () => {
  await switchDisplay(workbench, 'Line Ends');
  const { error, b } = await evaluated(workbench.pathOf('network.bp'));
  await lineReads(new RegExp(`^error = sum\\(\\(y - t\\)\\^2\\) +${error!.value} +∂ +${error!.gradient}$`));
  await lineReads(new RegExp(`^param b = 0\\.1 {3}# the bias +0\\.1 +∂ +${b!.gradient} +b → \\S+$`));
  await expect.poll(() => workbench.lenses()).toEqual([]);
  const [largest, smallest] = await Promise.all([colorOf('loss L'), colorOf('param b')]);
  expect(largest).not.toBe(smallest);
  await workbench.goTo(7, 1);
  const summary = workbench.page.locator('.statusbar-item[id$="backprop.summary"] a');
  await expect.poll(() => summary.getAttribute('aria-label')).toContain(`Line 7: 0.1 ∂ ${b!.gradient} b → `);
  await workbench.screenshots('display-line-end', '.part.editor');
});

test("inlay hints follow statements and fit VS Code's limit", async () => {
  await switchDisplay(workbench, 'Inlay Hints');
  const { error, b, W } = await evaluated(workbench.pathOf('network.bp'));
  await lineReads(new RegExp(`^error = sum\\(\\(y - t\\)\\^2\\)\\s*= ${error!.value} · ∂ ${error!.gradient}$`));
  await lineReads(new RegExp(`^param b = 0\\.1\\s*→ \\S+ · ∂ ${b!.gradient} {3}# the bias$`));
  await lineReads(new RegExp(`^param W.*= \\[2×4\\] ${W!.value} · ‖∂‖ ${W!.gradient}$`));
  await workbench.screenshots('display-inlay', '.part.editor');
  await workbench.page
    .locator('.editor-instance .view-line span', { hasText: `= ${error!.value}` })
    .last()
    .hover();
  const hover = workbench.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content', {
    hasText: 'upstream × local',
  });
  await expect.poll(() => hover.textContent()).toContain(`∂L/∂error = ${error!.gradient}`);
  await workbench.press('Escape');
});

test('hovers show numbers if the display is hovers, and only definitions if it is off', async () => {
  const { error } = await evaluated(workbench.pathOf('network.bp'));
  await switchDisplay(workbench, 'Hovers');
  await lineReads(/^error = sum\(\(y - t\)\^2\)$/);
  await workbench.hover(11, 1, `error = ${error!.value}`);
  await workbench.screenshots('display-hover', '.part.editor');
  await workbench.press('Escape');
  await switchDisplay(workbench, 'Off');
  // No other surface shows that the setting has arrived.
  const quiet = async () => {
    await workbench.press('Escape');
    return (await workbench.hover(10, 1, 'sigmoid')).textContent();
  };
  await expect.poll(quiet).toMatch(/^y = sigmoid\(h @ v\)\s*\[4×1\]$/);
  await workbench.screenshots('display-off', '.part.editor');
});

function lineReads(pattern: RegExp): Promise<void> {
  return expect.poll(() => workbench.lines()).toContainEqual(expect.stringMatching(pattern));
}

/** The color of the gradient at the end of a statement's line. */
function colorOf(statement: string): Promise<string | undefined> {
  return workbench.page
    .locator('.editor-instance .view-line', { hasText: statement })
    .locator('span')
    .evaluateAll((spans) => {
      const styles = spans.map((span) => getComputedStyle(span, '::after'));
      return styles.find(({ content }) => content.includes('∂'))?.color;
    });
}
