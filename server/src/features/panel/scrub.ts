/** A number that is dragged: everything follows while the text stays, and its release is one edit. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { arrived } from '../../protocol/panel/schema.ts';
import {
  endScrubMethod,
  endScrubParams,
  type Scrubbable,
  scrubbableMethod,
  scrubbableParams,
  scrubMethod,
  scrubParams,
} from '../../protocol/panel/scrub.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { isTriable, numberLeafAt } from '../../training/override.ts';
import type { Feature, Server, Trial } from '../feature.ts';
import { editText } from '../training/applyStep.ts';
import { hear, refused } from '../validation.ts';

export const scrub: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest<Scrubbable | null, void>(scrubbableMethod, async (params: unknown) => {
      const asked = arrived(scrubbableParams, params);
      if (asked === undefined) throw refused(`${scrubbableMethod} takes the URI of a file and a position`);
      const file = await server.finished(asked.uri);
      if (file === undefined || !isTriable(file.snapshot)) return null;
      return scrubbableAt(file.snapshot, file.snapshot.lines.offsetAt(asked.position)) ?? null;
    });
    hear(connection, scrubMethod, scrubParams, async ({ uri, scrubbed: { name, value } }) => {
      server.trainers.get(uri)?.giveWay?.(l10n.t('a number of the text is tried out'));
      const trial = await server.trial(uri);
      trial?.tryOut(name, value);
    });
    connection.onRequest<boolean, void>(endScrubMethod, async (params: unknown) => {
      const asked = arrived(endScrubParams, params);
      if (asked === undefined)
        throw refused(`${endScrubMethod} takes the URI of a file, and whether the number is kept`);
      const { uri } = asked;
      // A number that came before this may still wait for those of the text: it is taken first, so that none is left.
      const trial = await server.trial(uri);
      const isKept = asked.isKept && (await keep(connection, server, uri, trial).catch(() => false));
      if (!isKept) server.endTrial(uri);
      return isKept;
    });
  },
};

function scrubbableAt(snapshot: Snapshot, offset: number): Scrubbable | undefined {
  const leaf = numberLeafAt(snapshot, offset);
  if (leaf === undefined) return undefined;
  const { value, expression } = leaf.number;
  const range = {
    start: snapshot.lines.positionAt(expression.start),
    end: snapshot.lines.positionAt(expression.end),
  };
  return { name: leaf.definition.name.name, value, range };
}

/** Writes what was tried out into the text; false where there is nothing to write, or the text has changed. Rejects where the client can't. */
async function keep(connection: Connection, server: Server, uri: string, trial: Trial | undefined): Promise<boolean> {
  if (trial?.edit === undefined) return false;
  return editText(connection, server, l10n.t('Scrub'), { uri, snapshot: trial.snapshot }, [trial.edit]);
}
