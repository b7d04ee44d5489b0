/** The commands that run in the server: each does something with the file that its one argument names. */

import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { Feature, Server } from '../feature.ts';
import { refused } from '../validation.ts';
import { checkGradients } from './checkGradients.ts';
import { sgdStep } from './sgdStep.ts';
import { train } from './train.ts';
import { resetTrained, saveTrained } from './trainedValues.ts';

export interface Command {
  readonly id: string;
  /** Takes its place on the connection, and says how it is run. */
  prepare(connection: Connection, server: Server): RunCommand;
}

export type RunCommand = (uri: string, cancelled: CancellationToken) => Promise<void>;

const all: readonly Command[] = [sgdStep, train, saveTrained, resetTrained, checkGradients];

export const commands: Feature = {
  capabilities: { executeCommandProvider: { commands: all.map(({ id }) => id) } },
  register(connection, server) {
    const runs = new Map(all.map((command) => [command.id, command.prepare(connection, server)]));
    connection.onExecuteCommand(async ({ command, arguments: given }, cancelled) => {
      const run = runs.get(command);
      const uri: unknown = given?.[0];
      if (run === undefined || typeof uri !== 'string') {
        throw refused(`${command} takes one argument, the URI of an open file`);
      }
      // What is done to a file is done to its text as it stands.
      server.endTrial(uri);
      await run(uri, cancelled);
    });
  },
};
