/** The command `backprop.sgdStep`: one step of training as one edit of the text, by standard LSP alone. */

import * as l10n from '@vscode/l10n';
import { sgdStepCommand } from '../../protocol/commands.ts';
import { isRefusal } from '../../training/refusal.ts';
import { nextStep } from '../../training/stepEdits.ts';
import { warn } from '../messages.ts';
import { applyStep } from './applyStep.ts';
import type { Command } from './commands.ts';

export const sgdStep: Command = {
  id: sgdStepCommand,
  prepare(connection, server) {
    /** The last step of each file: the next one waits for it, however fast they are asked for. */
    const last = new Map<string, Promise<unknown>>();
    /** Takes one step; the reason if there was none. */
    const step = async (uri: string): Promise<string | undefined> => {
      const trainer = server.trainers.get(uri);
      if (trainer) return l10n.t`No step taken: ${trainer.busy}`;
      const file = await server.finished(uri);
      if (file === undefined) return l10n.t('No step taken: the file is not open in the editor.');
      const { snapshot } = file;
      const taken = await inSlices(nextStep(snapshot, server.stepsTaken(uri)));
      if (isRefusal(taken)) return taken.refusal;
      const applied = await applyStep(connection, server, l10n.t('SGD step'), { uri, snapshot }, taken);
      return applied ? undefined : l10n.t('No step taken: the text changed at the same moment. Take the step again.');
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
