/**
 * A fuzz of edits and requests over stdio. After many edits, every view shows what it shows for the same text in a
 * new document.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { type CodeLens, DiagnosticSeverity } from 'vscode-languageserver/node';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { applyTextEdit, textEdits } from '../support/models/randomEdits.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';
import { FuzzedServer } from './server.ts';

export interface FuzzReport {
  readonly edits: number;
  readonly requests: number;
  readonly comparisons: number;
  /** Comparisons of texts without an error, in which numbers and graph are compared too. */
  readonly sound: number;
  /** Internal errors and log entries. */
  readonly errors: readonly string[];
  readonly differences: readonly string[];
  /** The standard error of the server. */
  readonly log: string;
}

/** Rounds of edits that are generated at once. */
const batchSize = 100;
/** Rounds between two comparisons. */
const comparisonInterval = 4;

/** A round begins with a model, edits it, and may undo that. */
const round = fc.record({
  model: fc.oneof(fc.constantFrom(...sampleModels), modelTexts),
  edits: fc.array(textEdits, { minLength: 4, maxLength: 10 }),
  isUndone: fc.boolean(),
  offsets: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
});
type Round = typeof round extends fc.Arbitrary<infer Value> ? Value : never;

/** Requests between edits, by the position and the whole range. */
const requests: readonly ((position: object, range: object) => readonly [method: string, params: object])[] = [
  (position) => ['textDocument/hover', { position }],
  (position) => ['textDocument/completion', { position }],
  (position) => ['textDocument/signatureHelp', { position }],
  (position) => ['textDocument/definition', { position }],
  (position) => ['textDocument/references', { position, context: { includeDeclaration: true } }],
  (position) => ['textDocument/documentHighlight', { position }],
  (position) => ['textDocument/prepareRename', { position }],
  (position) => ['textDocument/rename', { position, newName: 'renamed' }],
  (position) => ['textDocument/prepareCallHierarchy', { position }],
  (position) => ['textDocument/selectionRange', { positions: [position] }],
  (_, range) => ['textDocument/codeAction', { range, context: { diagnostics: [] } }],
  (_, range) => ['textDocument/rangeFormatting', { range, options: { tabSize: 2, insertSpaces: true } }],
  (_, range) => ['textDocument/semanticTokens/range', { range }],
  () => ['textDocument/codeLens', {}],
  () => ['textDocument/documentSymbol', {}],
  () => ['textDocument/foldingRange', {}],
  () => ['textDocument/documentLink', {}],
];

/** @param onProgress called now and then with what was found so far. */
export async function fuzzEdits(
  editCount: number,
  seed: number,
  command?: readonly string[],
  onProgress: (report: FuzzReport) => void = () => undefined,
): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'bp-fuzz-'));
  for (const [name, text] of Object.entries(library)) writeFileSync(join(folder, name), text);
  const server = new FuzzedServer(command);
  await server.start();
  const run = new FuzzRun(server, folder);
  for (let batch = 0; run.edits < editCount; batch++) {
    for (const each of fc.sample(round, { seed: seed + batch, numRuns: batchSize })) {
      if (run.edits < editCount) await run.play(each);
    }
    onProgress(run.report(''));
  }
  const log = await server.stop();
  rmSync(folder, { recursive: true });
  return run.report(log);
}

class FuzzRun {
  edits = 0;
  #comparisons = 0;
  #sound = 0;
  readonly #differences: string[] = [];
  readonly #server: FuzzedServer;
  readonly #uri: string;
  readonly #freshUri: string;
  #rounds = 0;

  constructor(server: FuzzedServer, folder: string) {
    this.#server = server;
    this.#uri = pathToFileURL(join(folder, 'edited.bp')).href;
    this.#freshUri = pathToFileURL(join(folder, 'fresh.bp')).href;
  }

  report(log: string): FuzzReport {
    const { requestCount: requests, errors } = this.#server;
    const [comparisons, sound, differences] = [this.#comparisons, this.#sound, this.#differences];
    return { edits: this.edits, requests, comparisons, sound, errors, differences, log };
  }

  async play({ model, edits, isUndone, offsets }: Round): Promise<void> {
    const { change, text } = { change: (to: string) => this.#change(to), text: () => this.#server.text(this.#uri) };
    if (this.#rounds === 0) await this.#server.open(this.#uri, model);
    else await change(model);
    for (const [index, burst] of edits.entries()) {
      for (const edit of burst) {
        const edited = applyTextEdit(text(), edit);
        if (!isHeavy(edited)) await change(edited);
      }
      await this.#request(offsets[index % offsets.length] + index);
    }
    if (isUndone) await change(model);
    if (++this.#rounds % comparisonInterval === 0) await this.#compare(offsets);
  }

  async #change(text: string): Promise<void> {
    this.edits++;
    await this.#server.change(this.#uri, text);
  }

  async #request(random: number): Promise<void> {
    const end = this.#server.text(this.#uri).length;
    const [position, last] = [random % (end + 1), end].map((offset) => this.#server.positionAt(this.#uri, offset));
    const [method, params] = requests[random % requests.length](position, { start: position, end: last });
    await this.#server.request(method, this.#uri, params);
  }

  async #compare(offsets: readonly number[]): Promise<void> {
    const text = this.#server.text(this.#uri);
    await this.#server.open(this.#freshUri, text);
    const incremental = await this.#views(this.#uri, offsets);
    const fresh = await this.#views(this.#freshUri, offsets);
    await this.#server.close(this.#freshUri);
    this.#comparisons++;
    if (incremental.isSound) this.#sound++;
    // While a text is broken, its statements keep their last numbers, its graph stays, and the buttons stay at the last loss with numbers.
    const staleLines = new Set(incremental.lenses.flatMap(({ line, isStale }) => (isStale ? line : [])));
    const compared = ({ lenses, isSound, values, ...rest }: Views) => ({
      ...rest,
      isSound,
      lenses: incremental.isSound
        ? lenses
        : lenses.filter(({ line, title }) => title.includes('=') && !staleLines.has(line)),
      values: incremental.isSound ? values : undefined,
    });
    const [left, right] = [compared(incremental), compared(fresh)];
    for (const [view, value] of Object.entries(left)) {
      const other = right[view as keyof typeof right];
      if (!isDeepStrictEqual(value, other))
        this.#differences.push(`${view}: ${JSON.stringify(value)} is not ${JSON.stringify(other)}\n${text}`);
    }
  }

  async #views(uri: string, offsets: readonly number[]) {
    const server = this.#server;
    const diagnostics = await server.diagnostics(uri);
    const isSound = diagnostics.every(({ severity }) => severity !== DiagnosticSeverity.Error);
    const lenses = (await server.request('textDocument/codeLens', uri)) as CodeLens[];
    const { length } = server.text(uri);
    const hovers: unknown[] = [];
    for (const offset of isSound ? offsets : []) {
      const position = server.positionAt(uri, offset % (length + 1));
      hovers.push(await server.request('textDocument/hover', uri, { position }));
    }
    const tokens = (await server.request('textDocument/semanticTokens/full', uri)) as { readonly data: number[] };
    return JSON.parse(
      JSON.stringify({
        isSound,
        diagnostics,
        lenses: lenses.map(({ range, command }) => ({
          line: range.start.line,
          isStale: command!.title.includes('stale'),
          title: command!.title,
        })),
        symbols: await server.request('textDocument/documentSymbol', uri),
        folding: await server.request('textDocument/foldingRange', uri),
        tokens: tokens.data,
        values: isSound ? { hovers, graph: await server.graph(uri) } : undefined,
      }).replaceAll('fresh.bp', 'edited.bp'),
    ) as Views;
  }
}

interface Views {
  readonly isSound: boolean;
  readonly diagnostics: unknown;
  readonly lenses: readonly { readonly line: number; readonly isStale: boolean; readonly title: string }[];
  readonly symbols: unknown;
  readonly folding: unknown;
  readonly tokens: unknown;
  /** Hovers and the graph. */
  readonly values?: unknown;
}

/** True if a shape may have become so large that its evaluation would take most of the time. */
function isHeavy(text: string): boolean {
  return text.length > 20_000 || /(?<![.\d])\d{4,}/.test(text);
}
