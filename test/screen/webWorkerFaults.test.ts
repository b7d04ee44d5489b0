/** Faults of web workers in Chromium: each ends its request with a reason, and the next request gets a new worker. */

import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../../scripts/chromium.ts';
import { root } from '../../scripts/paths.ts';
import type { workerHandle } from '../../server/src/browser/worker.ts';
import type { EngineClient, RequestResult, Work } from '../../server/src/evaluation/engineClient.ts';

/** What the bundled sources export to the page. */
interface Exports {
  readonly EngineClient: typeof EngineClient;
  readonly workerHandle: typeof workerHandle;
}

const origin = 'http://workers.test';

const failed = { kind: 'lost', reason: expect.stringMatching(/^the engine failed \(.*(?:boom|SyntaxError).*\)$/) };
const silent = { kind: 'exceeded', requestId: 1 };

/** Scripts of workers, and the result of a request to them. */
const faults: Readonly<Record<string, readonly [script: string, result: unknown]>> = {
  'throws when it starts': ['throw new Error("boom")', failed],
  'throws at a message': ['onmessage = () => { throw new Error("boom") }', failed],
  'is not JavaScript': ['<!DOCTYPE html>', failed],
  closes: ['onmessage = () => close()', silent],
  hangs: ['onmessage = () => { for (;;); }', silent],
};

const answering = 'onmessage = ({ data: { requestId } }) => postMessage({ kind: "cancelled", requestId })';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
  page = await browser.newPage();
  const scripts = new Map([
    ['/exports.js', await bundled(exportsOf('evaluation/engineClient.ts', 'browser/worker.ts'), 'exports')],
    ['/engine.js', await bundled("import './server/src/browser/engineWorker.ts'")],
    ['/answering.js', answering],
    ...Object.entries(faults).map(([name, [script]]) => [`/${encodeURIComponent(name)}.js`, script] as const),
  ]);
  await page.route(`${origin}/**`, (route) => {
    const script = scripts.get(new URL(route.request().url()).pathname);
    return script === undefined
      ? route.fulfill({ contentType: 'text/html', body: '<script src="/exports.js"></script>' })
      : route.fulfill({ contentType: 'text/javascript', body: script });
  });
  await page.goto(origin);
});

afterAll(() => browser.close());

test.each(Object.entries(faults))('a worker that %s', async (name, [, result]) => {
  const [first, second] = await resultsOf([`/${encodeURIComponent(name)}.js`, '/answering.js']);
  expect(first).toEqual(result);
  expect(second).toEqual({ kind: 'cancelled', requestId: 2 });
});

test('an engine that rejects a message is lost', async () => {
  const reason = await page.evaluate(
    (url) =>
      new Promise<string>((onLost) => {
        const { workerHandle }: Exports = Reflect.get(window, 'exports');
        const handle = workerHandle(new Worker(url), { onReply: () => undefined, onLost });
        Reflect.apply(handle.post, handle, [null, []]);
      }),
    '/engine.js',
  );
  expect(reason).toMatch(/^the engine failed \(.*null.*\)$/);
});

/** The ends of a request to each of these workers, one after another. */
function resultsOf(scripts: readonly string[]): Promise<readonly RequestResult[]> {
  return page.evaluate(async (urls) => {
    const { EngineClient, workerHandle }: Exports = Reflect.get(window, 'exports');
    const waiting = [...urls];
    const engine = new EngineClient((events) => workerHandle(new Worker(waiting.shift()!), events), 500);
    const work = { kind: 'check', timeLimit: 500 } as unknown as Work;
    const results: RequestResult[] = [];
    for (const _ of urls) results.push(await engine.run(work, []).ended);
    return results;
  }, scripts);
}

function exportsOf(...files: readonly string[]): string {
  return files.map((file) => `export * from './server/src/${file}';`).join('\n');
}

/** @param globalName the variable that gets the exports. */
async function bundled(contents: string, globalName?: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: root },
    bundle: true,
    format: 'iife',
    ...(globalName && { globalName }),
    write: false,
    logLevel: 'warning',
  });
  return outputFiles[0]!.text;
}
