/**
 * Server time that watching the graph of a large file costs: per keystroke, compared with the unwatched file, and per
 * request of the panel. Run by `npm run bench:graph` after `npm run build`; node counts as arguments limit it to
 * those.
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import { playbackMethod } from '../../../protocol/panel/playback.ts';
import { graphHoverMethod } from '../../../protocol/panel/requests.ts';
import { dist } from '../../../scripts/paths.ts';
import type { Keystroke } from '../../support/editor/keystrokes.ts';
import { longModel } from '../../support/models/longModel.ts';
import { MeasuredServer } from '../editor/measuredServer.ts';
import type { Work } from '../editor/reportWork.ts';
import { medianOf } from '../report/spread.ts';
import { alignedTable } from '../report/tables.ts';

/** Number of lines for each number of nodes. */
const lines: Readonly<Record<string, number>> = { '1,000': 203, '10,000': 2_016, '100,000': 20_150 };

/** Number of turns, alternately watched and unwatched, in which a key of each kind is typed and undone, and of warm-up turns. */
const turns = 6;
const warmUp = 3;
/** Milliseconds from the last answer to the next key, long enough that the server does not debounce it. */
const pace = 80;

/** Cost of one key or one request. */
interface Sample extends Work {
  /** Time until the answer, in milliseconds. */
  readonly answered: number;
  /** Time until the graph in milliseconds, and its size in bytes; 0 if unwatched. */
  readonly drawn: number;
  readonly bytes: number;
}

/** Medians, one entry for each row of the table. */
const figures: Record<string, Sample> = {};

for (const [count, lineCount] of Object.entries(lines)) {
  if (process.argv.length > 2 && !process.argv.includes(count)) continue;
  const server = await MeasuredServer.start<Work>('reportWork.ts');
  for (const [row, samples] of Object.entries(await measured(server, longModel(lineCount))))
    figures[`${count} nodes, ${row}`] = typicalOf(samples);
  await server.stop();
}
console.log(tableOf(figures));
await mkdir(join(dist, 'benchmark'), { recursive: true });
await writeFile(join(dist, 'benchmark', 'graph.json'), `${JSON.stringify(figures, undefined, 2)}\n`);

async function measured(server: MeasuredServer<Work>, text: string): Promise<Readonly<Record<string, Sample[]>>> {
  const { connection, uri } = server;
  let onGraph: ((graph: GraphUpdate) => void) | undefined;
  connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    if (graph.version === server.version && graph.staleNotice === null) onGraph?.(graph);
  });

  /** Measures an action until its answer and its graph. */
  const sample = async (doIt: () => unknown, isWatched: boolean): Promise<Sample> => {
    await setTimeout(pace);
    await server.report();
    const start = performance.now();
    const since = (): number => performance.now() - start;
    const graph = new Promise<Pick<Sample, 'drawn' | 'bytes'>>((resolve) => {
      onGraph = (graph) => resolve({ drawn: since(), bytes: JSON.stringify(graph).length });
    });
    await doIt();
    const answered = since();
    const drawn = isWatched ? await graph : { drawn: 0, bytes: 0 };
    return { answered, ...drawn, ...(await server.report()) };
  };
  const watch = (isWatched: boolean): Promise<void> => {
    const collapseState = { isCollapsed: null, except: [] };
    return connection.sendNotification(watchGraphMethod, { watched: isWatched ? { uri, collapseState } : null });
  };
  await server.open(text);

  const samples: Record<string, Sample[]> = {};
  const note = (row: string, ...taken: Sample[]): void => {
    samples[row] = [...(samples[row] ?? []), ...taken];
  };
  for (const [kind, keys] of Object.entries(keysOf(text))) {
    for (let turn = 0; turn < warmUp + turns; turn++) {
      for (const isWatched of [false, true]) {
        const opening = await sample(() => watch(isWatched), isWatched);
        const struck = [];
        for (const key of keys) struck.push(await sample(() => server.change(key), isWatched));
        if (turn < warmUp) continue;
        note(`${kind}, ${isWatched ? 'watched' : 'unwatched'}`, ...struck);
        if (isWatched) note('the panel is opened', opening);
      }
    }
  }
  const graph = new Promise<GraphUpdate>((resolve) => {
    onGraph = resolve;
  });
  await watch(true);
  const { id } = (await graph).structure!.nodes.at(-1)!;
  for (let turn = 0; turn < turns; turn++) {
    note('the playback', await sample(() => connection.sendRequest(playbackMethod, { uri }), false));
    note('a hover', await sample(() => connection.sendRequest(graphHoverMethod, { uri, node: id }), false));
  }
  return samples;
}

/** Keys with their inverses: a digit in the middle of the file, which keeps the layout, and a statement there. */
function keysOf(text: string): Readonly<Record<string, readonly [Keystroke, Keystroke]>> {
  const all = text.split('\n');
  const line = all.findIndex((it, index) => index >= all.length / 2 && it.startsWith('param'));
  const end = { line, character: all[line].length };
  const typed = (added: string, last: Keystroke['range']['end']): [Keystroke, Keystroke] => [
    { range: { start: end, end }, text: added },
    { range: { start: end, end: last }, text: '' },
  ];
  const statement = `added = ${all[line].split(' ')[1]} * 2`;
  return {
    'a digit': typed('5', { line, character: end.character + 1 }),
    'a statement': typed(`\n${statement}`, { line: line + 1, character: statement.length }),
  };
}

function typicalOf(samples: readonly Sample[]): Sample {
  const median = (figure: keyof Sample): number => medianOf(samples.map((sample) => sample[figure]));
  return {
    answered: median('answered'),
    drawn: median('drawn'),
    bytes: median('bytes'),
    thread: median('thread'),
    longest: median('longest'),
  };
}

function tableOf(figures: Readonly<Record<string, Sample>>): string {
  const time = (milliseconds: number): string => milliseconds.toFixed(1);
  const rows = Object.entries(figures).map(([row, { answered, drawn, bytes, thread, longest }]) => [
    ...[row, time(answered), time(drawn), String(bytes), time(thread), time(longest)],
  ]);
  return alignedTable([['', 'answer, ms', 'graph, ms', 'graph, bytes', 'thread, ms', 'longest stretch, ms'], ...rows]);
}
