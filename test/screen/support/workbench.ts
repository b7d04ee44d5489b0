/** Page object of VS Code's workbench. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { expect, inject } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist } from '../../../scripts/paths.ts';
import { distractionFreeSettings, writeSettings } from '../../../scripts/vscode/profile.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { type Theme, themeSettings, themes } from './themes.ts';

export interface WorkbenchOptions {
  /** Texts of the files in the opened folder, by name. */
  readonly files: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Display language of VS Code, as with a language pack. */
  readonly language?: string;
  /** Screen pixels per CSS pixel: 2 for pictures that are published. More pixels take more time. */
  readonly pixelRatio?: number;
  /** True if messages between editor and server are logged with their methods. */
  readonly isTraced?: boolean;
}

/** Opens a workbench in the first theme. */
export async function openWorkbench({
  files,
  settings,
  language,
  pixelRatio = 1,
  isTraced = false,
}: WorkbenchOptions): Promise<Workbench> {
  const { address, profile } = inject('vscode');
  const folder = join(await mkdtemp(join(tmpdir(), 'bp-screen-')), 'models');
  await mkdir(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await writeSettings(profile, {
    ...distractionFreeSettings,
    'workbench.reduceMotion': 'on',
    ...themeSettings,
    ...settings,
  });

  const browser = await launchChromium();
  const page = await browser.newPage({ viewport: { width: 1100, height: 640 }, deviceScaleFactor: pixelRatio });
  page.setDefaultTimeout(120_000);
  await page.emulateMedia(themes[0].system);
  if (language) await page.addInitScript((tag) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: tag }), language);
  const payload = JSON.stringify(isTraced ? [['logLevel', 'backprop-lens.backprop-lens=trace']] : []);
  await page.goto(`${address}/?${new URLSearchParams({ folder, payload })}`);
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
  return new Workbench(browser, page, folder, join(profile, 'data', 'data', 'logs'));
}

export class Workbench {
  readonly page: Page;
  readonly #browser: Browser;
  readonly #folder: string;
  readonly #logs: string;

  constructor(browser: Browser, page: Page, folder: string, logs: string) {
    this.page = page;
    this.#browser = browser;
    this.#folder = folder;
    this.#logs = logs;
  }

  /** The path of a file in the folder. */
  pathOf(name: string): string {
    return join(this.#folder, name);
  }

  /** Opens a file by Quick Open and focuses its text. */
  async open(name: string): Promise<void> {
    await this.press('Control+P');
    await this.#pick(name, name);
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.editor-instance .view-line').first().waitFor();
  }

  /**
   * Moves the focus from the panel back to the text. A webview reports a click late, and VS Code then
   * returns the focus to it, so the key press is repeated.
   */
  async focusEditor(): Promise<void> {
    const editor = this.page.locator('.editor-instance .monaco-editor.focused');
    await expect
      .poll(async () => {
        await this.press('Control+1');
        return editor.waitFor({ timeout: 2000 }).then(
          () => true,
          () => false,
        );
      })
      .toBe(true);
  }

  /** Focuses the text and returns the cursor position from the status bar. */
  async selection(): Promise<string> {
    await this.focusEditor();
    const texts = await this.page.locator('[id="status.editor.selection"]').allTextContents();
    return texts.join('');
  }

  /** Runs a command by its title, from the palette. A webview that reports a click late closes the palette: it is opened again. */
  async run(title: string): Promise<void> {
    const isRun = async (): Promise<boolean> => {
      await this.press('F1');
      return this.#pick(`>${title}`, title, 5_000).then(
        () => true,
        () => false,
      );
    };
    if ((await isRun()) || (await isRun())) return;
    await this.press('F1');
    await this.#pick(`>${title}`, title);
  }

  /**
   * Enters a text into the quick input that has just been opened, and accepts the item found. The keys go to the input
   * itself, so none reaches a webview that takes the focus meanwhile.
   */
  async #pick(text: string, item: string, timeout = 30_000): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator('.quick-input-box input');
    await input.fill(text, { timeout });
    await widget.locator('.monaco-list-row.focused', { hasText: item }).waitFor({ timeout });
    await input.press('Enter', { timeout });
    await widget.waitFor({ state: 'hidden' });
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text, { delay: 30 });
  }

  async press(keys: string): Promise<void> {
    await this.page.keyboard.press(keys);
  }

  /** The visible lenses, from top to bottom. */
  lenses(): Promise<readonly string[]> {
    return this.#read('.codelens-decoration');
  }

  /** The visible lines of text with their decorations. */
  lines(): Promise<readonly string[]> {
    return this.#read('.editor-instance .view-line');
  }

  /** The texts of elements from top to bottom, including `::after` content. */
  #read(selector: string): Promise<readonly string[]> {
    return this.page.locator(selector).evaluateAll((elements) => {
      const after = (element: Element) => getComputedStyle(element, '::after').content.replace(/^none$|^"|"$/g, '');
      return elements
        .sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top)
        .map((element) => element.textContent + Array.from(element.querySelectorAll('span'), after).join(''))
        .map((text) => text.replaceAll('\u00a0', ' '));
    });
  }

  /** Moves the cursor; line and column are one-based. */
  async goTo(line: number, column: number): Promise<void> {
    await this.press('Control+G');
    const input = this.page.locator('.quick-input-widget .quick-input-box input');
    await input.waitFor();
    // VS Code replaces the text as it opens the input, and ignores keys until it has read the position: then both are repeated.
    const enter = async () => {
      await input.fill(`:${line}:${column}`, { timeout: 2_000 });
      await input.press('Enter', { timeout: 2_000 });
    };
    const isGone = (timeout: number) =>
      input.waitFor({ state: 'hidden', timeout }).then(
        () => true,
        () => false,
      );
    do await enter().catch(() => undefined);
    while (!(await isGone(2_000)));
    await this.page.locator('.editor-instance .monaco-editor.focused').waitFor();
  }

  /** Opens the editor's hover at a position by keyboard and waits for a text in it. */
  async hover(line: number, column: number, text: string): Promise<Locator> {
    await this.goTo(line, column);
    await this.press('Control+K');
    await this.press('Control+I');
    const hover = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content', { hasText: text });
    await hover.waitFor();
    return hover;
  }

  /** The layout of the editors that a reload of the window would restore, as VS Code stores it. */
  savedEditors(): Promise<string> {
    return this.page.evaluate(async () => {
      const result = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
      const names = (await indexedDB.databases()).map(({ name }) => name ?? '');
      const texts = names
        .filter((name) => name.startsWith('vscode-web-state-db-') && !name.endsWith('-global'))
        .map(async (name) => {
          const database = await result(indexedDB.open(name));
          const store = database.transaction('ItemTable').objectStore('ItemTable');
          const text: unknown = await result(store.get('memento/workbench.parts.editor'));
          database.close();
          return String(text ?? '');
        });
      return (await Promise.all(texts)).join('');
    });
  }

  /** Changes the color scheme of the system and waits until VS Code and its webviews follow. */
  async wear({ system, className, webviewKind }: Theme): Promise<void> {
    await this.page.emulateMedia(system);
    await this.page.locator(`.monaco-workbench.${className}`).waitFor();
    while ((await this.#webviewKinds()).some((kind) => kind !== webviewKind)) await this.page.waitForTimeout(20);
  }

  /** The theme kind of each webview; a page that is still loading has none. */
  async #webviewKinds(): Promise<readonly (string | undefined)[]> {
    const kinds = this.page.frames().map((frame) =>
      frame
        .locator('body[data-vscode-theme-kind]')
        .evaluateAll((bodies) => bodies.map(({ dataset }) => dataset.vscodeThemeKind))
        .catch(() => [undefined]),
    );
    return (await Promise.all(kinds)).flat();
  }

  /** The texts of matching elements in all frames; a frame that is being replaced has none. */
  async textsInFrames(selector: string): Promise<readonly string[]> {
    const textsIn = (frame: Frame) => frame.locator(selector).allTextContents();
    const texts = await Promise.all(this.page.frames().map((frame) => textsIn(frame).catch(() => [])));
    return texts.flat();
  }

  /** The entries of the extension's output channel since the window was opened, without their times. */
  async log(): Promise<readonly string[]> {
    const files = await readdir(this.#logs, { recursive: true });
    const logs = files.filter((file) => file.endsWith('Backprop Lens.log')).map((file) => join(this.#logs, file));
    const times = await Promise.all(logs.map(async (log) => ({ log, time: (await stat(log)).birthtimeMs })));
    const newest = times.sort((a, b) => b.time - a.time)[0];
    const text = newest ? await readFile(newest.log, 'utf8') : '';
    return text.split(/^\d{4}-\d\d-\d\d \S+ /m);
  }

  /** Saves a screenshot of the workbench, or of a part of it, in dist/screenshots. */
  async screenshot(name: string, part = 'body'): Promise<void> {
    await this.page.locator(part).screenshot({ path: join(dist, 'screenshots', `${name}.png`) });
  }

  /** Saves a screenshot in dist/screenshots: in each kind of theme in the thorough run, else in the first. */
  async screenshots(name: string, part = 'body'): Promise<void> {
    for (const theme of isThorough ? themes : [themes[0]]) {
      await this.wear(theme);
      await this.page.locator(part).screenshot({ path: join(dist, 'screenshots', `${name}-${theme.kind}.png`) });
    }
    await this.wear(themes[0]);
  }

  /** @throws Error if the server has refused a message of the extension. */
  async close(): Promise<void> {
    await this.#browser.close();
    const refused = (await this.log()).filter((entry) => /has (invalid|unknown) parameters/.test(entry));
    if (refused.length > 0) throw new Error(`The server refused messages of the extension: ${refused.join('')}`);
    await rm(dirname(this.#folder), { recursive: true, force: true });
  }
}
