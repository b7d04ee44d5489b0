/** The request `backprop/graphText`: exports the graph that the client displays to a graph description language. */

import * as l10n from '@vscode/l10n';
import { type GraphTextParams, graphTextMethod, type PanelRequestResult } from '../../../../protocol/panel/requests.ts';
import { exportGraphText } from '../../export/graph/exportGraphText.ts';
import type { Feature } from '../feature.ts';
import { requestFailed } from '../support/requestFailed.ts';

export const graphText: Feature = {
  capabilities: {},
  register(connection, { documents, settings, watchedGraph }) {
    connection.onRequest(
      graphTextMethod,
      async ({ uri, format }: GraphTextParams): Promise<PanelRequestResult<'graphText'>> => {
        await documents.whenPublished(uri);
        const shown = watchedGraph.shown(uri);
        if (shown === undefined) throw requestFailed(l10n.t('Nothing to copy: the graph of this file is not shown.'));
        return {
          text: exportGraphText(shown.displayGraph, shown.snapshot, format, settings.current.digits),
        };
      },
    );
  },
};
