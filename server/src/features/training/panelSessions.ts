/**
 * Training in the panel: one session per file. The text is unchanged until a step is kept.
 *
 * - `PanelSession` executes the panel's commands and pushes its state. It owns a `TrainingDriver`.
 * - `TrainingDriver`, also used by the command Train, shows the values of a session and writes a step into the text. It owns:
 *   - `SessionDocument`: the version that is trained, with the overlay that shows its values;
 *   - `SessionClient`: the session in the training worker, where `EngineSession` (`engine/training/session/`) runs it;
 *   - `Poller`: the times at which the worker is asked for its state.
 */

import * as l10n from '@vscode/l10n';
import {
  type TrainingCommandParams,
  type TrainingUpdate,
  trainingCommandMethod,
  trainingUpdateMethod,
} from '../../../../protocol/panel/training.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import { isTrainable } from '../../snapshot/training/trainable.ts';
import { noProgress } from '../../snapshot/training/trainingProgress.ts';
import { requestFrom } from '../../training/createTrainingJob.ts';
import { createSessionSetup } from '../../training/sessionSetup.ts';
import { untrainableRefusal } from '../../training/trainingRefusals.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';
import { PanelSession, type SessionContext } from './panelSession.ts';

export const panelSessions: Feature = {
  capabilities: {},
  register(connection, { client, documents, evaluator, trainingLocks, watchedGraph }) {
    const sessions = new Map<string, PanelSession>();
    /** Why sessions ended while the panel showed another file, by URI. */
    const unreportedEnds = new Map<string, string>();
    /** The last command of each file: the next one waits for it. */
    const pendingCommands = new Map<string, Promise<void>>();

    const push = (training: TrainingUpdate): void =>
      fireAndForget(connection.sendNotification(trainingUpdateMethod, training));
    const isWatched = (uri: string): boolean => uri === watchedGraph.watchedUri;
    const reportEnd = (uri: string, reason: string | null): void => {
      if (isWatched(uri)) push({ kind: 'none', uri, reason });
      else if (reason !== null) unreportedEnds.set(uri, reason);
    };

    const open = async (uri: string): Promise<void> => {
      const existing = sessions.get(uri);
      if (existing) return existing.sendFullUpdate();
      const onEnd: SessionContext['onEnd'] = (reason) => {
        sessions.delete(uri);
        reportEnd(uri, reason);
      };
      const session = await startPanelSession({
        uri,
        connection,
        client,
        documents,
        evaluator,
        trainingLocks,
        push,
        onEnd,
      });
      if (typeof session === 'string') return reportEnd(uri, session);
      sessions.set(uri, session);
      session.setWatched(isWatched(uri));
    };

    const close = (uri: string): void => {
      if (sessions.has(uri)) sessions.get(uri)!.end(null);
      else reportEnd(uri, null);
    };

    connection.onNotification(trainingCommandMethod, ({ uri, command }: TrainingCommandParams) => {
      const execute = async (): Promise<void> => {
        if (command.kind === 'open') await open(uri);
        else if (command.kind === 'close') close(uri);
        else await sessions.get(uri)?.execute(command);
      };
      const execution = (pendingCommands.get(uri) ?? Promise.resolve()).then(execute).catch(console.error);
      pendingCommands.set(uri, execution);
    });
    watchedGraph.onWatch(() => {
      for (const [uri, session] of sessions) session.setWatched(isWatched(uri));
      for (const [uri, reason] of unreportedEnds) {
        if (!isWatched(uri)) continue;
        unreportedEnds.delete(uri);
        reportEnd(uri, reason);
      }
    });
    documents.onPublished(({ uri, snapshot }) => sessions.get(uri)?.follow(snapshot));
    documents.onClosed((uri) => {
      sessions.get(uri)?.end(l10n.t('Training ended: the file is no longer open in the editor.'));
      unreportedEnds.delete(uri);
      pendingCommands.delete(uri);
    });
  },
};

/** A session that starts from the text, or why there is none. */
async function startPanelSession(context: SessionContext): Promise<PanelSession | string> {
  const { uri, documents, trainingLocks } = context;
  documents.get(uri)?.cancelScrub();
  const file = await documents.whenFinished(uri);
  if (file === undefined) return l10n.t("Can't start training: the file is not open in the editor.");
  const lock = trainingLocks.get(uri);
  if (lock) return l10n.t`Can't start training: ${lock.busyReason}`;
  const { snapshot } = file;
  if (!isTrainable(snapshot)) return untrainableRefusal(snapshot).refusal;
  const setup = createSessionSetup(snapshot, requestFrom(snapshot.trainingProgress ?? noProgress));
  return isRefusal(setup) ? setup.refusal : new PanelSession(context, snapshot, setup);
}
