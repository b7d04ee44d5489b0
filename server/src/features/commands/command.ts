/** A command that runs in the server on one file. */

import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Services } from '../feature.ts';

export interface Command {
  readonly id: string;
  /** Called once, on registration. */
  prepare(connection: Connection, services: Services): CommandHandler;
}

export type CommandHandler = (uri: string, token: CancellationToken) => Promise<void>;
