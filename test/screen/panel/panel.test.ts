/** The graph panel next to the editor in each kind of theme: its numbers match `bp eval`; saves screenshots. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { examples } from '../../../scripts/paths.ts';
import { evaluated, evaluatedElements, type Numbers } from '../../support/oracles/bpEval.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { themes } from '../support/themes.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const texts = Object.fromEntries(
  ['lesson.bp', 'xor.bp', 'two-moons.bp', 'two-moons.csv'].map((name) => [
    name,
    readFileSync(join(examples, name), 'utf8'),
  ]),
);
/** Two uses of x, each with a gradient of its own. */
const forked = 'param x = 3\ny = x^2 - 4 * x\nloss L = y\n';

/** The models of the examples with a name for each part of an expression, so that `bp eval` prints its numbers. */
const withNamedParts = {
  'lesson.apart.bp': texts['lesson.bp']!.replace('loss L = (target - f)^2', 'part1 = target - f\nloss L = part1^2'),
  'xor.apart.bp': texts['xor.bp']!.replace(
    'h = tanh(x @ W1 + b1)',
    'part1 = x @ W1\npart2 = part1 + b1\nh = tanh(part2)',
  ).replace('z = h @ W2 + b2', 'part3 = h @ W2\nz = part3 + b2'),
  'forked.apart.bp': 'param x1 = 3\nparam x2 = 3\npart1 = x1^2\npart2 = 4 * x2\ny = part1 - part2\nloss L = y\n',
};

/** The names of those parts in the panel. */
const parts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'lesson.bp': { part1: '− of target and f' },
  'xor.bp': { part1: '@ of x and W1', part2: '+ of @ and b1', part3: '@ of h and W2' },
};

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { ...texts, ...withNamedParts, 'forked.bp': forked } });
  await workbench.page.setViewportSize({ width: 2400, height: 1100 });
  await workbench.press('Control+B');
  await workbench.open('lesson.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

/** The expected numbers by file, which are the same in all themes. */
const expectedNumbers = new Map<string, Readonly<Record<string, Numbers>>>();

async function numbersOf(name: string): Promise<Readonly<Record<string, Numbers>>> {
  const known = expectedNumbers.get(name);
  if (known) return known;
  const numbers = await evaluatedElements(workbench.pathOf(name.replace('.bp', '.apart.bp')));
  const named = Object.fromEntries(
    Object.entries(numbers).map(([part, shown]) => [parts[name]?.[part] ?? part, shown]),
  );
  expectedNumbers.set(name, named);
  return named;
}

describe.each(themes)('the panel in a $kind theme', (theme) => {
  beforeAll(() => workbench.wear(theme));

  // Numbers are the same in all themes.
  const showsAllModels = isThorough || theme === themes[0];

  test.each(showsAllModels ? ['lesson.bp', 'xor.bp'] : ['xor.bp'])(
    'shows the numbers of bp eval for every node of %s',
    async (name) => {
      await workbench.open(name);
      const expected = await numbersOf(name);
      const numbers = async () => {
        // Nodes outside the viewport are not rendered.
        await panel.button('Fit to view').click();
        return panel.numbers();
      };
      await expect.poll(numbers).toEqual(expected);
      await workbench.screenshot(`panel-${name.replace('.bp', '')}-${theme.kind}`);
    },
  );

  test('shows values in green and gradients in red', async () => {
    const colors = await panel.page.locator('.mark.value, .mark.gradient').evaluateAll((marks) => {
      // A canvas of one pixel converts any CSS color to RGB.
      const pixel = new OffscreenCanvas(1, 1).getContext('2d')!;
      return marks.map((mark) => {
        pixel.fillStyle = getComputedStyle(mark).color;
        pixel.fillRect(0, 0, 1, 1);
        const [red = 0, green = 0] = pixel.getImageData(0, 0, 1, 1).data;
        return { isValue: mark.matches('.value'), isGreen: green > red };
      });
    });
    expect(colors.length).toBeGreaterThan(10);
    expect(colors.filter(({ isValue, isGreen }) => isValue !== isGreen)).toEqual([]);
  });

  test('fills the node at the cursor with another color', async () => {
    await workbench.focusEditor();
    await workbench.goTo(10, 1);
    await expect.poll(() => panel.highlightedNodes()).toEqual(['h']);
    const fill = (light: string) =>
      panel.page
        .locator(`.graph-node.highlight-${light} .body`)
        .first()
        .evaluate((body) => getComputedStyle(body).backgroundColor);
    await expect.poll(() => fill('editor')).not.toBe(await fill('none'));
  });

  if (!showsAllModels) return;
  test('shows a network with its layers in frames', async () => {
    await workbench.open('two-moons.bp');
    await panel.node('data X').waitFor();
    await expect.poll(() => panel.page.locator('.objective').textContent()).toBe('L = 0.6223');
    await workbench.screenshot(`panel-moons-${theme.kind}`);
  });
});

test('each wire at a fan-out shows its contribution', async () => {
  const { x1, x2, L } = await evaluated(workbench.pathOf('forked.apart.bp'));
  await workbench.open('forked.bp');
  await expect
    .poll(() => panel.numbers())
    .toMatchObject({ x: { value: x1!.value, gradient: '2' }, y: { value: L!.value } });
  await expect.poll(() => panel.wireNumbers()).toEqual([x1!.gradient, x2!.gradient]);
  // The other consumer of z passes no gradient back, so z itself shows all of it.
  await workbench.open('xor.bp');
  await panel.node('param W1').waitFor();
  await expect.poll(() => panel.wireNumbers()).toEqual([]);
});

test('a label that is hidden in the legend stays hidden in the next file', async () => {
  await workbench.open('xor.bp');
  await panel.node('param W1').waitFor();
  await panel.button('gradient').click();
  await expect.poll(() => panel.page.locator('.mark.gradient, .wire-text').count()).toBe(0);
  await workbench.open('lesson.bp');
  await expect.poll(() => panel.numbers()).toMatchObject({ x: { value: '−2', gradient: null } });
  await panel.button('gradient').click();
  await expect.poll(() => panel.numbers()).toMatchObject({ x: { value: '−2', gradient: '16' } });
});
