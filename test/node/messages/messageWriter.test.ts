/** Messages are written to the stream immediately and in order. */

import { once } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { type Message, StreamMessageReader } from 'vscode-languageserver/node';
import { ImmediateMessageWriter } from '../../../server/src/node/messages/messageWriter.ts';

const messages = [
  { jsonrpc: '2.0', method: 'said', params: { text: '∂L/∂x = −2.16' } },
  { jsonrpc: '2.0', id: 1, result: null },
];

test('a message is written immediately', () => {
  const stream = new PassThrough();
  void new ImmediateMessageWriter(stream).write(messages[1] as Message);
  expect(String(stream.read())).toBe('Content-Length: 38\r\n\r\n{"jsonrpc":"2.0","id":1,"result":null}');
});

test('messages are read in the order written', async () => {
  const stream = new PassThrough();
  const writer = new ImmediateMessageWriter(stream);
  const read: Message[] = [];
  const allRead = new Promise<void>((resolve) => {
    new StreamMessageReader(stream).listen((message) => {
      read.push(message);
      if (read.length === messages.length) resolve();
    });
  });
  await Promise.all(messages.map((message) => writer.write(message as Message)));
  await allRead;
  expect(read).toEqual(messages);
});

test('a failed write reports an error and closes the stream', async () => {
  const stream = new Writable({ write: (_chunk, _encoding, done) => done(new Error('gone')) });
  const writer = new ImmediateMessageWriter(stream);
  const [failed, closed] = [new Promise(writer.onError), new Promise(writer.onClose)];
  await expect(writer.write(messages[0] as Message)).rejects.toThrow('gone');
  await expect(failed).resolves.toEqual([new Error('gone'), undefined, undefined]);
  await closed;
  expect(stream.destroyed).toBe(true);
});

test('ending the writer ends the stream', async () => {
  const stream = new PassThrough();
  new ImmediateMessageWriter(stream).end();
  await once(stream.resume(), 'end');
});
