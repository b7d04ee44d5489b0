/** Messages are read however the stream is cut, and malformed headers end the server instead of silencing it. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { FramedMessageReader, FramingError } from '../../../server/src/node/messages/messageReader.ts';

const bp = fileURLToPath(new URL('../../../server/src/node/bp.ts', import.meta.url));

const messages = [
  { jsonrpc: '2.0', method: 'first', params: { text: '∂L/∂x = −2.16' } },
  { jsonrpc: '2.0', id: 1, result: null },
  { jsonrpc: '2.0', method: 'last', params: ['\r\n\r\n'] },
];

function frame(message: unknown, headers = ''): Buffer {
  const content = Buffer.from(JSON.stringify(message));
  return Buffer.concat([Buffer.from(`${headers}Content-Length: ${content.length}\r\n\r\n`), content]);
}

function readerOf(): { stream: PassThrough; received: unknown[]; errors: Error[] } {
  const stream = new PassThrough();
  const reader = new FramedMessageReader(stream);
  const received: unknown[] = [];
  const errors: Error[] = [];
  reader.onError((error) => errors.push(error));
  reader.listen((message) => received.push(message));
  return { stream, received, errors };
}

async function send(stream: PassThrough, chunks: Iterable<Buffer>): Promise<void> {
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  await once(stream, 'close');
}

test.each([1, 2, 7, 64, 1_000])('messages arrive in order from chunks of %d bytes', async (size) => {
  const { stream, received, errors } = readerOf();
  const bytes = Buffer.concat(
    messages.map((message) => frame(message, 'Content-Type: application/vscode-jsonrpc\r\n')),
  );
  const chunks = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, (i + 1) * size),
  );
  await send(stream, chunks);
  expect(received).toEqual(messages);
  expect(errors).toEqual([]);
});

test('a message that is not JSON is reported, and the next one is read', async () => {
  const { stream, received, errors } = readerOf();
  await send(stream, [Buffer.from('Content-Length: 3\r\n\r\n{a}'), frame(messages[1])]);
  expect(errors.map(({ name }) => name)).toEqual(['SyntaxError']);
  expect(received).toEqual([messages[1]]);
});

test.each(['-5', 'abc', '99999999999', '', '1e3', '12 apples'])(
  'a Content-Length of %j is a framing error',
  async (length) => {
    const { stream, received, errors } = readerOf();
    await send(stream, [frame(messages[0]), Buffer.from(`Content-Length: ${length}\r\n\r\n{}`), frame(messages[1])]);
    expect(received).toEqual([messages[0]]);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toBeInstanceOf(FramingError);
  },
);

test('headers without Content-Length, or without an end, are a framing error', async () => {
  for (const headers of ['Content-Type: text/plain\r\n\r\n', 'x'.repeat(10_000)]) {
    const { stream, errors } = readerOf();
    await send(stream, [Buffer.from(headers)]);
    expect(errors.map(({ name }) => name)).toEqual(['FramingError']);
  }
});

test.each(['-5', 'abc', '99999999999'])('the server exits after a Content-Length of %s', async (length) => {
  const server = spawn(process.execPath, [bp, 'lsp', '--stdio'], { stdio: ['pipe', 'ignore', 'pipe'] });
  server.stdin.write(`Content-Length: ${length}\r\n\r\n{}`);
  const [stderr, [exitCode]] = await Promise.all([text(server.stderr), once(server, 'exit')]);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(`Content-Length of a message is ${JSON.stringify(length)}.`);
});

test('a message that its listener cannot handle is reported, and the next one is read', async () => {
  const stream = new PassThrough();
  const reader = new FramedMessageReader(stream);
  const received: unknown[] = [];
  const errors: Error[] = [];
  reader.onError((error) => errors.push(error));
  reader.listen((message) => {
    if ('method' in message && message.method === 'first') throw new TypeError('params is null');
    received.push(message);
  });
  await send(
    stream,
    messages.map((message) => frame(message)),
  );
  expect(errors.map(({ message }) => message)).toEqual(['params is null']);
  expect(received).toEqual(messages.slice(1));
});

test.each([undefined, null, []])('a cancellation with the parameters %j is survived', async (params) => {
  const server = spawn(process.execPath, [bp, 'lsp']);
  const output = text(server.stdout);
  const log = text(server.stderr);
  server.stdin.write(frame({ jsonrpc: '2.0', method: '$/cancelRequest', params }));
  server.stdin.write(frame({ jsonrpc: '2.0', id: 7, method: 'shutdown' }));
  server.stdin.end(frame({ jsonrpc: '2.0', method: 'exit' }));
  expect(await output).toContain('"id":7,"result":null');
  expect((await log).split('\n').length).toBeLessThanOrEqual(2);
});
