/**
 * Reads messages with the framing of LSP's base protocol. The library's reader waits forever if a length is negative or
 * absurd; this one reports it, as the stream can't be read any further.
 */

import type { Readable } from 'node:stream';
import { AbstractMessageReader, type DataCallback, Disposable, type MessageReader } from 'vscode-languageserver/node';

/** The bytes between two messages can no longer be told apart. */
export class FramingError extends Error {
  override readonly name = 'FramingError';
}

/** Bytes of a message. The longest string of V8 has as many code units. */
const maxContentLength = 2 ** 29 - 24;
/** Bytes of the headers of a message, which are about 30. */
const maxHeaderLength = 8192;
const headerEnd = '\r\n\r\n';

export class FramedMessageReader extends AbstractMessageReader implements MessageReader {
  readonly #stream: Readable;
  #chunks: Buffer[] = [];
  #length = 0;
  /** Bytes to wait for before reading on. */
  #needed = 0;

  constructor(stream: Readable) {
    super();
    this.#stream = stream;
  }

  listen(callback: DataCallback): Disposable {
    const onData = (chunk: Buffer) => {
      this.#chunks.push(chunk);
      this.#length += chunk.length;
      if (this.#length < this.#needed) return;
      try {
        this.#readAll(callback);
      } catch (error) {
        this.#stream.off('data', onData);
        this.fireError(error);
      }
    };
    this.#stream.on('data', onData);
    this.#stream.on('error', (error) => this.fireError(error));
    this.#stream.on('close', () => this.fireClose());
    return Disposable.create(() => this.#stream.off('data', onData));
  }

  /** @throws FramingError if a header is malformed. */
  #readAll(callback: DataCallback): void {
    let bytes = Buffer.concat(this.#chunks);
    this.#needed = 0;
    while (this.#needed === 0) {
      const end = bytes.subarray(0, maxHeaderLength).indexOf(headerEnd);
      if (end < 0) {
        if (bytes.length >= maxHeaderLength) throw new FramingError('The headers of a message have no end.');
        break;
      }
      const start = end + headerEnd.length;
      const length = contentLengthOf(bytes.toString('latin1', 0, end));
      if (bytes.length < start + length) this.#needed = start + length;
      else {
        this.#deliver(bytes.subarray(start, start + length), callback);
        bytes = bytes.subarray(start + length);
      }
    }
    this.#chunks = [bytes];
    this.#length = bytes.length;
  }

  #deliver(content: Buffer, callback: DataCallback): void {
    try {
      // The library throws for some malformed messages, such as a cancellation without parameters.
      callback(JSON.parse(content.toString('utf8')));
    } catch (error) {
      // The next message can still be read.
      this.fireError(error);
    }
  }
}

function contentLengthOf(headers: string): number {
  const text = /^content-length:[ \t]*(.*?)[ \t]*$/im.exec(headers)?.[1];
  if (text === undefined) throw new FramingError(`A message has no Content-Length: ${JSON.stringify(headers)}`);
  const length = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(length <= maxContentLength)) throw new FramingError(`Content-Length of a message is ${JSON.stringify(text)}.`);
  return length;
}
