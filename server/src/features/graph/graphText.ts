/** The request `backprop/graphText`: exports the graph that the client displays to a graph description language. */

import * as l10n from '@vscode/l10n';
import { graphTextMethod, type PanelRequestResult, parsePanelRequest } from '../../../../protocol/panel/requests.ts';
import { exportGraphText } from '../../export/graph/exportGraphText.ts';
import type { Feature } from '../feature.ts';
import { requestFailed } from '../validation.ts';

export const graphText: Feature = {
  capabilities: {},
  register(connection, { documents, settings, watchedGraph }) {
    connection.onRequest(graphTextMethod, async (params: unknown): Promise<PanelRequestResult<'graphText'>> => {
      const request = parsePanelRequest('graphText', params);
      if (request === undefined)
        throw requestFailed(`${graphTextMethod} takes the URI of a file and 'dot' or 'mermaid'`);
      await documents.shownFile(request.uri);
      const watched = watchedGraph.shown(request.uri);
      if (watched === undefined) throw requestFailed(l10n.t('Nothing to copy: the graph of this file is not shown.'));
      return {
        text: exportGraphText(watched.displayGraph, watched.snapshot, request.parsed.format, settings.current.digits),
      };
    });
  },
};
