/** The panel's end of the wire to the extension: what arrives is checked, what isn't known is dropped and logged. */

import * as l10n from '@vscode/l10n';
import * as v from 'valibot';
import {
  type FromPanel,
  type PanelMemory,
  panelMemory,
  type SaidByPanel,
  type ToPanel,
  toPanel,
} from '../../../server/src/protocol/panel/messages.ts';
import { type About, type Answered, type Asked, questions } from '../../../server/src/protocol/panel/requests.ts';
import { arrived } from '../../../server/src/protocol/panel/schema.ts';

/** What VS Code lends a webview. */
export interface Host {
  postMessage(message: SaidByPanel): void;
  getState(): unknown;
  setState(state: unknown): void;
}

/** What the panel is told without having asked. */
export type Told = Exclude<ToPanel, { kind: 'answer' | 'unanswered' }>;

interface Waiting {
  readonly about: About;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Bridge {
  readonly #host: Host;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Set<(told: Told) => void>();
  #lastId = 0;
  /** The file that it was told of last. */
  #file: string | null = null;

  constructor(host: Host) {
    this.#host = host;
  }

  say(message: FromPanel): void {
    this.#host.postMessage({ of: this.#file, said: message });
  }

  /** @throws Error with a sentence where there is no answer, or one that isn't understood. */
  async ask<Subject extends About>(about: Subject, asked: Asked<Subject>): Promise<Answered<Subject>> {
    const id = ++this.#lastId;
    const answer = await new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { about, resolve, reject });
      this.say({ kind: 'ask', id, about, asked });
    });
    const parsed = v.safeParse(questions[about].answered, answer);
    if (!parsed.success)
      throw new Error(l10n.t`The answer about ${about} is not understood: ${v.summarize(parsed.issues)}`);
    return parsed.output as Answered<Subject>;
  }

  /** Calls back with what the panel is told; returns how to stop that. */
  listen(listener: (told: Told) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** What was remembered last; undefined in a panel that is new. */
  get memory(): PanelMemory | undefined {
    return arrived(panelMemory, this.#host.getState());
  }

  /** For when the panel is shown again after it was hidden, or the window was reloaded. */
  remember(memory: PanelMemory): void {
    this.#host.setState(memory);
  }

  receive(message: unknown): void {
    const parsed = v.safeParse(toPanel, message);
    if (!parsed.success) {
      this.trouble(`it was sent a message that is not known: ${v.summarize(parsed.issues)}`);
      return;
    }
    const known = parsed.output;
    if (known.kind === 'file') this.#file = known.uri;
    if (known.kind === 'answer') this.#settle(known.id, ({ resolve }) => resolve(known.answer));
    else if (known.kind === 'unanswered') this.#settle(known.id, ({ reject }) => reject(new Error(known.reason)));
    else for (const listener of this.#listeners) listener(known);
  }

  /** @param message goes on from "The graph panel: ". */
  trouble(message: string): void {
    this.say({ kind: 'trouble', message });
  }

  #settle(id: number, settle: (waiting: Waiting) => void): void {
    const waiting = this.#waiting.get(id);
    if (waiting === undefined) return;
    this.#waiting.delete(id);
    settle(waiting);
  }
}
