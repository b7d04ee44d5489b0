/** Writes messages the moment they are sent: the library's own writer lets each wait for the next turn, and writes its head by itself. */

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
