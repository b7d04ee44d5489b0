/** The request `backprop/graphText`: the graph that the client sees, in a language that draws it elsewhere. */

import * as l10n from '@vscode/l10n';
import { graphText as textOf } from '../../export/graphText.ts';
import { type Answered, askedOf, graphTextMethod } from '../../protocol/panel/requests.ts';
import type { Feature } from '../feature.ts';
import { refused } from '../validation.ts';

export const graphText: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest(graphTextMethod, async (params: unknown): Promise<Answered<'graphText'>> => {
      const question = askedOf('graphText', params);
      if (question === undefined) throw refused(`${graphTextMethod} takes the URI of a file and 'dot' or 'mermaid'`);
      await server.settled(question.uri);
      const seen = server.watchedGraph.seen(question.uri);
      if (seen === undefined) throw refused(l10n.t('There is nothing to copy: the graph of this file is not shown.'));
      return { text: textOf(seen.drawn, seen.snapshot, question.asked.format, server.settings.digits) };
    });
  },
};
