/** Page object of the graph panel. */
import type { Frame, FrameLocator, Locator } from 'playwright-core';
import type { Numbers } from '../../support/oracles/bpEval.ts';
import type { Workbench } from './workbench.ts';

export class PanelOnScreen {
  readonly page: FrameLocator;

  readonly #workbench: Workbench;

  constructor(workbench: Workbench) {
    this.#workbench = workbench;
    this.page = workbench.page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  /** Opens the panel for the active model and waits for its graph. */
  static async open(workbench: Workbench, command = 'Backprop: Show Graph'): Promise<PanelOnScreen> {
    await workbench.run(command);
    const panel = new PanelOnScreen(workbench);
    await panel.node('param ').first().waitFor();
    return panel;
  }

  /** The bodies of nodes whose accessible name begins with a text: `param x`, `q: `. */
  node(beginning: string): Locator {
    return this.page.locator(`.graph-node .body[aria-label^="${beginning}"]`);
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /** The frame of the panel's document. */
  async frame(): Promise<Frame> {
    const element = await this.#workbench.page.frameLocator('iframe.webview').locator('#active-frame').elementHandle();
    return (await element?.contentFrame())!;
  }

  /** Moves the focus from the editor into the panel by keyboard. */
  async focus(): Promise<void> {
    const isThere = async () => {
      await this.#workbench.focusEditor();
      await this.#workbench.press('Control+2');
      await this.#workbench.page.waitForTimeout(200);
      return (await this.frame()).evaluate(() => document.hasFocus());
    };
    // A webview takes the focus late, or not at all if another part of VS Code takes it first.
    let hasFocus = false;
    while (!hasFocus) hasFocus = await isThere();
  }

  /** The names of the nodes highlighted for the editor's cursor. */
  highlightedNodes(): Promise<readonly string[]> {
    return this.page
      .locator('.graph-node.highlight-editor .body')
      .evaluateAll((bodies) => bodies.map((body) => body.getAttribute('aria-label')?.split(/: |, /)[0] ?? ''));
  }

  /** The text of the banner above the canvas. */
  banner(): Promise<string> {
    return this.page
      .locator('.banner')
      .allTextContents()
      .then((texts) => texts.join(' '));
  }

  /** The numbers on wires: contributions to a gradient at a fan-out, without the sign of a norm. */
  async wireNumbers(): Promise<readonly string[]> {
    const texts = await this.page.locator('.wire-text').allTextContents();
    return texts.map((text) => text.replace('‖∂‖ ', ''));
  }

  /** The value and gradient of each node by name; a part of an expression is named `− of target and f`. */
  async numbers(): Promise<Readonly<Record<string, Numbers>>> {
    const nodes = await this.page.locator('.graph-node').evaluateAll((elements) =>
      elements.map((element) => {
        /** Without the spaces that align elements, and without the sign of a norm. */
        const textOf = (selector: string) =>
          element
            .querySelector(selector)
            ?.textContent?.replaceAll(/[ \u00a0]+/g, ' ')
            .replaceAll('[ ', '[')
            .replace('‖∂‖ ', '') ?? null;
        const leaf = element.matches('.param, .data, .const') ? textOf('.symbol') : null;
        const made = element.querySelector('.body')?.getAttribute('aria-label')?.split(', = ')[0] ?? null;
        const name = textOf('.name') ?? leaf ?? textOf('.root-name') ?? made;
        return { name, value: textOf('.mark.value'), gradient: textOf('.mark.gradient') };
      }),
    );
    return Object.fromEntries(nodes.flatMap(({ name, ...numbers }) => (name === null ? [] : [[name, numbers]])));
  }
}
