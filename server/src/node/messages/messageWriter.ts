/** Writes messages at once: the library's writer defers each to the next turn, and writes its header separately. */

import type { Writable } from 'node:stream';
import { AbstractMessageWriter, type Message, type MessageWriter } from 'vscode-languageserver/node';
import { encodeMessage } from './encodeMessage.ts';

export class ImmediateMessageWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #stream: Writable;

  constructor(stream: Writable) {
    super();
    this.#stream = stream;
    stream.on('error', (error) => this.fireError(error));
    stream.on('close', () => this.fireClose());
  }

  write(message: Message): Promise<void> {
    return new Promise((resolve, reject) => {
      const bytes = encodeMessage(message);
      this.#stream.cork();
      this.#stream.write(`Content-Length: ${bytes.byteLength}\r\n\r\n`, 'ascii');
      this.#stream.write(bytes, (error) => (error ? reject(error) : resolve()));
      this.#stream.uncork();
    });
  }

  end(): void {
    this.#stream.end();
  }
}
