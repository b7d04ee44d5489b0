/** Compares an exported picture with the panel by text positions and pixels. */
import type { Page } from 'playwright-core';
import type { PanelOnScreen } from './panel.ts';
import type { Workbench } from './workbench.ts';

/** A text with the bounds of its letters, in the coordinates of the graph. */
export interface PlacedText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly middle: number;
}

/** The texts on the canvas, and the position of the canvas on the screen. */
export interface Seen {
  readonly texts: readonly PlacedText[];
  /** Origin of the graph on the screen. */
  readonly origin: { readonly x: number; readonly y: number };
  readonly zoom: number;
  /** Bounds of the canvas on the screen. */
  readonly area: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** Reads the panel after hiding its buttons, which are not part of the picture. */
export async function seenInPanel(panel: PanelOnScreen): Promise<Seen> {
  const canvas = panel.page.locator('.canvas');
  const area = await canvas.boundingBox();
  const seen = await canvas.evaluate((element) => {
    for (const button of element.querySelectorAll<HTMLElement>('.react-flow__panel, .toggle-group')) {
      button.style.visibility = 'hidden';
    }
    const viewport = element.querySelector('.react-flow__viewport')!;
    const origin = viewport.getBoundingClientRect();
    const zoom = new DOMMatrix(getComputedStyle(viewport).transform).a;
    const pane = element.getBoundingClientRect();
    const written = element.querySelectorAll(
      '.mark:not(:has(.line)), .line, .symbol, .count, .graph-frame .label, .wire-text',
    );
    const texts = Array.from(written, (label) => {
      const letters = document.createRange();
      letters.selectNodeContents(document.createTreeWalker(label, NodeFilter.SHOW_TEXT).nextNode() ?? label);
      const { left, right, top, bottom } = letters.getBoundingClientRect();
      return {
        text: label.textContent ?? '',
        left: (left - origin.left) / zoom,
        right: (right - origin.left) / zoom,
        middle: ((top + bottom) / 2 - origin.top) / zoom,
      };
    });
    return { texts, zoom, origin: { x: origin.left - pane.left, y: origin.top - pane.top } };
  });
  if (area === null) throw new Error('The canvas is not visible.');
  const { x, y, width, height } = area;
  return {
    ...seen,
    // Without the focus border of VS Code.
    area: { x: x + 4, y: y + 4, width: width - 8, height: height - 8 },
    origin: { x: x + seen.origin.x, y: y + seen.origin.y },
  };
}

/** A page with the picture at the position and size of the graph in the panel, and without the legend, which the panel hides. */
export async function showPicture({ page }: Workbench, svg: string, { origin, zoom }: Seen): Promise<Page> {
  const deviceScaleFactor = await page.evaluate(() => devicePixelRatio);
  const picture = await page.context().browser()!.newPage({ viewport: page.viewportSize(), deviceScaleFactor });
  await picture.setContent(`<body style="margin: 0">${svg}</body>`);
  await picture.locator('svg').evaluate(
    (element, seen) => {
      const [x = 0, y = 0] = (element.getAttribute('viewBox') ?? '').split(' ').map(Number);
      const [left, top] = [seen.origin.x + x * seen.zoom, seen.origin.y + y * seen.zoom];
      const style = { transformOrigin: '0 0', transform: `translate(${left}px, ${top}px) scale(${seen.zoom})` };
      if (element instanceof SVGSVGElement) Object.assign(element.style, style);
      const isLegend = (label: Element) => /^wire ‖/.test(label.textContent ?? '');
      const legend = Array.from(element.querySelectorAll('text')).find(isLegend)?.parentElement;
      legend?.setAttribute('visibility', 'hidden');
      document.body.style.background = element.querySelector('rect')?.getAttribute('fill') ?? '';
    },
    { origin, zoom },
  );
  return picture;
}

export function textsInPicture(picture: Page, { origin, zoom }: Seen): Promise<readonly PlacedText[]> {
  return picture.locator('text').evaluateAll(
    (elements, seen) =>
      elements.map((element) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        return {
          text: element.textContent ?? '',
          left: (left - seen.origin.x) / seen.zoom,
          right: (right - seen.origin.x) / seen.zoom,
          middle: ((top + bottom) / 2 - seen.origin.y) / seen.zoom,
        };
      }),
    { origin, zoom },
  );
}

/** The texts without an equal text nearby among the others. */
export function missing(
  texts: readonly PlacedText[],
  others: readonly PlacedText[],
  within: number,
): readonly PlacedText[] {
  const isNear = (a: number, b: number) => Math.abs(a - b) <= within;
  return texts.filter(
    (a) =>
      !others.some(
        (b) => a.text === b.text && isNear(a.left, b.left) && isNear(a.right, b.right) && isNear(a.middle, b.middle),
      ),
  );
}

/** Fraction of clearly differing pixels, from 0 to 1, with both pictures scaled to a quarter. */
export async function differingPixels(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const addresses = [one, other].map((png) => `data:image/png;base64,${png.toString('base64')}`);
  return page.evaluate(async (sources) => {
    const pixels = await Promise.all(
      sources.map(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const [width, height] = [Math.floor(image.width / 4), Math.floor(image.height / 4)];
        const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')!;
        context.drawImage(image, 0, 0, width, height);
        return context.getImageData(0, 0, width, height).data;
      }),
    );
    const [first, second] = pixels as [Uint8ClampedArray, Uint8ClampedArray];
    let differing = 0;
    for (let at = 0; at < first.length; at += 4) {
      const isOther = [0, 1, 2].some((channel) => Math.abs(first[at + channel]! - second[at + channel]!) > 40);
      if (isOther) differing++;
    }
    return differing / (first.length / 4);
  }, addresses);
}
