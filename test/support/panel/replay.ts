/** Replays recorded graphs in the panel's page and measures its main thread. */

import type { Browser, Page } from 'playwright-core';
import type { GraphUpdate } from '../../../protocol/panel/graph.ts';
import { openPage } from './panelPage.ts';

export interface Cost {
  /** From the message to the drawn graph, in milliseconds. */
  readonly untilDrawn: number;
  /** The longest task of the main thread in between, in milliseconds. */
  readonly longestTask: number;
  /** CPU time of the main thread in milliseconds, which does not depend on the load of the machine. */
  readonly work: number;
}

/** Time between two graphs in milliseconds, long enough for all work that one causes. */
const pace = 120;
/** Trace categories for the tasks of threads and for performance marks. */
const categories = ['toplevel', 'disabled-by-default-devtools.timeline', 'blink.user_timing'];
const sentMark = 'sent';
const drawnMark = 'drawn';

export class Replay {
  readonly page: Page;
  readonly #browser: Browser;

  private constructor(browser: Browser, page: Page) {
    this.#browser = browser;
    this.page = page;
  }

  static async of(browser: Browser, uri: string, size: { readonly width: number; readonly height: number }) {
    const page = await browser.newPage({ viewport: size });
    const ready = Promise.withResolvers<void>();
    const send = await openPage(page, 'dark', ({ kind, ...details }) => {
      if (kind === 'ready') ready.resolve();
      if (kind === 'logError') throw new Error(JSON.stringify(details));
    });
    await ready.promise;
    const collapseState = { isCollapsed: null, except: [] };
    await send({ kind: 'file', uri, name: 'model.bp', isPinned: false, isOpen: true, collapseState });
    return new Replay(browser, page);
  }

  /** Sends the first graph and waits until its visible nodes are drawn. */
  async open(graph: GraphUpdate): Promise<Cost> {
    const events = await this.#traced(() => this.page.evaluate(sendFirst, { graph, sentMark, drawnMark }));
    const [sent, drawn] = [sentMark, drawnMark].map((name) => events.find((event) => event.name === name)!);
    const tasks = tasksOf(events, sent!, sent!.ts, drawn!.ts);
    return {
      untilDrawn: (drawn!.ts - sent!.ts) / 1000,
      longestTask: Math.max(0, ...tasks),
      work: workOf(events, sent!, sent!.ts, drawn!.ts),
    };
  }

  /** Sends graphs one after the other; returns the CPU time of the main thread for each, in milliseconds. */
  async sendAll(graphs: readonly GraphUpdate[]): Promise<readonly number[]> {
    const events = await this.#traced(() => this.page.evaluate(sendEach, { graphs, pace, sentMark }));
    const marks = events.filter(({ name }) => name === sentMark).sort((a, b) => a.ts - b.ts);
    return marks.map((mark) => workOf(events, mark, mark.ts, mark.ts + pace * 900));
  }

  async close(): Promise<void> {
    await this.page.close();
  }

  async #traced(work: () => Promise<void>): Promise<readonly TraceEvent[]> {
    await this.#browser.startTracing(this.page, { categories });
    await work();
    const { traceEvents } = JSON.parse((await this.#browser.stopTracing()).toString());
    return traceEvents;
  }
}

/** An event of Chromium's trace; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ts: number;
  readonly dur?: number;
  /** CPU time of its thread, without the time of other processes. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
}

/** The duration of each task on the thread of a mark, clipped to an interval. */
function tasksOf(events: readonly TraceEvent[], { pid, tid }: TraceEvent, from: number, to: number): readonly number[] {
  return events.flatMap((event) => {
    const [start, end] = [Math.max(from, event.ts), Math.min(to, event.ts + (event.dur ?? 0))];
    return isTask(event, pid, tid) && end > start ? [(end - start) / 1000] : [];
  });
}

/** The CPU time of the tasks on the thread of a mark that began within an interval. */
function workOf(events: readonly TraceEvent[], { pid, tid }: TraceEvent, from: number, to: number): number {
  const own = events.filter((event) => isTask(event, pid, tid) && event.ts >= from && event.ts < to);
  return own.reduce((total, { tdur = 0 }) => total + tdur / 1000, 0);
}

function isTask(event: TraceEvent, pid: number, tid: number): boolean {
  return event.name === 'RunTask' && event.pid === pid && event.tid === tid;
}

/** Runs in the page. */
async function sendFirst(input: {
  readonly graph: GraphUpdate;
  readonly sentMark: string;
  readonly drawnMark: string;
}): Promise<void> {
  const isDrawn = () => {
    const canvas = document.querySelector('.canvas:not(.is-unplaced)');
    return canvas !== null && canvas.querySelector('.graph-node') !== null;
  };
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  performance.mark(input.sentMark);
  window.postMessage({ kind: 'graph', graph: input.graph }, '*');
  while (!isDrawn()) await frame();
  // This frame is visible before the next one.
  await frame();
  await frame();
  performance.mark(input.drawnMark);
}

/** Runs in the page. */
async function sendEach(input: {
  readonly graphs: readonly GraphUpdate[];
  readonly pace: number;
  readonly sentMark: string;
}): Promise<void> {
  for (const graph of input.graphs) {
    performance.mark(input.sentMark);
    window.postMessage({ kind: 'graph', graph }, '*');
    await new Promise((resolve) => setTimeout(resolve, input.pace));
  }
}
