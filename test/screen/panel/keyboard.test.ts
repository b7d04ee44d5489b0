/** The panel by keyboard alone, and with reduced motion. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { layers } from '../support/lesson.ts';
import { PanelOnScreen } from '../support/panel.ts';
import { openWorkbench, type Workbench } from '../support/workbench.ts';

let workbench: Workbench;
let panel: PanelOnScreen;

beforeAll(async () => {
  workbench = await openWorkbench({ files: { 'model.bp': layers } });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('model.bp');
  panel = await PanelOnScreen.open(workbench);
});

afterAll(() => workbench.close());

/** The accessible name or the text of the focused element. */
const focused = async (): Promise<string> =>
  (await panel.frame()).evaluate(() => {
    const { activeElement: element } = document;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });

async function tabTo(what: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < 25; tabs++) {
    await workbench.press('Tab');
    const now = await focused();
    if (typeof what === 'string' ? now === what : what.test(now)) return;
  }
  throw new Error(`The Tab key does not reach ${what}.`);
}

const press = async (...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await workbench.press(key);
};

/** The arrow keys along the wires and across them, in the direction of the graph. */
async function arrowKeys() {
  const isDown = (await panel.page.locator('.canvas').getAttribute('data-direction')) === 'down';
  return isDown
    ? { forward: 'ArrowDown', backward: 'ArrowUp', after: 'ArrowRight' }
    : { forward: 'ArrowRight', backward: 'ArrowLeft', after: 'ArrowDown' };
}

test('keys move from the editor to the graph, along wires, and to the text of a node', async () => {
  await workbench.goTo(1, 1);
  await panel.focus();
  await tabTo(/^param v/);
  const { forward, backward, after } = await arrowKeys();
  await press(forward);
  await expect.poll(() => focused()).toBe('1.5 × of v, = 0.75, ∂L = −0.09446');
  await press(forward, forward);
  await expect.poll(() => focused()).toMatch(/^× of h and w/);
  await press(backward, backward, backward, after);
  await expect.poll(() => focused()).toMatch(/^param w/);
  await panel.page.getByRole('tooltip').filter({ hasText: 'w = 2' }).waitFor();
  await press('Escape');
  await expect.poll(() => panel.page.getByRole('tooltip').count()).toBe(0);
  await press('Enter');
  await expect.poll(() => panel.highlightedNodes()).toEqual(['param w']);
  await expect.poll(() => focused()).toMatch(/^param w/);
});

test('Space collapses and expands a group and keeps the focus on it', async () => {
  const { forward } = await arrowKeys();
  await press(forward, 'Space');
  await expect.poll(focused).toMatch(/^unit of h and w/);
  await press('Space');
  await expect.poll(focused).toMatch(/^× of h and w/);
});

test('a node that is zoomed out of view keeps the focus', async () => {
  await panel.button('Fit to view').click();
  await panel.node('param v').focus();
  const inView = async (): Promise<boolean> => {
    const [node, canvas] = [
      await panel.node('param v').boundingBox(),
      await panel.page.locator('.canvas').boundingBox(),
    ];
    return node!.x + node!.width > canvas!.x && node!.y + node!.height > canvas!.y;
  };
  await expect
    .poll(async () => {
      await press('+');
      return inView();
    })
    .toBe(false);
  expect(await focused()).toMatch(/^param v/);
  await press('0');
  await expect.poll(inView).toBe(true);
});

test('a slash finds a node in a collapsed group, and Escape returns the focus', async () => {
  await press('{', '/');
  await expect.poll(focused).toBe('Find node');
  await workbench.type('×');
  const matches = panel.page.getByRole('option');
  await matches.filter({ hasText: 'in unit' }).first().waitFor();
  await press('Escape');
  await expect.poll(() => panel.page.getByRole('combobox', { name: 'Find node' }).count()).toBe(0);
  await expect.poll(focused).toMatch(/^param v/);
  await press('/');
  await workbench.type('W');
  await matches.filter({ hasText: 'param' }).first().waitFor();
  await press('Enter');
  await expect.poll(focused).toMatch(/^param w/);
});

test('Ctrl+F finds a node in the graph instead of a text in the editor', async () => {
  await press('Control+F');
  await expect.poll(focused).toBe('Find node');
  await workbench.type('L');
  await press('Enter');
  await expect.poll(focused).toMatch(/^L: /);
  expect(await workbench.page.locator('.find-widget.visible').count()).toBe(0);
  await press('}');
  await panel.node('× of h and w').waitFor();
});

test('keys step through the playback', async () => {
  await panel.focus();
  await tabTo('Next node');
  await press('Enter');
  await panel.page.locator('.step-card .equation').waitFor();
  await press('ArrowRight', 'ArrowRight');
  const part = panel.page.locator('.playback-phases [aria-current=step]');
  await expect.poll(() => part.textContent()).toMatch(/^forward 3 of /);
  await press('Escape');
  await expect.poll(() => panel.page.locator('.step-card').count()).toBe(0);
});

test('keys open the list and return to the editor', async () => {
  await tabTo('List');
  await press('Enter');
  await tabTo(/^param v/);
  await press('Enter');
  await expect.poll(() => workbench.selection()).toMatch(/^Ln 3, Col \d+ \(\d+ selected\)$/);
  await press('End', 'Backspace');
  await workbench.type('3');
  const line = panel.page.getByRole('listitem').filter({ hasText: 'param v' });
  await expect.poll(() => line.textContent()).toContain('= 0.3');
});

/** Presses a key until the focus moves; a node outside the viewport gets it after it is rendered. */
async function moveBy(key: string): Promise<void> {
  const before = await focused();
  await press(key);
  await expect.poll(focused).not.toBe(before);
}

interface Motions {
  /** True if the added statement was animated. */
  readonly isAnimated: boolean;
  /** Number of key presses that moved the focus to nodes outside the viewport. */
  readonly presses: number;
  /** Number of viewport changes since then. */
  readonly viewportChanges: () => Promise<number>;
}

async function motions(): Promise<Motions> {
  const frame = await panel.frame();
  await frame.evaluate(() => {
    const motion = { animations: 0, viewportChanges: 0, frames: 0 };
    Object.assign(globalThis, { motion });
    const viewport = document.querySelector('.react-flow__viewport')!;
    new MutationObserver(() => motion.viewportChanges++).observe(viewport, { attributeFilter: ['style'] });
    const note = () => {
      motion.frames++;
      motion.animations = Math.max(motion.animations, document.getAnimations().length);
      requestAnimationFrame(note);
    };
    note();
  });
  const motion = () => frame.evaluate(() => (globalThis as unknown as PageWithMotion).motion);
  await workbench.focusEditor();
  await workbench.goTo(5, 17);
  await workbench.type(' + w');
  await panel.node('h: + of').waitFor();
  // Animations start in the next frame.
  const { frames } = await motion();
  await expect.poll(async () => (await motion()).frames).toBeGreaterThan(frames + 1);
  const { animations } = await motion();
  for (let nearer = 0; nearer < 8; nearer++) await panel.button('Zoom in').click();
  await panel.page.locator('.graph-node .body[tabindex="0"]').focus();
  const { viewportChanges } = await motion();
  const { forward, backward } = await arrowKeys();
  let presses = 0;
  for (; !(await focused()).startsWith('param '); presses++) await moveBy(backward);
  for (; !(await focused()).startsWith('L: '); presses++) await moveBy(forward);
  return {
    isAnimated: animations > 0,
    presses,
    viewportChanges: async () => (await motion()).viewportChanges - viewportChanges,
  };
}

test('the canvas does not animate with reduced motion', async () => {
  await panel.button('List').click();
  const { isAnimated, presses, viewportChanges } = await motions();
  expect(isAnimated).toBe(false);
  expect(await viewportChanges()).toBeLessThanOrEqual(presses);
});

test('the canvas animates without reduced motion', async () => {
  await workbench.close();
  workbench = await openWorkbench({ files: { 'model.bp': layers }, settings: { 'workbench.reduceMotion': 'off' } });
  await workbench.page.setViewportSize({ width: 1500, height: 760 });
  await workbench.press('Control+B');
  await workbench.open('model.bp');
  panel = await PanelOnScreen.open(workbench);
  const { isAnimated, presses, viewportChanges } = await motions();
  expect(isAnimated).toBe(true);
  await expect.poll(viewportChanges).toBeGreaterThan(presses);
});

interface PageWithMotion {
  readonly motion: { readonly animations: number; readonly viewportChanges: number; readonly frames: number };
}
