/**
 * Entry point of the language server in a web worker. The first message carries the engine's code; all others are the
 * editor's.
 */

import { BrowserMessageReader, BrowserMessageWriter, createConnection } from 'vscode-languageserver/browser';
import type { BootMessage } from '../../../protocol/editor/browserBoot.ts';
import { validatingOptions } from '../connection/validation.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { withInlineEngine } from '../evaluation/inlineEngine.ts';
import type { FileAccess } from '../files/fileAccess.ts';
import { start } from '../server.ts';
import { workerHandle } from './worker.ts';

declare const self: DedicatedWorkerGlobalScope;

/** Never used: in a browser the client provides the files. */
const noFiles: FileAccess = {
  read: async () => ({ kind: 'missing' }),
  list: async () => [],
  write: async () => {
    throw new Error('There are no files here.');
  },
};

self.addEventListener('message', ({ data: { engineUrl } }: MessageEvent<BootMessage>) => startServer(engineUrl), {
  once: true,
});

function startServer(engineUrl: string): void {
  const evaluator = new Evaluator(withInlineEngine((events) => workerHandle(new Worker(engineUrl), events)));
  const connection = createConnection(
    new BrowserMessageReader(self),
    new BrowserMessageWriter(self),
    validatingOptions,
  );
  start(connection, evaluator, noFiles, () => undefined);
}
