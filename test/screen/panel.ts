/** The graph panel on the screen: what stands in its page, read and used as a person does. */
import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from './workbench.ts';

export class PanelOnScreen {
  readonly page: FrameLocator;

  constructor({ page }: Workbench) {
    this.page = page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  /** Opens it on the model that is looked at, and waits until its graph is drawn. */
  static async open(workbench: Workbench): Promise<PanelOnScreen> {
    await workbench.run('Backprop: Show Graph');
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

  /** What is drawn of the nodes that have a name: `q` with its value and its gradient, as shown beside them. */
  async numbers(): Promise<Readonly<Record<string, Numbers>>> {
    const nodes = await this.page.locator('.graph-node').evaluateAll((elements) =>
      elements.map((element) => {
        const textOf = (selector: string) => element.querySelector(selector)?.textContent ?? null;
        const leaf = element.matches('.param, .data, .const') ? textOf('.symbol') : null;
        const name = textOf('.name') ?? leaf ?? textOf('.root-name');
        return { name, value: textOf('.mark.value'), gradient: textOf('.mark.gradient') };
      }),
    );
    return Object.fromEntries(nodes.flatMap(({ name, ...numbers }) => (name === null ? [] : [[name, numbers]])));
  }
}

export interface Numbers {
  readonly value: string | null;
  readonly gradient: string | null;
}
