/** SVG export of the graph: well-formed, laid out as the canvas, and up to the current playback step. */

import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { crc32, inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type Highlight, noHighlight } from '../../../client/webview/src/canvas/highlight.ts';
import { type Drawing, renderSvg } from '../../../client/webview/src/export/graphSvg.ts';
import { parsePaint } from '../../../client/webview/src/export/paint.ts';
import { pngScale } from '../../../client/webview/src/export/png.ts';
import { encodePng } from '../../../client/webview/src/export/pngEncoder.ts';
import type { ElementStyle, StyleSource } from '../../../client/webview/src/export/styleSource.ts';
import { translate } from '../../../client/webview/src/layout/box.ts';
import { layOutGraph, type Placement } from '../../../client/webview/src/layout/layOutGraph.ts';
import { trunkShapes, wireShapes } from '../../../client/webview/src/layout/wires/wire.ts';
import type { GraphNumbers, GraphStructure } from '../../../protocol/panel/graph.ts';
import { examples } from '../../../scripts/paths.ts';
import { buildDisplayGraph } from '../../../server/src/graph/buildDisplayGraph.ts';
import { numbersOf } from '../../../server/src/graph/graphNumbers.ts';
import { readAndEvaluate } from '../../../server/src/node/bp/command.ts';
import { handmadeGraph, handmadeLesson } from '../../support/fixtures/handmadeGraph.ts';
import { awkwardTexts } from '../../support/models/fuzzedTexts.ts';
import { elementsNamed, parseXml, type XmlElement } from '../../support/texts/xml.ts';

const white = { color: '#ffffff', opacity: 1 };
const plain: ElementStyle = {
  color: white,
  background: { color: '#000000', opacity: 1 },
  border: { width: 1, paint: white, isDashed: false, radius: 4 },
  shadows: [],
  fill: white,
  stroke: white,
  strokeWidth: 3,
  stop: white,
  opacity: 1,
  fontSize: 12,
  lineHeight: 16,
  isBold: false,
  left: 14,
  top: 8,
  paddingLeft: 12,
};

/** Styles of elements with these classes. */
const marked: readonly (readonly [className: RegExp, changes: Partial<ElementStyle>])[] = [
  [/\bunknown\b/, { opacity: 0.3 }],
  [/\bis-stale\b/, { opacity: 0.45 }],
  [/\bglow highlight-backward\b/, { stroke: { color: '#ff0000', opacity: 1 } }],
  [/\bglow highlight-editor\b/, { stroke: { color: '#0000ff', opacity: 1 } }],
  [/\bgraph-node group\b.*\bbody$/, { shadows: [{ paint: white, x: 3, y: -3, spread: 0 }] }],
];

const style: StyleSource = {
  fontFamily: 'monospace',
  styleOf(...classes) {
    const path = classes.join(' ');
    return Object.assign(
      {},
      plain,
      ...marked.flatMap(([className, changes]) => (className.test(path) ? [changes] : [])),
    );
  },
  widthOf: (text, fontSize) => Array.from(text).length * fontSize * 0.6,
  baselineOffset: () => 4,
};

interface Numbered {
  readonly structure: GraphStructure;
  readonly numbers: GraphNumbers;
}

function renderGraph(
  { structure, numbers }: Numbered,
  parts: Partial<Drawing> = {},
): { readonly placement: Placement; readonly svg: XmlElement } {
  const placement = layOutGraph(structure);
  const { text } = renderSvg(
    { name: 'a.bp', structure, numbers, placement, highlight: noHighlight, isStale: false, hiddenLabels: [], ...parts },
    style,
  );
  return { placement, svg: parseXml(text) };
}

function textsOf(svg: XmlElement): readonly string[] {
  return elementsNamed(svg, 'text').map(({ text }) => text);
}

/** The position of a text, moved from its baseline to its vertical center. */
function pointOf(svg: XmlElement, text: string) {
  const found = elementsNamed(svg, 'text').find((element) => element.text === text);
  expect(found, text).toBeDefined();
  return { x: Number(found!.attributes.x), y: Number(found!.attributes.y) - 4 };
}

describe('the SVG of the lesson', () => {
  const { structure } = handmadeLesson;

  test('places names, symbols and numbers as on the canvas', () => {
    const { placement, svg } = renderGraph(handmadeLesson);
    const at = (index: number, mark: 'value' | 'gradient' | 'name') => {
      const { x, y } = translate(placement.boxes[index]![mark], placement.nodes[index]!);
      return { x: expect.closeTo(x, 1), y: expect.closeTo(y, 1) };
    };
    expect(pointOf(svg, '−2')).toEqual(at(0, 'value'));
    expect(pointOf(svg, 'q')).toEqual(at(4, 'name'));
    expect(pointOf(svg, '3')).toEqual(at(4, 'value'));
    expect(pointOf(svg, '−12')).toEqual(at(2, 'gradient'));
    expect(textsOf(svg).toSorted()).toEqual(
      [
        ...[
          'x',
          '−2',
          '16',
          'y',
          '5',
          '16',
          'z',
          '−4',
          '−12',
          'target',
          '−10',
          'q',
          '+',
          '3',
          '16',
          'f',
          '×',
          '−12',
          '−4',
        ],
        ...['−', '−2', '−4', 'L', '^ 2', '4', '1', '→ value', '← gradient', 'wire ‖∂L‖', '1', '16', 'log'],
      ].toSorted(),
    );
  });

  test('draws nodes and wires with the shapes of the canvas', () => {
    const { placement, svg } = renderGraph(handmadeLesson);
    const bodies = placement.boxes.map(({ body }, index) => {
      const { x, y } = translate(body, placement.nodes[index]!);
      return { x: x + 0.5, y: y + 0.5, width: body.width - 1, height: body.height - 1 };
    });
    const [, ...rectangles] = elementsNamed(svg, 'rect');
    expect(rectangles).toHaveLength(bodies.length);
    for (const [index, { attributes }] of rectangles.entries()) {
      for (const [name, length] of Object.entries(bodies[index]!))
        expect(Number(attributes[name])).toBeCloseTo(length, 1);
    }
    const paths = elementsNamed(svg, 'path').map(({ attributes }) => attributes.d);
    for (const { path } of [...trunkShapes(structure, placement), ...wireShapes(structure, placement)])
      expect(paths).toContain(path);
  });

  test('has a title and a description', () => {
    const { svg } = renderGraph(handmadeLesson, { name: '<a>.bp' });
    expect(svg.children.slice(0, 2).map(({ name, text }) => [name, text.split('\n')])).toEqual([
      ['title', ['The graph of <a>.bp']],
      [
        'desc',
        [
          'param x = −2, ∂L/∂x = 16',
          'param y = 5, ∂L/∂y = 16',
          'param z = −4, ∂L/∂z = −12',
          'const target = −10',
          'q: + of x and y = 3, ∂L/∂q = 16',
          'f: × of q and z = −12, ∂L/∂f = −4',
          '− of f and target = −2, ∂L = −4',
          'L: ^ 2 of − = 4, ∂L/∂L = 1',
        ],
      ],
    ]);
  });

  test('dims and does not describe numbers after the current playback step', () => {
    const playback = {
      phase: 'backward' as const,
      values: new Set([0, 1, 2, 3, 4]),
      gradients: new Map([[0, { text: '7', elements: null }]]),
      wires: new Set([0]),
    };
    const { svg } = renderGraph(handmadeLesson, { highlight: { nodes: new Set([4]), wires: new Set([0]), playback } });
    const faint = elementsNamed(svg, 'text').filter(({ attributes }) => attributes.opacity === '0.3');
    expect(faint.map(({ text }) => text)).toEqual(['16', '−12', '16', '−12', '−4', '−2', '−4', '4', '1']);
    expect(glows(svg)).toEqual(['#ff0000', '#ff0000']);
    expect(svg.children[1]!.text.split('\n').slice(0, 6)).toEqual([
      'param x = −2, ∂L/∂x = 7',
      'param y = 5',
      'param z = −4',
      'const target = −10',
      'q: + of x and y = 3',
      'f: × of q and z',
    ]);
  });

  test("omits the highlight of the editor's cursor", () => {
    const highlight: Highlight = { nodes: new Set([4]), wires: new Set([0]), playback: null };
    expect(renderGraph(handmadeLesson, { highlight }).svg).toEqual(renderGraph(handmadeLesson).svg);
  });

  test('is dimmed and titled as stale if the graph is stale', () => {
    const titleAndOpacities = (isStale: boolean) => {
      const { svg } = renderGraph(handmadeLesson, { isStale });
      return [svg.children[0]!.text, ...svg.children.flatMap(({ attributes }) => attributes.opacity ?? [])];
    };
    expect(titleAndOpacities(true)).toEqual(['The graph of a.bp, stale', '0.45']);
    expect(titleAndOpacities(false)).toEqual(['The graph of a.bp']);
  });
});

function glows(svg: XmlElement): readonly string[] {
  const strokes = elementsNamed(svg, 'path').map(({ attributes }) => attributes.stroke ?? '');
  return strokes.filter((stroke) => stroke === '#ff0000' || stroke === '#0000ff');
}

test("a tensor's thumbnail and symbol are centered together in the node", () => {
  const thumbnail = { kind: 'bars', bars: [0.5, 1] } as const;
  const { placement, svg } = renderGraph(
    handmadeGraph([{ id: 'W', kind: 'param', name: 'W', shape: '[2]', thumbnail }]),
  );
  const { body } = placement.boxes[0]!;
  const middle = placement.nodes[0]!.x + body.width / 2;
  const [x] = elementsNamed(svg, 'g')
    .flatMap(({ attributes }) => attributes.transform?.match(/[\d.]+/g) ?? [])
    .map(Number);
  expect(pointOf(svg, 'W').x - 7.2 / 2 + (x! + 40)).toBeCloseTo(2 * middle, 1);
  expect(textsOf(svg)).toContain('[2]');
});

test('an expanded group is a labeled frame, and a collapsed one has a sheet and a node count', () => {
  const { placement, svg } = renderGraph(
    handmadeGraph(
      [
        { id: 'a', parent: 'h' },
        { id: 'b', kind: 'group', symbol: 'mlp', size: 1234 },
      ],
      [{ from: 0, to: 1 }],
      [{ id: 'h', label: 'dense' }],
    ),
  );
  const [frame] = placement.groups;
  expect(pointOf(svg, 'dense')).toEqual({ x: frame!.x + 14, y: frame!.y + 16 });
  expect(textsOf(svg)).toContain('1,234 nodes');
  const { body } = placement.boxes[1]!;
  const [, , , sheet, last] = elementsNamed(svg, 'rect');
  const at = translate(body, placement.nodes[1]!);
  expect(Number(sheet!.attributes.x)).toBeCloseTo(at.x + 3, 1);
  expect(Number(last!.attributes.x)).toBeCloseTo(at.x + 0.5, 1);
});

test('hidden gradients are neither drawn nor described, while wires keep their width', () => {
  const texts = (hiddenLabels: Drawing['hiddenLabels']) => {
    const { svg } = renderGraph(handmadeLesson, { hiddenLabels });
    return { drawn: textsOf(svg), described: elementsNamed(svg, 'desc')[0]!.text, wires: elementsNamed(svg, 'path') };
  };
  const all = texts([]);
  const hidden = texts(['gradient']);
  const countOf = (text: string, { drawn }: typeof all) => drawn.filter((other) => other === text).length;
  expect(['← gradient', '16', '3'].map((text) => countOf(text, all))).toEqual([1, 4, 1]);
  // The legend of the wires still has the largest gradient.
  expect(['← gradient', '16', '3'].map((text) => countOf(text, hidden))).toEqual([0, 1, 1]);
  expect(all.described).toContain('∂');
  expect(hidden.described).not.toContain('∂');
  expect(hidden.wires.map(({ attributes }) => attributes['stroke-width'])).toEqual(
    all.wires.map(({ attributes }) => attributes['stroke-width']),
  );
});

test('a graph without gradients has no legend', () => {
  expect(textsOf(renderGraph(handmadeGraph([{ id: 'a' }])).svg)).toEqual(['a']);
});

test('a long number widens the picture', () => {
  const widths = ['1', '−1.234567890123456e−123'].map((value) => {
    const { svg } = renderGraph(handmadeGraph([{ id: 'a', value }]));
    return Number(svg.attributes.width);
  });
  const [narrow, wide] = widths;
  expect(wide! - narrow!).toBeGreaterThan(80);
});

describe('SVG text', () => {
  test.each([...awkwardTexts, ']]>', '<!--', '\ud800', 'a\0b'])('escapes %j', (text) => {
    const graph = handmadeGraph([{ id: 'a', symbol: text, value: text }], [], [{ id: 'g', label: text }]);
    const shown = text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ');
    expect(textsOf(renderGraph(graph).svg)).toEqual([shown, shown, shown]);
  });
});

describe('the SVG of an example', () => {
  test.each(globSync('*.bp', { cwd: examples }))('contains all numbers of %s', async (file) => {
    const snapshot = await readAndEvaluate(join(examples, file));
    const graph = buildDisplayGraph(snapshot, { isCollapsed: null, except: [] });
    const numbers = numbersOf(graph, snapshot, 4);
    const { svg } = renderGraph({ structure: graph.structure, numbers }, { name: basename(file) });
    const texts = textsOf(svg).map((text) => text.replace('‖∂‖ ', '').replaceAll('\u00a0', ' '));
    /** As one text, or as the lines of the elements of a small tensor. */
    const isShown = (text: string | null, lines: readonly string[] | null | undefined): boolean =>
      !text || texts.includes(text) || (lines?.every((line) => texts.includes(line)) ?? false);
    const missing = numbers.nodes.filter(
      ({ value, gradient, elements }) => !isShown(value, elements?.value) || !isShown(gradient, elements?.gradient),
    );
    expect(missing).toEqual([]);
    const lengths = elementsNamed(svg, 'rect').flatMap(({ attributes: { x, y, width, height } }) => [
      x,
      y,
      width,
      height,
    ]);
    expect(lengths.every((length) => Number.isFinite(Number(length)))).toBe(true);
  });
});

describe('a CSS color', () => {
  test.each([
    ['rgb(31, 31, 31)', '#1f1f1f', 1],
    ['rgba(255, 255, 255, 0.7)', '#ffffff', 0.7],
    ['rgba(0, 0, 0, 0)', '#000000', 0],
    ['color(srgb 0.5 1 1.4e-8)', '#80ff00', 1],
    ['color(srgb 1.00002 0.2 0 / 0.25)', '#ff3300', 0.25],
    ['none', '#000000', 0],
  ])('%s is parsed as %s', (css, color, opacity) => {
    expect(parsePaint(css)).toEqual({ color, opacity });
  });
});

describe('a PNG', () => {
  test('has two pixels a unit, and fewer if it is large', () => {
    expect(pngScale({ width: 1045, height: 274 })).toBe(2);
    expect(pngScale({ width: 60_000, height: 1_000 })).toBe(2);
    expect(pngScale({ width: 12_000, height: 12_000 })).toBe(1);
    expect(pngScale({ width: 20_000, height: 20_000 })).toBe(0.75);
  });

  test('is refused if it would take too long to render', () => {
    expect(() => pngScale({ width: 30_000.5, height: 30_000 })).toThrow(
      'The graph is too large for a PNG: 22,501 × 22,500 pixels, with letters just legible, are more than 268,435,456. Save it as SVG, or collapse some groups.',
    );
  });

  test('contains the rows of all strips', async () => {
    const [width, strips] = [3, [2, 1].map((rows, strip) => new Uint8ClampedArray(12 * rows).fill(7 + strip))];
    const png = Buffer.from(await encodePng({ width, height: 3 }, strips));
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, 3]);
    const chunks: (readonly [type: string, data: Buffer])[] = [];
    for (let start = 8; start < png.length; ) {
      const end = start + 8 + png.readUInt32BE(start);
      expect(png.readUInt32BE(end)).toBe(crc32(png.subarray(start + 4, end)));
      chunks.push([png.toString('latin1', start + 4, start + 8), png.subarray(start + 8, end)]);
      start = end + 4;
    }
    expect(chunks.map(([type]) => type)).toEqual(['IHDR', 'IDAT', 'IEND']);
    const row = (value: number) => [0, ...Array<number>(12).fill(value)];
    expect([...inflateSync(chunks[1]![1])]).toEqual([...row(7), ...row(7), ...row(8)]);
  });
});
