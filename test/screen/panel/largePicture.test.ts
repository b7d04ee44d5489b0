/** PNG of graphs larger than a canvas: the tiles form the picture of the SVG, and a graph beyond the limit is refused. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../../scripts/chromium.ts';
import { longModel } from '../../support/models/longModel.ts';
import { type OpenPanel, openPanel } from '../../support/panel/openPanel.ts';

/** Larger in one direction than Chromium allows a canvas to be. */
const maxCanvasSide = 16_384;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

/** Opens all groups of a model with this many lines, whose graph is a long chain to the right. */
async function expanded(lines: number): Promise<OpenPanel> {
  const size = { width: 1600, height: 500 };
  const panel = await openPanel(browser, { theme: 'dark', text: longModel(lines), size });
  await panel.page.getByRole('button', { name: 'Expand all' }).click();
  const width = async () => /width="(\d+)"/.exec(Buffer.from(await exported(panel, 'svg'), 'base64').toString())?.[1];
  await expect.poll(async () => Number(await width())).toBeGreaterThan(maxCanvasSide / 2);
  return panel;
}

/** Exports the graph, and returns the picture or why there is none. */
async function exported({ page, messages }: OpenPanel, format: 'svg' | 'png'): Promise<string> {
  const before = messages.length;
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('menuitem', { name: `Save as ${format.toUpperCase()}…` }).press('Enter');
  const answer = () =>
    messages
      .slice(before)
      .find((message) => (message.kind === 'save' ? message.format === format : message.kind === 'showWarning'));
  await expect.poll(answer).toBeDefined();
  const message = answer()!;
  if (message.kind === 'save') return message.base64;
  return message.kind === 'showWarning' ? message.reason : '';
}

/** Compares both pictures around points where tiles meet, and elsewhere. */
async function differencesOf(svg: string, png: string): Promise<readonly { differing: number; colors: number }[]> {
  const page = await browser.newPage();
  const differences = await page.evaluate(
    async ([svg, png]) => {
      const bytes = async (base64: string, type: string) => (await fetch(`data:${type};base64,${base64}`)).blob();
      const image = new Image();
      image.src = URL.createObjectURL(await bytes(svg!, 'image/svg+xml'));
      await image.decode();
      const bitmap = await createImageBitmap(await bytes(png!, 'image/png'));
      const scale = bitmap.width / image.width;
      const size = { width: 1_000, height: Math.min(1_000, bitmap.height) };
      const pixels = (draw: (context: CanvasRenderingContext2D) => void) => {
        const context = Object.assign(document.createElement('canvas'), size).getContext('2d')!;
        draw(context);
        return context.getImageData(0, 0, size.width, size.height).data;
      };
      return [0, 8_192 - 500, 16_384 - 500, bitmap.width - 1_000].map((left) => {
        const top = Math.floor((bitmap.height - size.height) / 2);
        const inPng = pixels((context) => context.drawImage(bitmap, -left, -top));
        const inSvg = pixels((context) => {
          context.setTransform(scale, 0, 0, scale, -left, -top);
          context.drawImage(image, 0, 0);
        });
        // Edges of letters may be rounded in another way.
        const differing = inPng.filter((byte, index) => Math.abs(byte - inSvg[index]!) > 40).length / inPng.length;
        return { differing, colors: new Set(new Uint32Array(inPng.buffer)).size };
      });
    },
    [svg, png],
  );
  await page.close();
  return differences;
}

test('a graph longer than a canvas is drawn in tiles that meet', async () => {
  const panel = await expanded(75);
  const svg = await exported(panel, 'svg');
  const png = await exported(panel, 'png');
  await panel.close();
  const header = Buffer.from(png, 'base64');
  expect(header.readUInt32BE(16)).toBeGreaterThan(maxCanvasSide);
  for (const { differing, colors } of await differencesOf(svg, png)) {
    expect(differing).toBeLessThan(0.001);
    expect(colors).toBeGreaterThan(3);
  }
});

test('a graph of 1,700 nodes in one chain is refused with its size', async () => {
  const panel = await expanded(340);
  expect(await exported(panel, 'png')).toMatch(
    /^The graph is too large for a PNG: [\d,]+ × [\d,]+ pixels, with letters just legible, are more than 268,435,456\. Save it as SVG, or collapse some groups\.$/,
  );
  await panel.close();
});
