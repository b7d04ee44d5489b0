/** The language server with one open model, connected as the extension would connect it. */

import { PassThrough } from 'node:stream';
import {
  createConnection,
  createProtocolConnection,
  DidChangeTextDocumentNotification,
  DidOpenTextDocumentNotification,
  InitializedNotification,
  InitializeRequest,
  type ProtocolConnection,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { validatingOptions } from '../../../server/src/connection/validation.ts';
import { Evaluator } from '../../../server/src/evaluation/evaluator.ts';
import { withInlineEngine } from '../../../server/src/evaluation/inlineEngine.ts';
import { diskAccess } from '../../../server/src/node/files/diskAccess.ts';
import { translationsOf } from '../../../server/src/node/translations.ts';
import { startWorkerThread } from '../../../server/src/node/workerThread.ts';
import { start } from '../../../server/src/server.ts';

export class ModelServer {
  readonly uri: string;
  readonly connection: ProtocolConnection;
  #version = 1;

  private constructor(uri: string, connection: ProtocolConnection) {
    this.uri = uri;
    this.connection = connection;
  }

  static async of(uri: string, text: string): Promise<ModelServer> {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const serverEnd = createConnection(
      new StreamMessageReader(toServer),
      new StreamMessageWriter(toClient),
      validatingOptions,
    );
    start(serverEnd, new Evaluator(withInlineEngine(startWorkerThread)), diskAccess, translationsOf);
    const connection = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
    connection.listen();
    const clientOptions = { processId: null, rootUri: null, capabilities: {} };
    await connection.sendRequest(InitializeRequest.type, clientOptions);
    await connection.sendNotification(InitializedNotification.type, {});
    const textDocument = { uri, languageId: 'bp', version: 1, text };
    await connection.sendNotification(DidOpenTextDocumentNotification.type, { textDocument });
    return new ModelServer(uri, connection);
  }

  async edit(text: string): Promise<void> {
    const textDocument = { uri: this.uri, version: ++this.#version };
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument,
      contentChanges: [{ text }],
    });
  }

  async stop(): Promise<void> {
    await this.connection.sendRequest(ShutdownRequest.type);
    this.connection.dispose();
  }
}
