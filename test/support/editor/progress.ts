/** Records work-done progress, and cancels it. */

import {
  type ProtocolConnection,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCancelNotification,
  WorkDoneProgressCreateRequest,
  type WorkDoneProgressEnd,
  type WorkDoneProgressReport,
} from 'vscode-languageserver/node';

export class Progress {
  /** Everything that was said, in the order in which it came. */
  readonly events: (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[] = [];
  /** The tokens of what was begun, in order. */
  readonly tokens: (string | number)[] = [];
  readonly #connection: ProtocolConnection;

  /** @param mayRefuse throws where the client declines to show any. */
  constructor(connection: ProtocolConnection, mayRefuse: () => void) {
    this.#connection = connection;
    connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
      mayRefuse();
      this.tokens.push(token);
      connection.onProgress(WorkDoneProgress.type, token, (progress) => {
        this.events.push(progress);
      });
    });
  }

  /** Gives up what the last one is about, as a user does who has seen enough of it. */
  async cancel(): Promise<void> {
    const token = this.tokens.at(-1)!;
    await this.#connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  }
}
