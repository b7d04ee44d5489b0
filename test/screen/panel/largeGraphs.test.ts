/** The graph panel on extreme models: 100,000 nodes, a thousand operands, no statements. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { longModel } from '../../support/models/longModel.ts';
import { evaluated, type Numbers } from '../../support/oracles/bpEval.ts';
import { framesDuring } from '../../support/panel/frames.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const count = 1_000;
const numbered = (line: (i: number) => string): string[] => Array.from({ length: count }, (_, i) => line(i));
const longName = 'a_name_of_hundreds_of_characters_'.repeat(12);

const files = {
  'large.bp': longModel(20_150),
  'wide.bp': [
    'param w = 0.5',
    ...numbered((i) => `s${i} = w * ${i}`),
    `loss L = ${numbered((i) => `s${i}`).join(' + ')}`,
  ].join('\n'),
  'body.bp': [
    'fn f(a0) {',
    ...numbered((i) => `  a${i + 1} = sin(a${i}) + cos(a${i}) * a0 - exp(-a${i})`),
    `  return a${count}`,
    '}',
    'param x = 1',
    'loss L = f(x)^2',
  ].join('\n'),
  'names.bp': `param ${longName} = 0.5\nloss ${longName}L = ${longName}^2`,
  'no-loss.bp': 'param x = 2\ny = x^2 + 1',
  'comments.bp': '# Nothing is computed here.\n',
  'empty.bp': '',
};

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  workbench = await openWorkbench({ files });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  panel = new PanelOnScreen(workbench);
});

afterAll(() => workbench.close());

const rows = () => panel.page.locator('.graph-list li');

/** Each key press makes the server evaluate the whole model again. */
describe('a model of 100,000 nodes', () => {
  let expected: Readonly<Record<string, Numbers>>;

  beforeAll(async () => {
    await workbench.open('large.bp');
    expected = await evaluated(workbench.pathOf('large.bp'));
  });

  test('opens collapsed without blocking the editor', async () => {
    await workbench.goTo(1, 1);
    await workbench.run('Backprop: Show Graph');
    const typed = '# meanwhile ';
    const frames = await framesDuring(workbench.page, () => workbench.type(typed));
    expect(frames.length).toBeGreaterThan(typed.length);
    await expect.poll(async () => (await workbench.lines())[0]).toContain(typed);
    await panel.node('lines 2–1001').waitFor();
    await expect.poll(() => panel.page.locator('.objective').textContent()).toBe(`L = ${expected.L!.value}`);
    await workbench.screenshot('panel-large');
  });

  test('expands and collapses groups by click and key, with the numbers of bp eval', async () => {
    await panel.button('Expand lines 2–1001').click();
    await panel.node('lines 2–101').focus();
    await workbench.press('Space');
    await panel.node('lines 2–11').focus();
    await workbench.press('Space');
    await panel.node('const total0').waitFor();
    const numbers = await panel.numbers();
    const names = Object.keys(numbers).filter((name) => name in expected);
    expect(names.length).toBeGreaterThan(1);
    // Numbers without room are left out.
    const shown = names.filter((name) => numbers[name]!.value !== null);
    expect(shown.length).toBeGreaterThan(0);
    for (const name of shown) expect({ [name]: numbers[name]!.value }).toEqual({ [name]: expected[name]!.value });
    await workbench.screenshot('panel-large-expanded');
    await panel.node('const total0').focus();
    await workbench.press('Space');
    await panel.node('lines 2–11').waitFor();
    await panel.button('Collapse lines 2–101').click();
    // The next button moves with the new layout, and a press and a release on two elements is no click.
    await panel.node('lines 2–101').waitFor();
    await panel.button('Collapse lines 2–1001').click();
    await panel.node('lines 2–1001').waitFor();
    await expect.poll(() => panel.node('lines 2–101').count()).toBe(0);
  });

  test('plays back chunk by chunk', async () => {
    await panel.button('Next node').click();
    const equation = panel.page.locator('.step-card .equation');
    await expect
      .poll(() => panel.page.locator('.playback-phases [aria-current=step]').textContent())
      .toMatch(/^forward 1 of /);
    const results = [...((await equation.textContent()) ?? '').matchAll(/(\w+) = ([−\d.]+)/g)];
    expect(results.length).toBeGreaterThan(0);
    for (const [, name, value] of results) expect(value).toBe(expected[name!]!.value);
    await workbench.screenshot('panel-large-playback');
    await panel.button('Stop playback').click();
  });

  test('opens as a list of at most 300 rows and expands in place', async () => {
    await panel.button('List').click();
    const collapsedCount = await rows().count();
    expect(collapsedCount).toBeLessThanOrEqual(300);
    await expect.poll(() => rows().first().textContent()).toContain('lines 2–1001');
    await rows().first().getByRole('button', { name: 'Expand' }).click();
    await expect.poll(() => rows().count()).toBe(collapsedCount + 9);
    await workbench.screenshot('panel-large-list');
    await panel.button('List').click();
  });

  test('is rendered as at most 300 nodes', async () => {
    await panel.button('Fit to view').click();
    const count = await panel.page.locator('.graph-node').count();
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThanOrEqual(300);
  });
});

test('a sum of a thousand operands fits the screen and omits the numbers of its wires', async () => {
  await workbench.open('wide.bp');
  const { L } = await evaluated(workbench.pathOf('wide.bp'));
  await expect.poll(() => panel.page.locator('.objective').textContent()).toBe(`L = ${L!.value}`);
  await panel.node('lines 1–100').waitFor();
  await panel.button('Fit to view').click();
  expect((await panel.node('lines 1001').boundingBox())!.height).toBeLessThan(760);
  await expect.poll(async () => (await panel.wireNumbers()).length).toBeLessThanOrEqual(18);
  await workbench.screenshot('panel-wide');
});

test('a body of a thousand statements opens in chunks', async () => {
  await workbench.open('body.bp');
  const { x } = await evaluated(workbench.pathOf('body.bp'));
  await panel.node('param x').waitFor();
  expect((await panel.numbers()).x).toEqual(x);
  await expect.poll(() => panel.page.locator('.graph-frame .label').textContent()).toBe('f');
  await workbench.screenshot('panel-body');
});

test('a name longer than the screen is truncated', async () => {
  await workbench.open('names.bp');
  await panel.node(`param ${longName.slice(0, 40)}`).waitFor();
  const [name] = Object.keys(await panel.numbers());
  expect(name).toBe(`${longName.slice(0, 23)}…`);
  await workbench.screenshot('panel-names');
});

test('a model without a loss shows values, but no gradients', async () => {
  await workbench.open('no-loss.bp');
  await panel.node('y: ').waitFor();
  await expect
    .poll(() => panel.numbers())
    .toMatchObject({ x: { value: '2', gradient: null }, y: { value: '5', gradient: null } });
  await expect.poll(() => panel.page.locator('.objective').textContent()).toBe('no loss');
  await workbench.screenshot('panel-no-loss');
});

test.each(['comments.bp', 'empty.bp'])('%s computes nothing, and the panel explains how to begin', async (name) => {
  await workbench.open(name);
  const empty = panel.page.locator('.empty');
  await expect.poll(() => empty.textContent()).toContain(`${name} computes nothing yet.`);
  await workbench.screenshot(`panel-${name.replace('.bp', '')}`);
  if (name === 'comments.bp') return;
  await workbench.goTo(1, 1);
  await workbench.type('param x = 2\nloss L = (x - 5)^2');
  await expect.poll(() => panel.numbers()).toMatchObject({ x: { value: '2', gradient: '−6' } });
});
