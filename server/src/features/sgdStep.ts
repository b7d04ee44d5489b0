/** The command `backprop.sgdStep`: one step of training as one edit of the text, by standard LSP alone. */

import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { sgdStepCommand } from '../protocol/commands.ts';
import { isRefusal } from '../snapshot/refusal.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { applyEdits, type Edit, nextStep } from '../snapshot/stepEdits.ts';
import type { Command } from './commands.ts';
import { warn } from './messages.ts';

export const sgdStep: Command = {
  id: sgdStepCommand,
  prepare(connection, server) {
    /** The last step of each file: the next one waits for it, however fast they are asked for. */
    const last = new Map<string, Promise<unknown>>();
    /** Takes one step; the reason if there was none. */
    const step = async (uri: string): Promise<string | undefined> => {
      const file = await server.finished(uri);
      if (file === undefined) return 'No step taken: the file is not open in the editor.';
      const { snapshot } = file;
      const taken = await inSlices(nextStep(snapshot, server.stepsTaken(uri)));
      if (isRefusal(taken)) return taken.refusal;
      const { edits, states } = taken;
      server.step(uri, applyEdits(snapshot.text, edits), states);
      const versioned = server.client.workspace?.workspaceEdit?.documentChanges ?? false;
      const { applied } = await connection.workspace.applyEdit({
        label: 'SGD step',
        edit: workspaceEdit(uri, snapshot, edits, versioned),
      });
      return applied ? undefined : 'No step taken: the text changed at the same moment. Take the step again.';
    };
    server.onClosed((uri) => last.delete(uri));
    return async (uri) => {
      const taken = (last.get(uri) ?? Promise.resolve()).then(() => step(uri));
      last.set(
        uri,
        taken.catch(() => undefined),
      );
      const message = await taken;
      if (message !== undefined) warn(connection, message);
    };
  },
};

/** Runs to the end, and lets whatever else waits in between. */
async function inSlices<Result>(slices: Generator<undefined, Result>): Promise<Result> {
  for (;;) {
    const slice = slices.next();
    if (slice.done) return slice.value;
    await new Promise((resolve) => {
      setTimeout(resolve, 0);
    });
  }
}

function workspaceEdit(uri: string, snapshot: Snapshot, edits: readonly Edit[], versioned: boolean): WorkspaceEdit {
  const changes: TextEdit[] = edits.map(({ start, end, text }) => ({
    range: { start: snapshot.lines.positionAt(start), end: snapshot.lines.positionAt(end) },
    newText: text,
  }));
  if (!versioned) return { changes: { [uri]: changes } };
  return { documentChanges: [{ textDocument: { uri, version: snapshot.version }, edits: changes }] };
}
