/** Training in the panel: a session a file, which the panel gives orders to and sees, and the text stays as it is until it is kept. */

import * as l10n from '@vscode/l10n';
import {
  type Training,
  trainingMethod,
  trainingOrderMethod,
  trainingOrderParams,
} from '../../protocol/panel/training.ts';
import { isRefusal, isTrainable, untrainable } from '../../training/refusal.ts';
import { sessionPlan } from '../../training/sessionJob.ts';
import { type Feature, type Server, sent } from '../feature.ts';
import { hear } from '../validation.ts';
import { LedTraining, type Stage } from './session.ts';

export const trainingSession: Feature = {
  capabilities: {},
  register(connection, server) {
    const sessions = new Map<string, LedTraining>();
    /** Why sessions have ended while nobody saw it, by file. */
    const untold = new Map<string, string>();
    /** What each file was told last: the next order waits for it. */
    const last = new Map<string, Promise<void>>();

    const push = (training: Training): void => sent(connection.sendNotification(trainingMethod, training));
    const isWatched = (uri: string): boolean => uri === server.watchedGraph.watched;
    const refuse = (uri: string, reason: string | null): void => {
      if (isWatched(uri)) push({ kind: 'none', uri, reason });
      else if (reason !== null) untold.set(uri, reason);
    };

    const open = async (uri: string): Promise<void> => {
      const underway = sessions.get(uri);
      if (underway) return underway.tellAll();
      const onEnd: Stage['onEnd'] = (reason) => {
        sessions.delete(uri);
        refuse(uri, reason);
      };
      const session = await begin(server, { uri, connection, server, push, onEnd });
      if (typeof session === 'string') return refuse(uri, session);
      sessions.set(uri, session);
      session.watch(isWatched(uri));
    };

    const close = (uri: string): void => {
      if (sessions.has(uri)) sessions.get(uri)!.end(null);
      else refuse(uri, null);
    };

    hear(connection, trainingOrderMethod, trainingOrderParams, ({ uri, order }) => {
      const obey = async (): Promise<void> => {
        if (order.kind === 'open') await open(uri);
        else if (order.kind === 'close') close(uri);
        else await sessions.get(uri)?.take(order);
      };
      const obeyed = (last.get(uri) ?? Promise.resolve()).then(obey).catch(console.error);
      last.set(uri, obeyed);
    });
    server.watchedGraph.onWatch(() => {
      for (const [uri, session] of sessions) session.watch(isWatched(uri));
      for (const [uri, reason] of untold) {
        if (!isWatched(uri)) continue;
        untold.delete(uri);
        refuse(uri, reason);
      }
    });
    server.onSettled(({ uri, snapshot }) => sessions.get(uri)?.follow(snapshot));
    server.onClosed((uri) => {
      sessions.get(uri)?.end(l10n.t('Training has ended: the file is not open in the editor any more.'));
      untold.delete(uri);
      last.delete(uri);
    });
  },
};

/** A session that begins from the text, or why there is none. */
async function begin(server: Server, stage: Stage): Promise<LedTraining | string> {
  const { uri } = stage;
  server.endTrial(uri);
  const file = await server.finished(uri);
  if (file === undefined) return l10n.t('No training started: the file is not open in the editor.');
  const trainer = server.trainers.get(uri);
  if (trainer) return l10n.t`No training started: ${trainer.busy}`;
  const { snapshot } = file;
  if (!isTrainable(snapshot)) return untrainable(snapshot).refusal;
  const { count: from, states } = server.stepsTaken(uri);
  const plan = sessionPlan(snapshot, { from, states });
  return isRefusal(plan) ? plan.refusal : new LedTraining(stage, snapshot, plan);
}
