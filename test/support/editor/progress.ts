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
  /** All progress events in order. */
  readonly events: (WorkDoneProgressBegin | WorkDoneProgressReport | WorkDoneProgressEnd)[] = [];
  /** Tokens of started progress, in order. */
  readonly tokens: (string | number)[] = [];
  readonly #connection: ProtocolConnection;

  /** @param mayRefuse throws if the client refuses to show progress. */
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

  /** Cancels the last progress. */
  async cancel(): Promise<void> {
    const token = this.tokens.at(-1)!;
    await this.#connection.sendNotification(WorkDoneProgressCancelNotification.type, { token });
  }
}
