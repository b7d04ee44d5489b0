/** Validation of messages that have no row in `paramsSchemas`. */

import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import {
  createConnection,
  createProtocolConnection,
  ErrorCodes,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node';
import { handleRejected, validatingOptions } from '../../server/src/connection/validation.ts';

test('a method of our own without a schema never reaches its handler', async () => {
  const received: unknown[] = [];
  const client = connect(received);
  await client.sendNotification('backprop/forgottenNotification', { uri: 7 });
  const request = client.sendRequest('backprop/forgottenRequest', { uri: 7 });
  await expect(request).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
  expect(received).toEqual([]);
});

test('a message that stands in for rejected ones cannot be sent by a client', async () => {
  const client = connect([]);
  const request = client.sendRequest('backprop/rejected', ['a reason']);
  await expect(request).rejects.toMatchObject({ code: ErrorCodes.MethodNotFound });
});

test('a method of the protocol without a schema is passed on', async () => {
  const received: unknown[] = [];
  const client = connect(received);
  await client.sendRequest('textDocument/moniker', { any: 'params' });
  expect(received).toEqual([{ any: 'params' }]);
});

/** A client of a server whose handlers record the parameters that they get. */
function connect(received: unknown[]): ProtocolConnection {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  const server = createConnection(
    new StreamMessageReader(toServer),
    new StreamMessageWriter(toClient),
    validatingOptions,
  );
  handleRejected(server);
  server.onNotification('backprop/forgottenNotification', (params) => {
    received.push(params);
  });
  for (const method of ['backprop/forgottenRequest', 'textDocument/moniker'])
    server.onRequest(method, (params) => {
      received.push(params);
      return null;
    });
  server.listen();
  const client = createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer));
  client.listen();
  onTestFinished(() => {
    client.dispose();
    server.dispose();
  });
  return client;
}
