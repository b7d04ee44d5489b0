/** Hostile messages and documents in the graph panel and the Markdown preview: nothing is executed or fetched. */
import { join } from 'node:path';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { embeddedModelHtml } from '../../../client/src/markdown/html.ts';
import { type EmbeddedModel, embeddedGraph } from '../../../protocol/markdown/embeddedModel.ts';
import {
  type GraphStructure,
  type GraphUpdate,
  graphUpdate as graphSchema,
  graphStructure,
} from '../../../protocol/panel/graph.ts';
import { type FromPage, type ToPage, toPage } from '../../../protocol/panel/messages.ts';
import { panelRequests } from '../../../protocol/panel/requests.ts';
import { type Schema, validate } from '../../../protocol/shared/schema.ts';
import { launchChromium } from '../../../scripts/chromium.ts';
import { dist } from '../../../scripts/paths.ts';
import { handmadeGraph } from '../../support/fixtures/handmadeGraph.ts';
import { canary, hostileJson, hostileText, hostileValues } from '../../support/fixtures/hostileMessages.ts';
import { openPage } from '../../support/panel/panelPage.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const previewOrigin = 'http://preview.test';
const uri = 'file:///models/model.bp';
const collapseState = { isCollapsed: null, except: [] };
const file: ToPage = { kind: 'file', uri, name: 'model.bp', isPinned: false, isOpen: true, collapseState };
const { structure, numbers } = handmadeGraph(
  [
    { id: 'x', kind: 'param', name: 'x' },
    { id: 'L', name: 'L', isRoot: true },
  ],
  [{ from: 0, to: 1 }],
);
const graph: ToPage = {
  kind: 'graph',
  graph: {
    uri,
    version: 1,
    structureVersion: 1,
    structure,
    numbers,
    objectiveText: '4',
    sampleText: null,
    stepTitle: null,
    staleNotice: null,
  },
};

/** Values with which many messages are valid, so that their texts and numbers reach the page. */
const fields = {
  uri: fc.constant(uri),
  structureVersion: fc.constantFrom(1, 2),
  id: fc.oneof({ weight: 9, arbitrary: fc.uuid() }, fc.constantFrom('a', 'b', '__proto__')),
  parent: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, fc.constantFrom('a', 'b')),
  from: fc.oneof({ weight: 9, arbitrary: fc.constant(0) }, fc.constantFrom(-1, 9)),
  to: fc.oneof({ weight: 9, arbitrary: fc.constant(1) }, fc.constantFrom(0, 9)),
  thumbnail: fc.oneof(
    fc.constant({ kind: 'heat', rows: 1e9, columns: 1e9, cells: [] }),
    { weight: 9, arbitrary: fc.constant({ kind: 'heat', rows: 1, columns: 2, cells: [-1e308, null] }) },
    { weight: 9, arbitrary: fc.constant({ kind: 'bars', bars: [0, 1e308] }) },
  ),
};

/** Structures with numbers for each of their nodes and wires. */
const hostileGraphs = hostileValues(graphStructure, fields).map((hostile) => {
  const { nodes, wires } = hostile as GraphStructure;
  const [nodeNumbers, wireNumbers] = [numbers.nodes[0]!, numbers.wires[0]!];
  const numbersOf = { nodes: nodes.map(() => nodeNumbers), wires: wires.map(() => wireNumbers) };
  return { structure: nodes.length === 0 ? null : (hostile as GraphStructure), numbers: numbersOf };
});

/** With a fixed seed, so that a run does the same each time. */
const samples = <T>(values: fc.Arbitrary<T>, thorough: number) =>
  fc.sample(values, { ...generatedCases(thorough), seed: 1 });

let browser: Browser;
let page: Page;
let executions: number;
let addresses: string[];
let errors: string[];

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(() => browser.close());

beforeEach(async () => {
  executions = 0;
  [addresses, errors] = [[], []];
  page = await browser.newPage({ viewport: { width: 1100, height: 640 }, reducedMotion: 'reduce' });
  await page.exposeFunction(canary, () => executions++);
  page.on('pageerror', ({ message, stack }) => errors.push(stack ?? message));
});

afterEach(() => page.close());

/** Fraction of the values that match the schema, and so reach the page. */
function validShare(schema: Schema, values: readonly unknown[]): number {
  return values.filter((value) => validate(schema, value) !== undefined).length / values.length;
}

/** Fails if anything was executed or fetched since the page was open, or if the page reported an error. */
function expectNothingHappened(): void {
  expect(errors).toEqual([]);
  expect({ executions, addresses }).toEqual({ executions: 0, addresses: [] });
}

test('the panel drops or draws hostile messages, and then draws a graph again', async () => {
  const answers = samples(
    fc.record(
      Object.fromEntries(
        Object.entries(panelRequests).map(([name, { resultSchema }]) => [name, hostileValues(resultSchema, fields)]),
      ),
    ),
    500,
  );
  let requestCount = 0;
  const receive = async (message: FromPage): Promise<void> => {
    const isOwnError = message.kind === 'logError' && !message.message.startsWith('it received an unknown message');
    if (isOwnError) errors.push(message.message);
    if (message.kind !== 'request') return;
    const result = answers[requestCount++ % answers.length]![message.method];
    // The page may be closed meanwhile.
    await send({ kind: 'response', id: message.id, result }).catch(() => undefined);
  };
  const send = await openPage(page, 'dark', (message) => void receive(message));
  await send(file);
  await send(graph);
  const node = page.locator('.graph-node .body[aria-label^="L"], .graph-list li');
  await node.first().waitFor();
  page.on('request', (request) => addresses.push(request.url()));
  const drawn = fc.tuple(hostileGraphs, hostileValues(graphSchema, fields)).map(([parts, hostile]) => ({
    kind: 'graph',
    graph: { ...(hostile as GraphUpdate), ...parts },
  }));
  const messages = samples(
    fc.oneof({ weight: 9, arbitrary: hostileValues(toPage, fields) }, { weight: 4, arbitrary: drawn }, hostileJson),
    1000,
  );
  expect(validShare(toPage, messages)).toBeGreaterThan(0.2);
  for (const [index, message] of messages.entries()) {
    await send(message as ToPage);
    await page.evaluate(pressAndDraw, index);
  }
  await send(file);
  await send(graph);
  await node.first().waitFor();
  expectNothingHappened();
});

/** Presses one of the panel's buttons, points at a node, and waits for the next frame. Runs in the page. */
function pressAndDraw(index: number): Promise<unknown> {
  const buttons = document.querySelectorAll('button');
  if (index % 3 === 0) buttons[index % buttons.length]?.click();
  const bodies = document.querySelectorAll('.graph-node .body');
  bodies[index % bodies.length]?.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
  return new Promise((resolve) => requestAnimationFrame(resolve));
}

test('the Markdown preview shows hostile models as text', async () => {
  const text = hostileText;
  const decoration = fc.record({
    line: fc.constant(0),
    value: text,
    gradient: text,
    update: text,
    isStale: fc.boolean(),
  });
  const blocks = fc.record({
    lines: fc.array(
      fc.record({
        spans: fc.array(fc.record({ text, kind: fc.constantFrom(null, 'comment', 'string', 'keyword') }), {
          maxLength: 3,
        }),
        decoration: fc.option(decoration),
      }),
      { maxLength: 3 },
    ),
    problems: fc.array(fc.record({ severity: fc.constantFrom('error', 'warning'), message: text }), { maxLength: 2 }),
    graph: fc.option(fc.oneof(hostileValues(embeddedGraph, fields), hostileGraphs)),
  }) as fc.Arbitrary<EmbeddedModel>;
  const hostileBlocks = samples(blocks, 500);
  expect(
    validShare(
      embeddedGraph,
      hostileBlocks.map((block) => block.graph),
    ),
  ).toBeGreaterThan(0.05);
  const html = [...hostileBlocks, { lines: [], problems: [], graph: { structure, numbers } }].map((block) =>
    embeddedModelHtml(block, ''),
  );
  // The policy of VS Code's preview, which allows the styles of its themes.
  const policy = "default-src 'none'; img-src 'self' https: data:; script-src 'nonce-own'; style-src 'unsafe-inline'";
  const body = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}">
    <body class="vscode-dark">${html.join('')}<script nonce="own" src="/preview.js"></script>`;
  await page.route(`${previewOrigin}/`, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.route(`${previewOrigin}/preview.js`, (route) =>
    route.fulfill({ path: join(dist, 'webview', 'preview.js'), contentType: 'text/javascript' }),
  );
  await page.goto(`${previewOrigin}/`);
  page.on('request', (request) => addresses.push(request.url()));
  await expect.poll(() => page.locator('.backprop-block').count()).toBe(html.length);
  await page.locator('.backprop-graph svg').last().waitFor();
  expectNothingHappened();
});
