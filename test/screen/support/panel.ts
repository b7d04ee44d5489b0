/** Page object of the graph panel. */
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { Numbers } from '../../support/oracles/bpEval.ts';
import type { Workbench } from './workbench.ts';

export class PanelOnScreen {
  readonly page: FrameLocator;

  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.page = workbench.page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  /** Opens it on the model that is looked at, and waits until its graph is drawn. */
  static async open(workbench: Workbench, command = 'Backprop: Show Graph'): Promise<PanelOnScreen> {
    await workbench.run(command);
    const panel = new PanelOnScreen(workbench);
    await panel.node('param ').first().waitFor({ timeout: 20_000 });
    return panel;
  }

  /** The body of each node whose text for screen readers begins so: `param x`, `q: `. */
  node(beginning: string): Locator {
    return this.page.locator(`.graph-node .body[aria-label^="${beginning}"]`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The document in the panel, for what is asked of a document. */
  async frame(): Promise<Frame> {
    const element = await this.#workbench.page.frameLocator('iframe.webview').locator('#active-frame').elementHandle();
    return (await element?.contentFrame())!;
  }

  /** Brings the keyboard from the editor into the panel, by keys. */
  async focus(): Promise<void> {
    const isThere = async () => {
      await this.#workbench.focusEditor();
      await this.#workbench.press('Control+2');
      await this.#workbench.page.waitForTimeout(200);
      return (await this.frame()).evaluate(() => document.hasFocus());
    };
    // A webview takes the focus a moment later, and not at all where another part of VS Code is just about to take it.
    await expect.poll(isThere).toBe(true);
  }

  /** The names of the nodes that stand out because the editor's cursor is on them. */
  lit(): Promise<readonly string[]> {
    return this.page
      .locator('.graph-node.highlight-editor .body')
      .evaluateAll((bodies) => bodies.map((body) => body.getAttribute('aria-label')?.split(/: |, /)[0] ?? ''));
  }

  /** What is said over the canvas. */
  banner(): Promise<string> {
    return this.page
      .locator('.banner')
      .allTextContents()
      .then((texts) => texts.join(' '));
  }

  /** What is written near the arrows of wires: the part of a gradient that flows back there, where they are several. */
  wireNumbers(): Promise<readonly string[]> {
    return this.page.locator('.wire-text').allTextContents();
  }

  /** What is drawn of each node, by its name: `q` with its value and its gradient; of a part of an expression, `− of target and f`. */
  async numbers(): Promise<Readonly<Record<string, Numbers>>> {
    const nodes = await this.page.locator('.graph-node').evaluateAll((elements) =>
      elements.map((element) => {
        const textOf = (selector: string) => element.querySelector(selector)?.textContent ?? null;
        const leaf = element.matches('.param, .data, .const') ? textOf('.symbol') : null;
        const made = element.querySelector('.body')?.getAttribute('aria-label')?.split(', = ')[0] ?? null;
        const name = textOf('.name') ?? leaf ?? textOf('.root-name') ?? made;
        return { name, value: textOf('.mark.value'), gradient: textOf('.mark.gradient') };
      }),
    );
    return Object.fromEntries(nodes.flatMap(({ name, ...numbers }) => (name === null ? [] : [[name, numbers]])));
  }
}
