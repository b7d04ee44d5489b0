/** A headless training pane: sends commands and records pushed states. */

import { watchGraphMethod } from '../../../protocol/panel/graph.ts';
import {
  type TrainingCommand,
  type TrainingUpdate,
  trainingCommandMethod,
  trainingUpdateMethod,
} from '../../../protocol/panel/training.ts';
import { until } from '../workers/until.ts';
import type { Editor } from './editor.ts';

type Session = TrainingUpdate & { readonly kind: 'session' };

export class TrainingPanel {
  readonly pushed: TrainingUpdate[] = [];
  readonly #editor: Editor;
  readonly #uri: string;

  constructor(editor: Editor, uri: string) {
    this.#editor = editor;
    this.#uri = uri;
    editor.connection.onNotification(trainingUpdateMethod, (training: TrainingUpdate) => {
      this.pushed.push(training);
    });
  }

  watch(uri = this.#uri): Promise<void> {
    const watched = { uri, collapseState: { isCollapsed: null, except: [] } };
    return this.#editor.connection.sendNotification(watchGraphMethod, { watched });
  }

  hide(): Promise<void> {
    return this.#editor.connection.sendNotification(watchGraphMethod, { watched: null });
  }

  send(send: TrainingCommand): Promise<void> {
    return this.#editor.connection.sendNotification(trainingCommandMethod, { uri: this.#uri, command: send });
  }

  /** Sends a command and waits for a later push that satisfies the predicate. */
  async sendUntil(send: TrainingCommand, predicate: (session: Session) => boolean): Promise<Session> {
    const before = this.pushed.length;
    await this.send(send);
    return until(() => this.sessions(before).find(predicate));
  }

  sessions(from = 0): readonly Session[] {
    return this.pushed.slice(from).filter((training) => training.kind === 'session');
  }

  /** The reason why the session ended, once pushed. */
  async ended(from = 0): Promise<string | null> {
    return (await until(() => this.pushed.slice(from).find((training) => training.kind === 'none'))).reason;
  }
}
