/** The graph panel in VS Code: editor synchronization, pinning, restoring, and no work while hidden. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { examples } from '../../../scripts/paths.ts';
import { evaluated } from '../../support/oracles/bpEval.ts';
import { layers } from '../support/lesson.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

const lesson = readFileSync(join(examples, 'lesson.bp'), 'utf8');

let workbench: Workbench;
let panel: PanelOnScreen;
/** Console messages about the content security policy. */
const violations: string[] = [];

beforeAll(async () => {
  const otherX = lesson.replace('param x = -2', 'param x = -3');
  const files = { 'lesson.bp': lesson, 'original.bp': lesson, 'layers.bp': layers, 'otherX.bp': otherX };
  workbench = await openWorkbench({ files, isTraced: true });
  const { page } = workbench;
  page.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) violations.push(message.text());
  });
  await page.addInitScript(keepApi);
  await page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('lesson.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

beforeEach(() => workbench.focusEditor());

/** Keeps VS Code's API, which a page can acquire only once, so that a test can send messages as the page. */
function keepApi(): void {
  Object.defineProperty(globalThis, 'acquireVsCodeApi', {
    configurable: true,
    set(acquire: () => unknown) {
      const value = () => Object.assign(globalThis, { api: acquire() }).api;
      Object.defineProperty(globalThis, 'acquireVsCodeApi', { configurable: true, value });
    },
  });
}

/** Checks that the highlighted wires, without their arrows, extend from one node to another in the direction of the graph. */
async function expectHighlightBetween(first: string, last: string): Promise<void> {
  const [begin, end] =
    (await panel.page.locator('.canvas').getAttribute('data-direction')) === 'down'
      ? (['top', 'bottom'] as const)
      : (['left', 'right'] as const);
  const areas = await panel.page.locator('.canvas').evaluate(
    (canvas, names) => {
      const areaOf = (element: Element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return { left, right, top, bottom };
      };
      const bodies = Array.from(canvas.querySelectorAll('.graph-node .body'));
      return {
        nodes: names.map((name) => areaOf(bodies.find((body) => body.getAttribute('aria-label')?.startsWith(name))!)),
        wires: Array.from(canvas.querySelectorAll('.wires .glow.highlight-editor'), areaOf),
      };
    },
    [first, last],
  );
  expect(Math.abs(Math.min(...areas.wires.map((area) => area[begin])) - areas.nodes[0]![end])).toBeLessThan(14);
  expect(Math.abs(Math.max(...areas.wires.map((area) => area[end])) - areas.nodes[1]![begin])).toBeLessThan(14);
}

test("the editor's cursor highlights its node and the wires at it", async () => {
  await workbench.goTo(7, 1);
  await expect.poll(() => panel.highlightedNodes()).toEqual(['q']);
  await expectHighlightBetween('param x', 'f: ');
  await workbench.screenshot('panel-cursor');
  await workbench.goTo(9, 12);
  await expect.poll(() => panel.highlightedNodes()).toEqual(['− of target and f']);
  await workbench.goTo(1, 1);
  await expect.poll(() => panel.highlightedNodes()).toEqual([]);
});

test('clicking a node selects its text, also after the text has moved', async () => {
  const select = async (node: string, selection: string) => {
    await panel.node(node).click();
    // VS Code notices the panel's focus late, and would then take it from the editor again.
    await workbench.page.locator('.editor-group-container.active .tab.active', { hasText: 'Graph of' }).waitFor();
    await expect.poll(() => workbench.selection()).toBe(selection);
  };
  await select('− of target and f', 'Ln 9, Col 21 (10 selected)');
  // The panel may take the focus late after the click, so the key press is repeated.
  const isMovedDown = async () => {
    if ((await workbench.lines())[0] === '') return true;
    await workbench.focusEditor();
    await workbench.goTo(1, 1);
    await workbench.press('Enter');
    return false;
  };
  await expect.poll(isMovedDown, { interval: 1_000 }).toBe(true);
  await workbench.goTo(9, 1);
  await expect.poll(() => panel.highlightedNodes()).toEqual(['f']);
  await select('f: ', 'Ln 9, Col 10 (9 selected)');
  await workbench.press('Control+Z');
});

test("a node's hover card equals the editor's hover", async () => {
  await panel.node('param z').hover();
  await panel.node('f: ').hover();
  const card = panel.page.getByRole('tooltip').filter({ hasText: 'f = −12' });
  await card.waitFor();
  await workbench.screenshot('panel-hover');
  const textOf = async (element: Locator) => (await element.textContent())?.replace(/\s+/g, '');
  const cardText = await textOf(card);
  const described = panel.node('f: ').and(panel.page.locator('[aria-describedby="hover-card"]'));
  await expect.poll(() => described.count()).toBe(1);
  await workbench.focusEditor();
  const hover = await workbench.hover(8, 1, '∂L/∂f');
  expect(cardText).toBe(await textOf(hover));
  await workbench.press('Escape');
});

test('typing a number updates numbers without layout or redraw', async () => {
  const canvas = panel.page.locator('.canvas');
  const placed = await canvas.evaluateHandle((element) => {
    const moved: string[] = [];
    const note = new MutationObserver((mutations) => {
      for (const { type, target } of mutations) {
        const { classList } = target instanceof Element ? target : target.parentElement!;
        if (type === 'attributes' || classList.contains('react-flow__nodes')) moved.push(`${type} ${classList}`);
      }
    });
    for (const part of element.querySelectorAll('.react-flow__nodes, .react-flow__viewport')) {
      note.observe(part, { childList: true, attributes: true, attributeFilter: ['style', 'transform'], subtree: true });
    }
    const nodes = Array.from(element.querySelectorAll('.graph-node'));
    const positions = () => nodes.map((node) => Object.values(node.getBoundingClientRect().toJSON()).join(' '));
    const before = positions();
    return {
      of: () => ({ moved, after: positions(), before, areConnected: nodes.every((node) => node.isConnected) }),
    };
  });
  await workbench.goTo(2, 13);
  await workbench.press('Backspace');
  await workbench.type('3');
  const expected = await evaluated(workbench.pathOf('otherX.bp'));
  await expect.poll(() => panel.numbers()).toMatchObject(expected);
  const { moved, before, after, areConnected } = await placed.evaluate(({ of }) => of());
  expect(moved).toEqual([]);
  expect(after).toEqual(before);
  expect(before.length).toBeGreaterThan(6);
  expect(areConnected).toBe(true);
});

test('a broken line keeps the last valid graph, marked stale, with the problem', async () => {
  const before = await panel.numbers();
  await workbench.goTo(7, 10);
  await workbench.type(' +');
  await expect.poll(() => panel.banner()).toMatch(/^Stale: showing the last valid graph\. Error on line 7: ./);
  await expect.poll(() => panel.numbers()).toEqual(before);
  await expect.poll(() => panel.page.locator('.canvas.is-stale').count()).toBe(1);
  await workbench.screenshot('panel-stale');
  await workbench.press('Backspace');
  await workbench.press('Backspace');
  await expect.poll(() => panel.banner()).toBe('');
  await workbench.goTo(2, 13);
  await workbench.press('Backspace');
  await workbench.type('2');
  await expect.poll(() => panel.numbers()).toMatchObject(await evaluated(workbench.pathOf('original.bp')));
});

test('the panel follows the active model unless pinned', async () => {
  await workbench.open('layers.bp');
  await panel.node('param v').waitFor();
  await panel.button('Pin').click();
  await expect.poll(() => panel.button('Pin').getAttribute('aria-pressed')).toBe('true');
  await workbench.open('lesson.bp');
  await workbench.goTo(7, 1);
  await expect.poll(() => panel.node('param v').isVisible()).toBe(true);
  await workbench.page.locator('.tab', { hasText: 'Graph of layers.bp' }).waitFor();
  await panel.button('Pin').click();
  await panel.node('param x').waitFor();
  await workbench.page.locator('.tab', { hasText: 'Graph of lesson.bp' }).waitFor();
});

test('reloading the window restores file, pin, collapsed groups, list and viewport', async () => {
  await workbench.open('layers.bp');
  await panel.node('param v').waitFor();
  await panel.page.getByRole('button', { name: 'Collapse unit' }).first().click();
  await panel.button('Expand h').waitFor();
  await panel.button('Zoom in').click();
  await panel.button('Pin').click();
  const viewportTransform = () => panel.page.locator('.react-flow__viewport').evaluate(({ style }) => style.transform);
  const before = await viewportTransform();
  await workbench.open('lesson.bp');
  await panel.button('List').click();
  const list = panel.page.getByRole('list', { name: 'The graph, node by node' });
  const lines = await list.getByRole('listitem').allTextContents();
  expect(lines.filter((line) => line.includes('Expand'))).toHaveLength(1);
  // In a browser, VS Code saves its state every five seconds, and not when the window closes. A webview reports its focus up
  // to 250 ms late, and its group is active then although the text has the focus.
  const savedEditors = async (): Promise<string> => {
    await workbench.focusEditor();
    return await workbench.savedEditors();
  };
  await expect.poll(savedEditors).toMatch(/isList\W+true.*"activeGroup":0/s);
  await workbench.page.reload();
  await list.waitFor();
  await expect.poll(() => list.getByRole('listitem').allTextContents()).toEqual(lines);
  await expect.poll(() => panel.button('Pin').getAttribute('aria-pressed')).toBe('true');
  await panel.button('List').click();
  await expect.poll(viewportTransform).toBe(before);
  await panel.button('Fit to view').click();
  await panel.button('Expand h').click();
  await panel.button('Pin').click();
  await panel.node('param x').waitFor();
});

test('unknown messages are dropped and logged in both directions', async () => {
  const frame = await panel.frame();
  await frame.evaluate(() => window.postMessage({ kind: 'nonsense' }, '*'));
  await frame.evaluate(() => window.postMessage({ kind: 'graph', graph: { uri: 7 } }, '*'));
  const post = (message: unknown) =>
    frame.evaluate((message) => (globalThis as unknown as PageWithApi).api.postMessage(message), message);
  await post('nonsense');
  await post({ uri: null, message: { kind: 'shout' } });
  await post({ uri: null, message: { kind: 'request', id: 1, method: 'hover', params: { node: 7 } } });
  const warnings = async () => (await workbench.log()).filter((entry) => entry.startsWith('[warning]'));
  await expect
    .poll(warnings)
    .toEqual([
      expect.stringMatching(/The graph panel: it received an unknown message: .*"nonsense"/),
      expect.stringMatching(/The graph panel: it received an unknown message: (.*\n)*.*graph\.uri/),
      expect.stringMatching(/The graph panel sent an unknown message: (.*\n)+"nonsense"/),
      expect.stringMatching(
        /The graph panel sent an unknown message: (.*\n)+\{"uri":null,"message":\{"kind":"shout"\}\}/,
      ),
      expect.stringMatching(/The graph panel sent an unknown request: (.*\n)+\{"node":7\}/),
    ]);
  await expect.poll(() => workbench.page.locator('.notification-toast').count()).toBe(0);
  await expect.poll(() => panel.numbers()).toMatchObject(await evaluated(workbench.pathOf('original.bp')));
});

test('a hidden panel requests nothing and updates when shown again', async () => {
  const countOf = async (entry: string) => (await workbench.log()).filter((other) => other.includes(entry)).length;
  const graphs = () => countOf("Received notification 'backprop/graphUpdate'");
  const shownNumbers = () => countOf("Received notification 'backprop/shownNumbers'");
  const watches = () => countOf("Sending notification 'backprop/watchGraph'");
  await panel.button('List').click();
  const watchesBefore = await watches();
  await workbench.focusEditor();
  await workbench.run('View: Move Editor into Next Group');
  await panel.page.locator('body').waitFor({ state: 'detached' });
  await expect.poll(watches).toBe(watchesBefore + 1);
  const [graphsBefore, numbersBefore] = [await graphs(), await shownNumbers()];
  await workbench.goTo(2, 13);
  await workbench.press('Backspace');
  await workbench.type('3');
  await expect.poll(() => workbench.lenses()).toContain('q = 2 · ∂L/∂q = −16');
  await expect.poll(() => shownNumbers()).toBeGreaterThan(numbersBefore);
  await expect.poll(() => graphs()).toBe(graphsBefore);
  await workbench.page.locator('.tab', { hasText: 'Graph of lesson.bp' }).click();
  const line = panel.page.getByRole('listitem').filter({ hasText: 'q: + of x and y' });
  await expect.poll(() => line.textContent()).toMatch(/= 2\s+∂L\/∂q = −16/);
  await expect.poll(() => graphs()).toBe(graphsBefore + 1);
});

test('the panel has a minimal content security policy and does not violate it', async () => {
  const frame = await panel.frame();
  const policy = await frame.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content');
  expect(policy).toMatch(/^default-src 'none'; script-src 'nonce-\w{32}'; style-src \S+.*; img-src blob:$/);
  expect(violations).toEqual([]);
  // Blocked resources are reported on the console, so the listener above works.
  await frame.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'https://example.org/x.png' })));
  await frame.evaluate(() => document.body.append(Object.assign(document.createElement('script'), { text: 'x = 1' })));
  await expect.poll(() => violations.length).toBe(2);
});

interface PageWithApi {
  readonly api: { postMessage(message: unknown): void };
}
