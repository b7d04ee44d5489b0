/** Opens the panel on a model in a plain Chromium with the real page and server. */

import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { CollapseStore } from '../../../client/src/panel/collapseStore.ts';
import { scrubMethod } from '../../../protocol/editor/scrub.ts';
import { type GraphUpdate, graphUpdateMethod, watchGraphMethod } from '../../../protocol/panel/graph.ts';
import type { FromPage, ToPage } from '../../../protocol/panel/messages.ts';
import { panelRequests } from '../../../protocol/panel/requests.ts';
import { type TrainingUpdate, trainingCommandMethod, trainingUpdateMethod } from '../../../protocol/panel/training.ts';
import type { TextRange } from '../../../protocol/shared/textRange.ts';
import { ModelServer } from './modelServer.ts';
import { openPage } from './panelPage.ts';
import type { ThemeKind } from './themes.ts';

export interface PanelOptions {
  readonly theme: ThemeKind;
  readonly text: string;
  /** Path of the model, which paths in it are relative to. */
  readonly path?: string;
  readonly size?: { readonly width: number; readonly height: number };
  /** A server that has the model open and goes on after the panel is closed; by default one of its own. */
  readonly server?: ModelServer;
}

export interface OpenPanel {
  readonly page: Page;
  /** All messages from the panel. */
  readonly messages: readonly FromPage[];
  /** All graphs from the server. */
  readonly graphs: readonly GraphUpdate[];
  /** Changes the text of the model. */
  edit(text: string): Promise<void>;
  /** Sends the panel a message that does not come from the server. */
  send(message: ToPage): Promise<void>;
  /** Sets the editor's selections. */
  select(...selections: readonly TextRange[]): Promise<void>;
  close(): Promise<void>;
}

export async function openPanel(
  browser: Browser,
  { theme, text, path = '/models/model.bp', size = { width: 1100, height: 560 }, server: givenServer }: PanelOptions,
): Promise<OpenPanel> {
  const uri = pathToFileURL(path).toString();
  const server = givenServer ?? (await ModelServer.of(uri, text));
  const page = await browser.newPage({ viewport: size, deviceScaleFactor: 2, reducedMotion: 'reduce' });
  const errors: string[] = [];
  // Chromium reports a layout that takes two frames as an error.
  page.on('pageerror', ({ message }) => message.startsWith('ResizeObserver loop') || errors.push(message));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const messages: FromPage[] = [];
  const graphs: GraphUpdate[] = [];
  const collapseStore = new CollapseStore();
  const watch = () =>
    server.connection.sendNotification(watchGraphMethod, { watched: { uri, collapseState: collapseStore.get(uri) } });

  const receive = async (message: FromPage): Promise<void> => {
    messages.push(message);
    switch (message.kind) {
      case 'ready': {
        const name = path.slice(path.lastIndexOf('/') + 1);
        await send({ kind: 'file', uri, name, isPinned: false, isOpen: true, collapseState: collapseStore.get(uri) });
        return watch();
      }
      case 'toggleGroup':
        collapseStore.toggle(uri, message.group);
        return watch();
      case 'collapse':
        collapseStore.change(uri, message.collapseState);
        return watch();
      case 'scrub':
        return server.connection.sendNotification(scrubMethod, { uri, scrubbed: message.scrubbed });
      case 'training':
        return server.connection.sendNotification(trainingCommandMethod, { uri, command: message.command });
      case 'request': {
        const { serverMethod } = panelRequests[message.method];
        const answer: unknown = await server.connection.sendRequest(serverMethod, { ...message.params, uri });
        return send({ kind: 'response', id: message.id, result: answer });
      }
      case 'logError':
        if (!message.message.startsWith('ResizeObserver loop')) errors.push(message.message);
    }
  };
  let sendToPage: ((message: ToPage) => Promise<void>) | undefined;
  const opening = Promise.withResolvers<void>();
  const send = async (message: ToPage): Promise<void> => {
    await opening.promise;
    await sendToPage?.(message);
  };
  server.connection.onNotification(graphUpdateMethod, (graph: GraphUpdate) => {
    graphs.push(graph);
    if (graph.structure) collapseStore.confirm(uri, graph.structure.collapseState);
    return send({ kind: 'graph', graph });
  });
  server.connection.onNotification(trainingUpdateMethod, (update: TrainingUpdate) =>
    send({ kind: 'training', update }),
  );
  sendToPage = await openPage(page, theme, receive);
  opening.resolve();

  await page.locator('.canvas:not(.is-unplaced) .graph-node').first().waitFor({ timeout: 60_000 });
  return {
    page,
    messages,
    graphs,
    edit: (changed) => server.edit(changed),
    send,
    select: (...selections) => send({ kind: 'cursor', selections }),
    async close() {
      await server.connection.sendNotification(watchGraphMethod, { watched: null });
      await page.close();
      if (!givenServer) await server.stop();
      if (errors.length > 0) throw new Error(`The panel reported errors: ${errors.join('; ')}`);
    },
  };
}
