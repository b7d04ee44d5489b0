/** The command `backprop.sgdStep`: one step of training as one edit of the text, by standard LSP alone. */

import {
  type ExecuteCommandParams,
  LSPErrorCodes,
  ResponseError,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { sgdStepCommand } from '../protocol/commands.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { applyEdits, type Edit, isRefusal, stepEdits } from '../snapshot/stepEdits.ts';
import type { Feature } from './feature.ts';

export const sgdStep: Feature = {
  capabilities: { executeCommandProvider: { commands: [sgdStepCommand] } },
  register(connection, server) {
    /** Takes one step; the reason if there was none. */
    const step = async (uri: string): Promise<string | undefined> => {
      const file = await server.finished(uri);
      if (file === undefined) return 'No step taken: the file is not open in the editor.';
      const { snapshot } = file;
      const edits = stepEdits(snapshot);
      if (isRefusal(edits)) return edits.refusal;
      server.stepped(uri, applyEdits(snapshot.text, edits));
      const versioned = server.client.workspace?.workspaceEdit?.documentChanges ?? false;
      const { applied } = await connection.workspace.applyEdit({
        label: 'SGD step',
        edit: workspaceEdit(uri, snapshot, edits, versioned),
      });
      return applied ? undefined : 'No step taken: the text changed at the same moment. Take the step again.';
    };
    connection.onExecuteCommand(async ({ command, arguments: given }: ExecuteCommandParams) => {
      const uri: unknown = given?.[0];
      if (command !== sgdStepCommand || typeof uri !== 'string') {
        throw new ResponseError(LSPErrorCodes.RequestFailed, `${command} takes one argument, the URI of an open file`);
      }
      const reason = await step(uri);
      if (reason !== undefined) connection.window.showWarningMessage(reason);
    });
  },
};

function workspaceEdit(uri: string, snapshot: Snapshot, edits: readonly Edit[], versioned: boolean): WorkspaceEdit {
  const changes: TextEdit[] = edits.map(({ start, end, text }) => ({
    range: { start: snapshot.lines.positionAt(start), end: snapshot.lines.positionAt(end) },
    newText: text,
  }));
  if (!versioned) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version: snapshot.version }, edits: changes }] };
}
