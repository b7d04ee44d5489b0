/** Pictures of tensors in hovers: their colors, layout, size and escaping. */

import { crc32, inflateSync } from 'node:zlib';
import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { defaultSettings } from '../../../protocol/editor/settings.ts';
import { fromBase64 } from '../../../protocol/shared/base64.ts';
import { hoverAt } from '../../../server/src/features/hover/hover.ts';
import { hasPicture, tensorPicture } from '../../../server/src/features/hover/picture/tensorPicture.ts';
import { themeColors } from '../../../server/src/features/hover/picture/themeColors.ts';
import { withCursor } from '../../support/fixtures/fixture.ts';
import { annotationsAfter } from '../../support/models/evaluated.ts';
import { awkwardTexts } from '../../support/models/fuzzedTexts.ts';
import { elementsNamed, parseXml, type XmlElement } from '../../support/texts/xml.ts';

const { dark } = themeColors;

/** By default it refuses SVG images. */
const markdownReader = Object.assign(new MarkdownIt(), { validateLink: () => true });

describe('a picture', () => {
  test('has the numbers of a small matrix in cells of the color of their signs', () => {
    const { svg } = picture([2, 3], { W: [1, -0.5, 0, Number.NaN, Number.NEGATIVE_INFINITY, 0.25] });
    const rectangles = elementsNamed(svg, 'rect').map(({ attributes }) => attributes);
    expect(rectangles.map(({ fill }) => fill)).toEqual([
      dark.positive,
      dark.negative,
      dark.positive,
      dark.nonFinite,
      dark.nonFinite,
      dark.positive,
    ]);
    expect(rectangles.map((rectangle) => Number(rectangle['fill-opacity']))).toEqual([0.28, 0.14, 0, 0.28, 0.28, 0.07]);
    expect(elementsNamed(svg, 'text').map(({ text }) => text)).toEqual(['W', '1', '−0.5', '0', 'NaN', '−∞', '0.25']);
  });

  test('has a pixel for each cell of a larger matrix, neutral at 0', () => {
    const elements = new Array<number>(160).fill(0);
    Object.assign(elements, { 0: 2, 1: -2, 10: Number.NaN, 159: Number.POSITIVE_INFINITY });
    const { svg, notes } = picture([16, 10], { W: elements });
    const { width, height, pixels } = bitmapsIn(svg)[0];
    expect([width, height]).toEqual([10, 16]);
    const translucent = `${dark.foreground}1f`;
    expect(pixels.map((pixel) => (pixel === translucent ? '' : pixel)).filter((pixel) => pixel !== '')).toEqual([
      `${dark.positive}ff`,
      `${dark.negative}ff`,
      `${dark.nonFinite}ff`,
      `${dark.nonFinite}ff`,
    ]);
    expect(pixels.indexOf(`${dark.nonFinite}ff`)).toBe(10);
    expect(notes).toEqual(['Red cells are NaN or infinite.']);
  });

  test('mixes the color of 0 with that of the largest element', () => {
    const elements = Array.from({ length: 128 }, (_, i) => i / 127);
    const { svg } = picture([8, 16], { W: elements });
    const alphas = bitmapsIn(svg)[0].pixels.map((pixel) => Number.parseInt(pixel.slice(7), 16));
    expect(alphas).toEqual(alphas.toSorted((a, b) => a - b));
    expect(alphas[0]).toBe(31);
    expect(Math.abs(alphas[64] - 255 * (0.504 + 0.496 * 0.12))).toBeLessThan(2);
    expect(alphas[127]).toBe(255);
  });

  test('shows value and gradient side by side on the same axes, each on its own scale', () => {
    const [value, gradient] = [4, -0.01].map((largest) => new Array<number>(400).fill(largest));
    const { svg, alt } = picture([20, 20], { W: value, '∂L/∂W': gradient });
    const [, left, right] = elementsNamed(svg, 'svg').map(({ attributes: { width, height } }) => [width, height]);
    expect(left).toEqual(right);
    const [first, second] = svg.children.filter(({ name }) => name === 'g').map(({ attributes }) => attributes);
    expect(first.transform).toBe('translate(0 0)');
    expect(second.transform).toMatch(/^translate\(\d+ 0\)$/);
    expect(bitmapsIn(svg).map(({ pixels }) => new Set(pixels))).toEqual([
      new Set([`${dark.positive}ff`]),
      new Set([`${dark.negative}ff`]),
    ]);
    const texts = elementsNamed(svg, 'text').map(({ text }) => text);
    expect(texts).toEqual(['W', '−4', '4', '∂L/∂W', '−0.01', '0.01']);
    expect(alt).toBe('W as a picture, from 4 to 4 · ∂L/∂W as a picture, from −0.01 to −0.01');
  });

  test('puts the gradient of a wide matrix below it', () => {
    const elements = new Array<number>(20).fill(1);
    const { svg } = picture([20], { W: elements, '∂L/∂W': elements });
    const transforms = svg.children.filter(({ name }) => name === 'g').map(({ attributes }) => attributes.transform);
    expect(transforms[1]).toMatch(/^translate\(0 \d+\)$/);
  });

  test('shows a large matrix as means of blocks', () => {
    const elements = Array.from({ length: 128 * 130 }, (_, i) => (Math.floor(i / 130) < 2 ? 1 : 0));
    const { svg, notes } = picture([128, 130], { W: elements });
    const { width, height, pixels } = bitmapsIn(svg)[0];
    expect([width, height]).toEqual([44, 64]);
    expect(pixels.map((pixel) => pixel === `${dark.positive}ff`)).toEqual(Array.from(pixels, (_, i) => i < width));
    expect(notes).toEqual(['Each cell is the mean of at most 2×3 elements.']);
  });

  test.each([
    [[8, 6, 5, 5], 6, 'W[0]'],
    [[8, 1, 5, 5], 8, 'W[:, 0]'],
    [[100, 1, 28, 28], 32, 'W[:32, 0]'],
    [[4, 3, 3], 4, 'W'],
  ])('shows the matrices of %j side by side, as the panel does', (shape, count, title) => {
    const { svg } = picture(shape, { W: numbersOf(shape) });
    const [, ...windows] = elementsNamed(svg, 'svg').map(({ attributes }) => attributes);
    expect(windows).toHaveLength(count);
    expect(new Set(windows.map(({ x, y }) => `${x} ${y}`)).size).toBe(count);
    expect(new Set(windows.map(({ viewBox }) => viewBox)).size).toBe(count);
    expect(elementsNamed(svg, 'text')[0].text).toBe(title);
  });

  test('wraps a long vector, whose last row is incomplete', () => {
    const { svg } = picture([70], { v: new Array<number>(70).fill(1) });
    const { width, height, pixels } = bitmapsIn(svg)[0];
    expect([width, height]).toEqual([32, 3]);
    expect(pixels.map((pixel) => pixel.slice(7))).toEqual([...Array(70).fill('ff'), ...Array(26).fill('00')]);
  });

  test('stays small for any shape', () => {
    const shapes = [
      [64, 64],
      [65, 65],
      [1000, 999],
      [10_000, 2],
      [2, 10_000],
      [100_000],
      [500, 1, 28, 28],
      [32, 16, 16],
      [6, 6],
      [7, 7],
      [40, 1],
      [2, 3, 1, 1],
    ];
    for (const theme of Object.keys(themeColors) as (keyof typeof themeColors)[]) {
      for (const shape of shapes) {
        const numbers = Float64Array.from(numbersOf(shape));
        const tensors = ['W', '∂L/∂W'].map((title) => ({ title, elements: numbers }));
        const markdown = tensorPicture(tensors, shape, theme, 17).join('\n\n');
        expect(markdown.length).toBeLessThan(60_000);
        const { width, height } = svgIn(markdown).attributes;
        expect([Number(width) > 0, Number(width) <= 480, Number(height) > 0, Number(height) <= 340]).toEqual(
          Array(4).fill(true),
        );
      }
    }
  });

  test.each([...awkwardTexts, '<script>&"\'</script>', ']](x) ![a](b) `c`', 'a\u0000b\ud800'])(
    'escapes the title %j',
    (title) => {
      const { svg, alt } = picture([2, 2], { [title]: [1, 2, 3, 4] });
      const shown = elementsNamed(svg, 'text')[0].text;
      if (title.length < 40) expect(shown).toBe(title.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' '));
      expect(alt).toBe(`${title} = [[1, 2], [3, 4]]`.replaceAll(/[\0\r]/g, '\ufffd'));
    },
  );
});

test.each([
  [[], false],
  [[6], false],
  [[7], true],
  [[1, 1], false],
  [[2, 1], true],
  [[0, 3], false],
  [[2, 3, 4], true],
])('a tensor of the shape %j has a picture: %j', (shape, expected) => {
  expect(hasPicture(shape)).toBe(expected);
});

describe('a hover', () => {
  const fixture = 'param $0W = [[1, -2], [3, 4]]\nloss L = sum(W^2)';

  test('has the picture instead of tables, after the chain rule', () => {
    const markdown = hoverMarkdown('param $0W[4, 5] ~ normal()\nloss L = sum(W^2)', true);
    const chainRule = markdown.indexOf('upstream × local');
    expect(chainRule).toBeGreaterThan(0);
    expect(markdown.indexOf('](data:image/svg+xml;base64,')).toBeGreaterThan(chainRule);
    expect(markdown).not.toContain('--:');
  });

  test('has tables after the chain rule without pictures', () => {
    const markdown = hoverMarkdown('param $0W[4, 5] ~ normal()\nloss L = sum(W^2)', false);
    expect(markdown.indexOf('--:')).toBeGreaterThan(markdown.indexOf('upstream × local'));
    expect(markdown).not.toContain('data:');
  });

  test('describes the picture', () => {
    const markdown = hoverMarkdown(fixture, true);
    expect(svgIn(markdown).children[0].text).toBe('W = [[1, −2], [3, 4]] · ∂L/∂W = [[2, −4], [6, 8]]');
  });

  test('draws a subexpression without a name, and a value without a gradient', () => {
    const subexpression = hoverMarkdown('x = sum([[1, 2], [3, 4]] $0* 2)', true);
    expect(elementsNamed(svgIn(subexpression), 'text').map(({ text }) => text)).toContain('8');
    const scalar = hoverMarkdown('x = 3\ny = 2 * $0x', true);
    expect(scalar).not.toContain('data:');
  });
});

function hoverMarkdown(fixture: string, hasPictures: boolean): string {
  const { text, offset } = withCursor(fixture);
  const annotations = annotationsAfter([text]);
  const parts = { hasElements: true, pictureTheme: hasPictures ? ('dark' as const) : undefined };
  const hover = hoverAt({ snapshot: annotations.snapshot, annotations }, offset, defaultSettings, parts)!;
  return (hover.contents as { readonly value: string }).value;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

function unescapeHtml(text: string): string {
  return text.replaceAll(/&(\w+);/g, (_, name) => entities[name]);
}

interface Picture {
  readonly svg: XmlElement;
  /** As it is shown. */
  readonly alt: string;
  readonly notes: readonly string[];
}

function picture(shape: readonly number[], tensors: Readonly<Record<string, readonly number[]>>): Picture {
  const titled = Object.entries(tensors).map(([title, elements]) => ({ title, elements: Float64Array.from(elements) }));
  const [image, ...notes] = tensorPicture(titled, shape, 'dark', 4);
  const svg = svgIn(image);
  const alt = markdownReader.render(image).match(/ alt="([^"]*)"/)![1];
  return { svg, alt: unescapeHtml(alt), notes };
}

function svgIn(markdown: string): XmlElement {
  const [, base64] = /!\[(?:\\.|[^\]\\])*\]\(data:image\/svg\+xml;base64,([\w+/=]+)\|width=\d+,height=\d+\)/.exec(
    markdown,
  )!;
  return parseXml(new TextDecoder('utf-8', { fatal: true }).decode(fromBase64(base64)));
}

interface Bitmap {
  readonly width: number;
  readonly height: number;
  /** `#rrggbbaa`, row by row. */
  readonly pixels: readonly string[];
}

/** The bitmaps of a picture, read with Node's zlib. */
function bitmapsIn(svg: XmlElement): readonly Bitmap[] {
  return elementsNamed(svg, 'image').map(({ attributes }) => {
    const file = Buffer.from(attributes.href.replace('data:image/png;base64,', ''), 'base64');
    const chunks = new Map<string, Buffer>();
    for (let at = 8; at < file.length; ) {
      const length = file.readUInt32BE(at);
      const data = file.subarray(at + 8, at + 8 + length);
      expect(file.readUInt32BE(at + 8 + length)).toBe(crc32(file.subarray(at + 4, at + 8 + length)));
      chunks.set(file.toString('latin1', at + 4, at + 8), data);
      at += length + 12;
    }
    const [width, height] = [0, 4].map((offset) => chunks.get('IHDR')!.readUInt32BE(offset));
    const rows = inflateSync(chunks.get('IDAT')!);
    expect(rows).toHaveLength(height * (width + 1));
    const colorOf = (index: number) =>
      `#${chunks.get('PLTE')!.toString('hex', 3 * index, 3 * index + 3)}${chunks.get('tRNS')!.toString('hex', index, index + 1)}`;
    const pixels = Array.from(rows).flatMap((index, i) => (i % (width + 1) === 0 ? [] : [colorOf(index)]));
    return { width, height, pixels };
  });
}

function numbersOf(shape: readonly number[]): readonly number[] {
  const size = shape.reduce((product, length) => product * length, 1);
  return Array.from({ length: size }, (_, i) => Math.sin(i * i));
}
