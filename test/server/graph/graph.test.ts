/** The graph of the watched file, pushed during edits. */

import { describe, expect, test } from 'vitest';
import { scrubMethod } from '../../../protocol/editor/scrub.ts';
import {
  type CollapseState,
  type GraphStructure,
  type GraphUpdate,
  graphUpdateMethod,
  watchGraphMethod,
} from '../../../protocol/panel/graph.ts';
import { ClientFiles } from '../../support/editor/clientFiles.ts';
import { lineModel, lineSamples } from '../../support/editor/dataFileModel.ts';
import { type Editor, type Setup, startEditor } from '../../support/editor/editor.ts';
import { ScriptedWorkers } from '../../support/workers/scriptedWorkers.ts';
import { until } from '../../support/workers/until.ts';

const uri = 'file:///models/lesson.bp';
const lesson = 'param x = 3\ny = x * 2\nloss L = y^2';

/** A client's panel: the latest structure, and all pushed graphs. */
class Panel {
  readonly graphs: GraphUpdate[] = [];
  readonly #editor: Editor;
  structure: GraphStructure | undefined;

  constructor(editor: Editor) {
    this.#editor = editor;
    editor.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
      this.graphs.push(graph);
      this.structure = graph.structure ?? this.structure;
    });
  }

  watch(watched = uri, collapseState: CollapseState = { isCollapsed: null, except: [] }): Promise<void> {
    return this.#editor.connection.sendNotification(watchGraphMethod, { watched: { uri: watched, collapseState } });
  }

  hide(): Promise<void> {
    return this.#editor.connection.sendNotification(watchGraphMethod, { watched: null });
  }

  get last(): GraphUpdate {
    return this.graphs.at(-1)!;
  }

  /** Each node with its value: `x 3`. */
  get nodes(): string[] {
    return this.structure!.nodes.map(({ id }, index) => `${id} ${this.last.numbers.nodes[index].value}`.trim());
  }

  get collapseState(): CollapseState {
    return this.structure!.collapseState;
  }

  /** Waits for a current graph of the newest text. */
  fresh(): Promise<GraphUpdate> {
    return until(() => this.#newest() && this.last.staleNotice === null && this.last);
  }

  /** Waits for a stale graph of the newest text. */
  stale(): Promise<GraphUpdate> {
    return until(() => this.#newest() && this.last.staleNotice !== null && this.last);
  }

  #newest(): boolean {
    return this.graphs.length > 0 && this.last.version === this.#editor.version(this.last.uri);
  }
}

async function watching(text: string, setup: Setup = {}): Promise<{ editor: Editor; panel: Panel }> {
  const editor = await startEditor(setup);
  const panel = new Panel(editor);
  await editor.open(uri, text);
  await panel.watch();
  await until(() => panel.graphs.length > 0);
  return { editor, panel };
}

describe('a watched file', () => {
  test('gets its graph pushed with each result, and its structure if changed', async () => {
    const { editor, panel } = await watching(lesson);
    expect(await panel.fresh()).toMatchObject({
      uri,
      version: 1,
      objectiveText: '36',
      stepTitle: 'SGD step · lr 0.01',
    });
    expect(panel.structure).toMatchObject({
      objectiveName: 'L',
      collapseState: { isCollapsed: false, except: [] },
      notice: null,
    });
    expect(panel.nodes).toEqual(['x 3', 'y 6', 'L 36']);
    const { structureVersion } = panel.last;
    await editor.replace(uri, '^2', '^2 ');
    expect(await panel.fresh()).toMatchObject({ structure: null, structureVersion });
    await editor.replace(uri, '* 2', '* 5 * 1');
    const { structure, structureVersion: next } = await panel.fresh();
    expect(structure).not.toBeNull();
    expect(next).toBeGreaterThan(structureVersion);
    expect(panel.nodes).toEqual(['x 3', 'y/0 15', 'y 15', 'L 225']);
  });

  test('keeps its collapse state as it grows', async () => {
    const { editor, panel } = await watching(`fn f(a) = tanh(a) * 2\n${lesson}`);
    await panel.fresh();
    const lines = Array.from({ length: 150 }, (_, i) => `z${i} = f(x)`);
    await editor.replace(uri, 'y = x * 2', ['y = x * 2', ...lines].join('\n'));
    await panel.fresh();
    expect(panel.collapseState).toEqual({ isCollapsed: false, except: [] });
    await panel.watch(uri, { isCollapsed: null, except: [] });
    await until(() => panel.collapseState.isCollapsed);
    expect(panel.collapseState).toEqual({ isCollapsed: true, except: [] });
  });

  test('expands and collapses groups on request', async () => {
    const { panel } = await watching('fn twice(v) = v * 2\nparam x = 3\nloss L = twice(x)^2');
    await panel.fresh();
    expect(panel.nodes).toEqual(['x 3', 'L/twice/0 6', 'L 36']);
    await panel.watch(uri, { isCollapsed: false, except: ['L/twice'] });
    await until(() => panel.collapseState.except.length === 1);
    expect(panel.nodes).toEqual(['x 3', 'L/twice 6', 'L 36']);
  });

  test('replaces the previously watched file', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    const other = 'file:///models/other.bp';
    await editor.open(other, 'param a = 1\nloss M = a');
    await editor.numbers(other);
    await editor.replace(uri, 'x = 3', 'x = 4');
    await panel.fresh();
    expect(panel.graphs.every((graph) => graph.uri === uri)).toBe(true);
    await panel.watch(other);
    await until(() => panel.last.uri === other);
    expect(panel.nodes).toEqual(['a 1', 'M 1']);
    await editor.replace(uri, 'x = 4', 'x = 5');
    await editor.numbers(uri);
    expect(panel.last.uri).toBe(other);
  });

  test('gets no graphs while hidden', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    await panel.hide();
    const { length } = panel.graphs;
    await editor.replace(uri, 'x = 3', 'x = 4');
    await editor.numbers(uri);
    await editor.lenses(uri);
    expect(panel.graphs).toHaveLength(length);
    await panel.watch();
    await panel.fresh();
    expect(panel.nodes).toEqual(['x 4', 'y 8', 'L 64']);
  });

  test('may be opened after the watch starts, and reopened', async () => {
    const editor = await startEditor();
    const panel = new Panel(editor);
    await panel.watch();
    await editor.open(uri, lesson);
    const { structureVersion } = await panel.fresh();
    await editor.close(uri);
    await editor.open(uri, lesson.replace('x = 3', 'x = 5'));
    await until(() => panel.last.objectiveText === '100');
    expect(panel.last.structure).not.toBeNull();
    expect(panel.last.structureVersion).toBeGreaterThan(structureVersion);
    expect(panel.nodes).toEqual(['x 5', 'y 10', 'L 100']);
  });

  test('survives malformed requests', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    const { length } = panel.graphs;
    await editor.connection.sendNotification(watchGraphMethod, { watched: { uri: 7 } });
    await editor.replace(uri, 'x = 3', 'x = 4');
    await until(() => panel.graphs.length > length);
    expect((await panel.fresh()).objectiveText).toBe('64');
    const [{ message }] = editor.logMessages.splice(0);
    expect(message).toBe('backprop/watchGraph has unknown parameters: {"watched":{"uri":7}}');
  });
});

describe('a broken file', () => {
  test('keeps its last valid graph with the problem', async () => {
    const { editor, panel } = await watching(lesson);
    const { structureVersion } = await panel.fresh();
    await editor.replace(uri, 'x * 2', 'x *');
    expect(await panel.stale()).toMatchObject({
      structure: null,
      structureVersion,
      objectiveText: '36',
      stepTitle: 'SGD step · lr 0.01',
    });
    expect(panel.last.staleNotice).toMatch(/^Stale: showing the last valid graph\. Error on line 2: .+\w/);
    expect(panel.nodes).toEqual(['x 3', 'y 6', 'L 36']);
    await editor.replace(uri, 'x *', 'x * 4');
    await panel.fresh();
    expect(panel.nodes).toEqual(['x 3', 'y 12', 'L 144']);
  });

  test.each([
    ['an undefined name', 'loss L = y^2', 'loss L = z^2', / on line 3: .*z/],
    ['a non-scalar loss', 'param x = 3', 'param x = [3, 4]', / on line 3: /],
    ['mismatched shapes', 'y = x * 2', 'y = [x, x] @ [1, 2, 3]', / on line 2: /],
    ['a duplicate name', 'y = x * 2', 'y = x * 2\ny = 3', / on line 3: .*y/],
  ])('reports the line of %s', async (_, from, to, message) => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    await editor.replace(uri, from, to);
    expect((await panel.stale()).staleNotice).toMatch(message);
    expect(panel.nodes).toEqual(['x 3', 'y 6', 'L 36']);
    await editor.replace(uri, to, from);
    await panel.fresh();
  });

  test('shows the last numbers of its text, not of a scrub', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    await editor.connection.sendNotification(scrubMethod, { uri, scrubbed: { name: 'x', value: 4 } });
    await until(() => panel.last.objectiveText === '64');
    await editor.replace(uri, 'x * 2', 'x *');
    await panel.stale();
    expect(panel.nodes).toEqual(['x 3', 'y 6', 'L 36']);
  });

  test('can still be collapsed', async () => {
    const { editor, panel } = await watching('fn twice(v) = v * 2\nparam x = 3\nloss L = twice(x)^2');
    await panel.fresh();
    await editor.replace(uri, 'x = 3', 'x = 3 3');
    const { staleNotice } = await panel.stale();
    await panel.watch(uri, { isCollapsed: true, except: [] });
    await until(() => panel.collapseState.isCollapsed);
    expect(panel.nodes).toEqual(['x 3', 'L/twice 6', 'L 36']);
    expect(panel.last.staleNotice).toBe(staleNotice);
  });

  test('shows its valid part if the first version is broken', async () => {
    const { editor, panel } = await watching('param x = 3\ny = x *\nz = x + 1');
    expect((await panel.stale()).staleNotice).toMatch(/^Incomplete: the file has an error on line 2: /);
    await until(() => panel.last.numbers.nodes[0].value !== '');
    expect(panel.nodes).toEqual(['x 3', 'z 4']);
    expect(panel.last.staleNotice).toMatch(/^Incomplete: the file has an error on line 2: /);
    await editor.replace(uri, 'x *', 'x * 2');
    await panel.fresh();
    expect(panel.nodes).toEqual(['x 3', 'y 6', 'z 4']);
  });

  test('shows its last valid graph after being hidden', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    await panel.hide();
    await editor.replace(uri, 'x = 3', 'x = 4');
    await editor.numbers(uri);
    await editor.replace(uri, 'x * 2', 'x *');
    await editor.lenses(uri);
    await panel.watch();
    expect((await panel.stale()).staleNotice).toMatch(/ on line 2: /);
    expect(panel.nodes).toEqual(['x 4', 'y 8', 'L 64']);
  });

  test('shows nothing of its previous text after being reopened', async () => {
    const { editor, panel } = await watching(lesson);
    await panel.fresh();
    await editor.close(uri);
    await editor.open(uri, 'param x = 1\ny = x *');
    await until(() => panel.nodes.join() === 'x 1');
    expect(panel.last.staleNotice).toMatch(/ on line 2: /);
  });
});

test('a graph keeps the last numbers, marked stale, until new ones arrive', async () => {
  const workers = new ScriptedWorkers();
  const { editor, panel } = await watching(lesson, { startWorker: workers.start });
  expect(panel.last).toMatchObject({
    staleNotice: 'Stale: this version has not been evaluated yet.',
    objectiveText: null,
  });
  expect(panel.nodes).toEqual(['x', 'y', 'L']);
  const evaluation = await until(() => workers.evaluations.at(-1));
  workers.of(evaluation).answer(evaluation);
  await panel.fresh();
  await editor.replace(uri, 'x = 3', 'x = 4');
  expect(await panel.stale()).toMatchObject({ version: 2, objectiveText: '36', structure: null });
  expect(panel.nodes).toEqual(['x 3', 'y 6', 'L 36']);
});

test('a missing data file is reported on its line, and the graph is still shown', async () => {
  const folder = 'file:///w/models';
  const files = new ClientFiles({});
  const editor = await startEditor({ files });
  const panel = new Panel(editor);
  const model = `${folder}/line.bp`;
  await panel.watch(model);
  await editor.open(model, lineModel);
  await until(() => panel.graphs.length > 0 && panel.nodes.join() === 'w 2');
  expect(panel.last.staleNotice).toMatch(/ on line 2: .*line\.csv/);
  files.write(`${folder}/line.csv`, lineSamples);
  await editor.filesChanged(`${folder}/line.csv`);
  expect((await panel.fresh()).objectiveText).toBe('1');
  files.contents.delete(`${folder}/line.csv`);
  await editor.filesChanged(`${folder}/line.csv`);
  await until(() => panel.last.staleNotice?.includes('on line 2: '));
  expect(panel.last.objectiveText).toBe('1');
});

describe('a valid file', () => {
  test.each([
    ['is empty', '', [], null],
    ['has only consts', 'const a = 2\nconst b = a * 3', ['a 2', 'b 6'], null],
    ['has no loss', 'param x = 2\ny = x^2', ['x 2', 'y 4'], null],
    ['has a loss without a param', 'loss L = 5', ['L 5'], '5'],
    ['computes NaN', 'param x = -1\nloss L = sqrt(x)', ['x −1', 'L NaN'], 'NaN'],
    ['computes infinity', 'param x = 0\nloss L = 1 / x', ['x 0', 'L ∞'], '∞'],
    ['has a failed expectation', 'param x = 2\nloss L = x\nexpect L ≈ 3', ['x 2', 'L 2'], '2'],
  ])('has a current graph if it %s', async (_, text, nodes, objectiveText) => {
    const { panel } = await watching(text);
    const graph = await panel.fresh();
    expect(graph).toMatchObject({ objectiveText });
    expect(panel.nodes).toEqual(nodes);
  });
});
