/**
 * Entry point of the language server on Node: over stdio for most editors, or the transport that the command line
 * names.
 */

import { Console } from 'node:console';
import { type Connection, createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { validatingOptions } from '../connection/validation.ts';
import { Evaluator } from '../evaluation/evaluator.ts';
import { withInlineEngine } from '../evaluation/inlineEngine.ts';
import { start } from '../server.ts';
import { diskAccess } from './files/diskAccess.ts';
import { FramedMessageReader, FramingError } from './messages/messageReader.ts';
import { ImmediateMessageWriter } from './messages/messageWriter.ts';
import { translationsOf } from './translations.ts';
import { raiseHeapGrowth } from './v8/heapGrowth.ts';
import { startWorkerThread } from './workerThread.ts';

/** In the package, beside the bundles. */
const problemPages = new URL('../docs/problems/', import.meta.url).href;

raiseHeapGrowth();
const evaluator = new Evaluator(withInlineEngine(startWorkerThread));
const connection = process.argv.includes('--stdio')
  ? createStdioConnection()
  : createConnection(ProposedFeatures.all, validatingOptions);
start(connection, evaluator, diskAccess, translationsOf, problemPages);

function createStdioConnection(): Connection {
  // Logs must not get between messages, and the server ends with its editor.
  globalThis.console = new Console(process.stderr);
  process.stdin.once('close', () => process.exit(1));
  const reader = new FramedMessageReader(process.stdin);
  reader.onError((error) => {
    if (!(error instanceof FramingError)) {
      console.error(`The language server ignored a message. ${error.message}`);
      return;
    }
    // The editor starts a new server, where this one could only stay silent.
    console.error(`The language server stops, because it can't read the editor's messages. ${error.message}`);
    process.exit(1);
  });
  return createConnection(ProposedFeatures.all, reader, new ImmediateMessageWriter(process.stdout), validatingOptions);
}
