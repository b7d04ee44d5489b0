/** Scrubbing: while a number is dragged, every view follows and the text is unchanged; committing it makes one edit. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import {
  type EndScrubParams,
  endScrubMethod,
  type ScrubbableNumber,
  type ScrubbableParams,
  type ScrubParams,
  scrubbableMethod,
  scrubMethod,
} from '../../../../protocol/editor/scrub.ts';
import type { Scrub } from '../../documents/scrub.ts';
import { rangeIn } from '../../language/syntax/ast.ts';
import { canScrub, literalValueAt } from '../../snapshot/literalValue.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Feature } from '../feature.ts';
import type { Client } from '../support/client.ts';
import { toEditorRange } from '../support/positions.ts';
import { applyTextEdits } from './textEdits.ts';

export const scrub: Feature = {
  capabilities: {},
  register(connection, { client, documents, trainingLocks }) {
    connection.onRequest<ScrubbableNumber | null, void>(
      scrubbableMethod,
      async ({ uri, position }: ScrubbableParams) => {
        const file = await documents.whenFinished(uri);
        if (file === undefined || !canScrub(file.snapshot)) return null;
        return scrubbableAt(file.snapshot, file.snapshot.lines.offsetAt(position)) ?? null;
      },
    );
    connection.onNotification(scrubMethod, async ({ uri, scrubbed: { name, value } }: ScrubParams) => {
      trainingLocks.get(uri)?.end?.(l10n.t('a number in the text is being scrubbed'));
      const scrub = await documents.get(uri)?.startScrub();
      scrub?.move(name, value);
    });
    connection.onRequest<boolean, void>(endScrubMethod, async ({ uri, isCommitted }: EndScrubParams) => {
      // The first `move` may still wait for the document to be evaluated; it is applied first.
      const scrub = await documents.get(uri)?.startScrub();
      const isKept = isCommitted && (await commitScrub(connection, client, uri, scrub).catch(() => false));
      if (!isKept) documents.get(uri)?.cancelScrub();
      return isKept;
    });
  },
};

function scrubbableAt(snapshot: Snapshot, offset: number): ScrubbableNumber | undefined {
  const literal = literalValueAt(snapshot, offset);
  if (literal === undefined) return undefined;
  const { value, expression } = literal.number;
  const range = toEditorRange(snapshot, rangeIn(literal.definition, expression));
  return { name: literal.definition.name.name, value, range };
}

/**
 * Writes the number into the text; false if the number is unchanged or the text has changed. Rejects if the client
 * cannot edit.
 */
async function commitScrub(
  connection: Connection,
  client: Client,
  uri: string,
  scrub: Scrub | undefined,
): Promise<boolean> {
  if (scrub?.edit === undefined) return false;
  return applyTextEdits(connection, client, l10n.t('Scrub'), { uri, snapshot: scrub.snapshot }, [scrub.edit]);
}
