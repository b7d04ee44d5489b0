/** Windows of the worker's VS Code; most test files share one, as opening a window takes ten seconds. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { inject } from 'vitest';
import { distractionFreeSettings, settingsPath, writeSettings } from '../../../scripts/vscode/profile.ts';
import { themeSettings, themes } from './themes.ts';

export interface WindowOptions {
  /** Texts of the files in the opened folder, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** True for a window that no other test uses, as for settings that VS Code reads only when it opens a window. */
  readonly isOwn?: boolean;
  /** Display language of VS Code, as with a language pack. */
  readonly language?: string;
  /** Screen pixels per CSS pixel: 2 for pictures that are published. More pixels take more time. */
  readonly pixelRatio?: number;
  /** True if messages between editor and server are logged with their methods. */
  readonly isTraced?: boolean;
}

/** One test file's use of a window. */
export interface WindowUse {
  readonly page: Page;
  /** The folder with the files of the test. */
  readonly folder: string;
  /** Closes the window, or its editors if it is shared. */
  readonly end: () => Promise<void>;
}

interface OpenWindow {
  readonly page: Page;
  /** The folder that VS Code has open. */
  readonly root: string;
  /** True if a test has set settings of its own, or may have changed them. */
  readonly hasOwnSettings: boolean;
}

const commonSettings = {
  ...distractionFreeSettings,
  ...themeSettings,
  'workbench.reduceMotion': 'on',
};
const defaultTimeout = 120_000;
const defaultSize = { width: 1100, height: 640 };
/** Time in which VS Code writes a setting, in milliseconds. */
const settingTimeout = 15_000;
/** Longest time that one step of closing the editors of a shared window may take, in milliseconds. */
const resetTimeout = 30_000;

const { address, profile, chromiumAddress } = inject('workerSetups')[Number(process.env.VITEST_POOL_ID) - 1];
/** Folder of VS Code's logs. */
export const logs = join(profile, 'data', 'data', 'logs');

/** Shared windows that are free, by pixel ratio. */
const freeWindows = new Map<number, OpenWindow>();
let browser: Promise<Browser> | undefined;
let useCount = 0;

/** Windows with a language or trace of their own are not shared, as VS Code reads those when it opens a window. */
export async function useWindow(options: WindowOptions): Promise<WindowUse> {
  const { files, settings, isOwn = false, language, pixelRatio = 1, isTraced = false } = options;
  const isShared = !(isOwn || isTraced || language !== undefined);
  const free = isShared ? freeWindows.get(pixelRatio) : undefined;
  if (isShared) freeWindows.delete(pixelRatio);
  const title = `settings ${++useCount}`;
  await writeSettings(profile, { ...commonSettings, ...settings, 'window.title': title });
  const hasOwnSettings = settings !== undefined;
  if (free && (hasOwnSettings || free.hasOwnSettings)) await reloadSettings(free.page, title);
  const window = { ...(free ?? (await openWindow(pixelRatio, isTraced, language))), hasOwnSettings };
  const { page, root } = window;
  // A folder of its own, so that nothing VS Code remembers about another test's file applies to one of the same name.
  const folder = join(root, `run${useCount}`);
  await mkdir(folder);
  for (const [file, text] of Object.entries(files)) await writeFile(join(folder, file), text);
  const end = async () => {
    const isReset = isShared && (await canReset(window));
    await rm(isReset ? folder : dirname(root), { recursive: true, force: true });
    if (isReset) freeWindows.set(pixelRatio, window);
    else await page.context().close();
  };
  return { page, folder, end };
}

async function openWindow(
  pixelRatio: number,
  isTraced: boolean,
  language?: string,
): Promise<Pick<OpenWindow, 'page' | 'root'>> {
  const root = join(await mkdtemp(join(tmpdir(), 'bp-screen-')), 'models');
  await mkdir(root);
  await writeFile(join(root, 'README.txt'), '');
  browser ??= chromium.connect(chromiumAddress);
  const page = await (await browser).newPage({ viewport: defaultSize, deviceScaleFactor: pixelRatio });
  page.setDefaultTimeout(defaultTimeout);
  await page.emulateMedia(themes[0].system);
  if (language) await page.addInitScript((tag) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: tag }), language);
  const payload = JSON.stringify(isTraced ? [['logLevel', 'backprop-lens.backprop-lens=trace']] : []);
  await page.goto(`${address}/?${new URLSearchParams({ folder: root, payload })}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  return { page, root };
}

/**
 * VS Code for the browser reads the file of settings again only when it writes a setting: a command toggles one twice.
 * @param title the title of the window in the new settings.
 */
async function reloadSettings(page: Page, title: string): Promise<void> {
  const isInFile = async () =>
    (await readFile(settingsPath(profile), 'utf8')).includes('"editor.renderControlCharacters"');
  for (const isToggled of [true, false]) {
    const isWritten = async (): Promise<boolean> => {
      const end = performance.now() + settingTimeout;
      while (performance.now() < end) {
        if ((await isInFile()) === isToggled) return true;
        await page.waitForTimeout(20);
      }
      return false;
    };
    // A window that was just reset may lose a command.
    do await runCommand(page, 'View: Toggle Control Characters');
    while (!(await isWritten()));
  }
  await page.waitForFunction((title) => document.title === title, title);
}

/** Closes all editors, and shows the window as it was opened. @returns false if that fails, as after a failed test. */
async function canReset({ page }: OpenWindow): Promise<boolean> {
  try {
    page.setDefaultTimeout(resetTimeout);
    await page.emulateMedia(themes[0].system);
    await page.setViewportSize(defaultSize);
    await page.locator(`.monaco-workbench.${themes[0].className}`).waitFor();
    // VS Code would ask about changed files.
    if ((await page.locator('.tab.dirty').count()) > 0) await runCommand(page, 'File: Save All');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
    await runCommand(page, 'View: Close All Editor Groups');
    await runCommand(page, 'Notifications: Clear All Notifications');
    for (const part of ['.tab', '.notification-toast', '.monaco-dialog-box', 'iframe.webview']) {
      await page.locator(part).first().waitFor({ state: 'detached' });
    }
    if (!(await page.locator('.part.sidebar').isVisible())) await page.keyboard.press('Control+B');
    await page.locator('.part.sidebar').waitFor();
    page.setDefaultTimeout(defaultTimeout);
    return true;
  } catch {
    return false;
  }
}

async function runCommand(page: Page, title: string): Promise<void> {
  const widget = page.locator('.quick-input-widget');
  const input = widget.locator('.quick-input-box input');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await input.fill(`>${title}`);
  await widget.locator('.monaco-list-row.focused', { hasText: title }).waitFor();
  await input.press('Enter');
  await widget.waitFor({ state: 'hidden' });
}
