/** The user's settings, as last read from the client. */

import { type Connection, Emitter } from 'vscode-languageserver';
import { defaultSettings, parseSettings, type Settings, sameSettings } from '../../../../protocol/editor/settings.ts';
import type { Client } from './client.ts';

export class ClientSettings {
  readonly #changed = new Emitter<void>();
  readonly onChanged = this.#changed.event;
  #current: Settings = defaultSettings;

  get current(): Settings {
    return this.#current;
  }

  /** Reads the settings from a client that provides them. */
  async read(connection: Connection, { capabilities }: Client): Promise<void> {
    if (!capabilities.workspace?.configuration) return;
    const settings = parseSettings(await connection.workspace.getConfiguration('backprop'));
    if (sameSettings(settings, this.#current)) return;
    this.#current = settings;
    this.#changed.fire();
  }
}
