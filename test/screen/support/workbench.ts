/** Page object of VS Code's workbench. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Frame, Locator, Page } from 'playwright-core';
import { dist } from '../../../scripts/paths.ts';
import { isThorough } from '../../support/setup/thorough.ts';
import { type Theme, themes } from './themes.ts';
import { logs, useWindow, type WindowOptions, type WindowUse } from './window.ts';

/** Opens the files of a test in the first theme. */
export async function openWorkbench(options: WindowOptions): Promise<Workbench> {
  return new Workbench(await useWindow(options));
}

/** Refused messages that a test has reported. */
const reportedRefusals = new Set<string>();

export class Workbench {
  readonly page: Page;
  readonly #use: WindowUse;

  constructor(use: WindowUse) {
    this.page = use.page;
    this.#use = use;
  }

  /** The path of a file in the folder. */
  pathOf(name: string): string {
    return join(this.#use.folder, name);
  }

  /**
   * Opens a file by Quick Open and focuses its text. On a busy machine VS Code sometimes shows the tab without the text;
   * opening the file again shows it. A screenshot is left of that.
   */
  async open(name: string): Promise<void> {
    const text = this.page.locator('.editor-instance .view-line:visible');
    const isShown = async (): Promise<boolean> => {
      await this.press('Control+P');
      await this.#pick(`${basename(this.#use.folder)}/${name}`, name);
      await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
      return text
        .first()
        .waitFor({ timeout: 20_000 })
        .then(
          () => true,
          () => false,
        );
    };
    while (!(await isShown())) await this.screenshot(`without-text-${name}`);
  }

  /**
   * Moves the focus from the panel back to the text. A webview reports a click late, and VS Code then
   * returns the focus to it, so the key press is repeated. Hooks call it too, where Vitest refuses to poll.
   */
  async focusEditor(): Promise<void> {
    const editor = this.page.locator('.editor-group-container.active .editor-instance .monaco-editor.focused');
    const isFocused = async (): Promise<boolean> => {
      await this.press('Control+1');
      return editor.waitFor({ timeout: 2000 }).then(
        () => true,
        () => false,
      );
    };
    let hasFocus = false;
    while (!hasFocus) hasFocus = await isFocused();
  }

  /** Focuses the text and returns the cursor position from the status bar. */
  async selection(): Promise<string> {
    await this.focusEditor();
    const texts = await this.page.locator('[id="status.editor.selection"]').allTextContents();
    return texts.join('');
  }

  /**
   * Runs a command by its title, from the palette. It is opened again if a webview that reports a click late closes it, and in a
   * new window, which does not know the extension's commands yet: an open palette keeps the commands it was opened with.
   */
  async run(title: string): Promise<void> {
    const isRun = async (): Promise<boolean> => {
      await this.press('F1');
      try {
        await this.#pick(`>${title}`, title, 5_000);
        return true;
      } catch {
        const widget = this.page.locator('.quick-input-widget');
        if (await widget.isVisible()) await this.press('Escape');
        return false;
      }
    };
    for (let attempt = 0; attempt < 8; attempt++) if (await isRun()) return;
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

  /** Enters a text into the quick input that is open. @returns the name of the item that Enter would accept. */
  async focusedEntry(text: string): Promise<string | null> {
    const widget = this.page.locator('.quick-input-widget');
    await widget.locator('.quick-input-box input').fill(text);
    return widget.locator('.monaco-list-row.focused .quick-input-list-label .label-name').first().textContent();
  }

  /** Accepts an item of the quick input with a placeholder, once that is open. */
  async pick(placeholder: string, item: string, text = item): Promise<void> {
    const widget = this.page.locator('.quick-input-widget');
    const input = widget.locator(`.quick-input-box input[placeholder^="${placeholder}"]`);
    await input.fill(text);
    await widget.locator('.monaco-list-row.focused', { hasText: item }).waitFor();
    await input.press('Enter');
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
    // A webview that reports a click late is the active editor by now, and has no lines.
    const hasNoLines = this.page.locator('.quick-input-widget', { hasText: 'Open a text editor first' });
    do {
      if (await hasNoLines.isVisible()) {
        await this.press('Escape');
        await this.focusEditor();
        await this.press('Control+G');
      }
      await enter().catch(() => undefined);
    } while (!(await isGone(2_000)));
    // A webview may report the click after the position was entered, too.
    const focused = this.page.locator('.editor-instance .monaco-editor.focused');
    await focused.waitFor({ timeout: 5_000 }).catch(() => this.focusEditor());
  }

  /** Opens the editor's hover at a position by keyboard and waits for a text in it. */
  async hover(line: number, column: number, text: string): Promise<Locator> {
    const hovers = this.page.locator('.monaco-hover:not(.hidden) .monaco-hover-content');
    const hover = hovers.filter({ hasText: text });
    await this.goTo(line, column);
    // The hover of another position may still be open.
    while ((await hovers.count()) > 0) {
      await this.press('Escape');
      await hovers
        .first()
        .waitFor({ state: 'hidden', timeout: 1000 })
        .catch(() => this.focusEditor());
    }
    // VS Code shows nothing if it asks before the language server knows the file, and does not ask again.
    const show = async () => {
      await this.press('Control+K');
      await this.press('Control+I');
      return hover.waitFor({ timeout: 5000 }).then(
        () => true,
        () => false,
      );
    };
    while (!(await show())) await this.press('Escape');
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

  /** The entries of the extension's output channel in the window that was opened last, without their times. */
  async log(): Promise<readonly string[]> {
    const files = await this.#logFiles();
    const times = await Promise.all(files.map(async (log) => ({ log, time: (await stat(log)).birthtimeMs })));
    const newest = times.sort((a, b) => b.time - a.time)[0];
    return newest ? entriesOf(newest.log) : [];
  }

  async #logFiles(): Promise<readonly string[]> {
    const files = await readdir(logs, { recursive: true });
    return files.filter((file) => file.endsWith('Backprop Lens.log')).map((file) => join(logs, file));
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
    await this.#use.end();
    const entries = (await Promise.all((await this.#logFiles()).map(entriesOf))).flat();
    const refused = entries.filter(
      (entry) => /has (invalid|unknown) parameters/.test(entry) && !reportedRefusals.has(entry),
    );
    for (const entry of refused) reportedRefusals.add(entry);
    if (refused.length > 0) throw new Error(`The server refused messages of the extension: ${refused.join('')}`);
  }
}

/** The entries of a log file, without their times. */
async function entriesOf(log: string): Promise<readonly string[]> {
  return (await readFile(log, 'utf8')).split(/^\d{4}-\d\d-\d\d \S+ /m);
}
