/** The commands that run in the server: each does something with the file that its one argument names. */

import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Feature, Server } from '../feature.ts';
import { requestFailed } from '../validation.ts';
import { checkGradients } from './checkGradients.ts';
import { sgdStep } from './sgdStep.ts';
import { train } from './train.ts';
import { resetTrained, saveTrained } from './trainedValues.ts';

export interface Command {
  readonly id: string;
  /** Takes its place on the connection, and says how it is run. */
  prepare(connection: Connection, server: Server): CommandHandler;
}

export type CommandHandler = (uri: string, token: CancellationToken) => Promise<void>;

const allCommands: readonly Command[] = [sgdStep, train, saveTrained, resetTrained, checkGradients];

export const commands: Feature = {
  capabilities: { executeCommandProvider: { commands: allCommands.map(({ id }) => id) } },
  register(connection, server) {
    const handlers = new Map(allCommands.map((command) => [command.id, command.prepare(connection, server)]));
    connection.onExecuteCommand(async ({ command, arguments: args }, token) => {
      const handler = handlers.get(command);
      const uri: unknown = args?.[0];
      if (handler === undefined || typeof uri !== 'string') {
        throw requestFailed(`${command} takes one argument, the URI of an open file`);
      }
      // What is done to a file is done to its text as it stands.
      server.endOverride(uri);
      await handler(uri, token);
    });
  },
};
