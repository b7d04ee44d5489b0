/** Trained params that the text does not hold: saved with the text, undone by a request, as the editor's undo does not cover them. */

import { type StepBackParams, stepBackMethod } from '../../../../protocol/stepBack.ts';
import { saveTrainedValues } from '../commands/saveTrained.ts';
import type { Feature } from '../feature.ts';

export const trainedValues: Feature = {
  capabilities: {},
  register(connection, services) {
    const { documents } = services;
    documents.onSaved(({ document }) => saveTrainedValues(connection, services, document.uri));
    connection.onRequest(stepBackMethod, ({ uri }: StepBackParams) => documents.get(uri)?.stepBack() ?? false);
  },
};
