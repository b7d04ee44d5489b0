/** The page's connection to the extension. Incoming messages are validated; unknown ones are dropped and logged. */

import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import {
  type FromPage,
  type PageMessage,
  type StoredPanelState,
  storedPanelState,
  type ToPage,
  toPage,
} from '../../../protocol/panel/messages.ts';
import {
  type PanelRequestName,
  type PanelRequestParams,
  type PanelRequestResult,
  panelRequests,
} from '../../../protocol/panel/requests.ts';
import { validate } from '../../../protocol/shared/schema.ts';

/** The API that VS Code gives a webview. */
export interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** Messages that are not responses. */
export type PageEvent = Exclude<ToPage, { kind: 'response' | 'requestFailed' }>;

interface PendingRequest {
  readonly method: PanelRequestName;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Bridge {
  readonly #host: VsCodeApi;
  readonly #pending = new Map<number, PendingRequest>();
  readonly #listeners = new Set<(event: PageEvent) => void>();
  #lastId = 0;
  /** The file named in the last message. */
  #shownFile: string | null = null;

  constructor(host: VsCodeApi) {
    this.#host = host;
  }

  post(message: FromPage): void {
    this.#host.postMessage({ uri: this.#shownFile, message });
  }

  /** @throws Error with a sentence if there is no response, or an invalid one. */
  async request<Kind extends PanelRequestName>(
    method: Kind,
    params: PanelRequestParams<Kind>,
  ): Promise<PanelRequestResult<Kind>> {
    const id = ++this.#lastId;
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#pending.set(id, { method, resolve, reject });
      this.post({ kind: 'request', id, method, params });
    });
    const parsed = v.safeParse(panelRequests[method].resultSchema, answer);
    if (!parsed.success)
      throw new Error(l10n.t`Received an invalid response about ${method}: ${v.summarize(parsed.issues)}`);
    return parsed.output as PanelRequestResult<Kind>;
  }

  /** Subscribes to events; returns the unsubscribe function. */
  listen(listener: (event: PageEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The stored state; undefined in a new panel. */
  get savedState(): StoredPanelState | undefined {
    return validate(storedPanelState, this.#host.getState());
  }

  /** Stores the state for when the panel is shown again, or the window reloads. */
  saveState(state: StoredPanelState): void {
    this.#host.setState(state);
  }

  receive(message: unknown): void {
    const parsed = v.safeParse(toPage, message);
    if (!parsed.success) {
      this.reportError(`it received an unknown message: ${v.summarize(parsed.issues)}`);
      return;
    }
    const received = parsed.output;
    if (received.kind === 'file') this.#shownFile = received.uri;
    if (received.kind === 'response') this.#settle(received.id, ({ resolve }) => resolve(received.result));
    else if (received.kind === 'requestFailed')
      this.#settle(received.id, ({ reject }) => reject(new Error(received.reason)));
    else for (const listener of this.#listeners) listener(received);
  }

  /** @param message continues "The graph panel: ". */
  reportError(message: string): void {
    this.post({ kind: 'logError', message });
  }

  #settle(id: number, settle: (pendingRequest: PendingRequest) => void): void {
    const pendingRequest = this.#pending.get(id);
    if (pendingRequest === undefined) return;
    this.#pending.delete(id);
    settle(pendingRequest);
  }
}
