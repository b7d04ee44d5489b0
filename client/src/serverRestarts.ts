/** Restarts of a language server that stopped by itself, and what the user is told about them. */

import { type Disposable, l10n, window } from 'vscode';
import {
  type BaseLanguageClient,
  CloseAction,
  type CloseHandlerResult,
  ErrorAction,
  type ErrorHandler,
  type ErrorHandlerResult,
  State,
} from 'vscode-languageclient';
import { errorMessage } from '../../protocol/shared/errorMessage.ts';

/** A server that stops as often as this within the period would only stop again. */
const maxStops = 5;

/** In minutes. */
const period = 3;

/** The notification of an error by the client: not one that it would force, since `ServerRestarts` tells the user. */
export function unforced(showNotification: boolean | 'force' | undefined): boolean | undefined {
  return showNotification === 'force' ? false : showNotification;
}

export class ServerRestarts implements ErrorHandler, Disposable {
  #client: BaseLanguageClient | undefined;
  #stateListener: Disposable | undefined;
  /** Times at which the server stopped, in milliseconds of a monotonic clock. */
  #stops: readonly number[] = [];
  #isRestarting = false;

  /** Starts the client that has this error handler. If it fails, it tells the user and resolves. */
  async start(client: BaseLanguageClient): Promise<void> {
    this.#client = client;
    this.#stateListener = client.onDidChangeState(({ newState }) => newState === State.Running && this.#onRunning());
    await this.#start();
  }

  /**
   * A broken connection closes by itself. If it were shut down here, the client would assume that the user wanted that,
   * and not restart the server.
   */
  error(): ErrorHandlerResult {
    return { action: ErrorAction.Continue, handled: true };
  }

  closed(): CloseHandlerResult {
    const now = performance.now();
    this.#stops = [...this.#stops, now].filter((stop) => now - stop < period * 60_000);
    this.#isRestarting = this.#stops.length < maxStops;
    if (this.#isRestarting) return { action: CloseAction.Restart, handled: true };
    this.#offerStart(
      l10n.t(
        'The language server stopped {0} times within {1} minutes, so it is not started again by itself. Close the model that you edited last, or make it smaller, and then start the server again.',
        maxStops,
        period,
      ),
    );
    return { action: CloseAction.DoNotRestart, handled: true };
  }

  async #start(): Promise<void> {
    try {
      await this.#client!.start();
    } catch (error) {
      // A server that stopped before it was ready has been reported, or is started again.
      if (this.#stops.length > 0) return;
      this.#offerStart(l10n.t("The language server can't be started: {0}.", errorMessage(error)));
    }
  }

  #onRunning(): void {
    if (!this.#isRestarting) return;
    this.#isRestarting = false;
    window.showWarningMessage(
      l10n.t(
        'The language server stopped unexpectedly and was started again. Your text is complete. Run the command that was interrupted again, if any.',
      ),
    );
  }

  async #offerStart(message: string): Promise<void> {
    const choice = await window.showErrorMessage(message, l10n.t('Start Again'));
    if (choice === undefined) return;
    this.#stops = [];
    await this.#start();
  }

  dispose(): void {
    this.#stateListener?.dispose();
  }
}
