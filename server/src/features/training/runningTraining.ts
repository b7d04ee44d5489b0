/** Tells the client which files are being trained. */

import { type RunningTraining, runningTrainingMethod } from '../../../../protocol/editor/runningTraining.ts';
import type { Feature } from '../feature.ts';
import { fireAndForget } from '../support/fireAndForget.ts';

export const runningTraining: Feature = {
  capabilities: {},
  register(connection, { client, trainingLocks }) {
    trainingLocks.onRunningChanged(() => {
      if (!client.options.shownNumbers) return;
      const running: RunningTraining = { uris: trainingLocks.runningUris };
      fireAndForget(connection.sendNotification(runningTrainingMethod, running));
    });
  },
};
