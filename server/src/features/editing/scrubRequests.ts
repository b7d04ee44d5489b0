/** Scrubbing: while a number is dragged, every view follows and the text is unchanged; committing it makes one edit. */

import * as l10n from '@vscode/l10n';
import type { Connection } from 'vscode-languageserver';
import { validate } from '../../../../protocol/schema.ts';
import {
  endScrubMethod,
  endScrubParams,
  type Scrubbable,
  scrubbableMethod,
  scrubbableParams,
  scrubMethod,
  scrubParams,
} from '../../../../protocol/scrub.ts';
import type { Scrub } from '../../documents/scrub.ts';
import { rangeIn } from '../../language/syntax/ast.ts';
import { canScrub, literalValueAt } from '../../snapshot/literalValue.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import type { Client } from '../client.ts';
import type { Feature } from '../feature.ts';
import { toEditorRange } from '../positions.ts';
import { applyTextEdits } from '../training/applyStep.ts';
import { onValidated, requestFailed } from '../validation.ts';

export const scrub: Feature = {
  capabilities: {},
  register(connection, { client, documents, trainingLocks }) {
    connection.onRequest<Scrubbable | null, void>(scrubbableMethod, async (params: unknown) => {
      const request = validate(scrubbableParams, params);
      if (request === undefined) throw requestFailed(`${scrubbableMethod} takes the URI of a file and a position`);
      const file = await documents.evaluatedFile(request.uri);
      if (file === undefined || !canScrub(file.snapshot)) return null;
      return scrubbableAt(file.snapshot, file.snapshot.lines.offsetAt(request.position)) ?? null;
    });
    onValidated(connection, scrubMethod, scrubParams, async ({ uri, scrubbed: { name, value } }) => {
      trainingLocks.get(uri)?.stop?.(l10n.t('a number in the text is being scrubbed'));
      const scrub = await documents.get(uri)?.startScrub();
      scrub?.move(name, value);
    });
    connection.onRequest<boolean, void>(endScrubMethod, async (params: unknown) => {
      const request = validate(endScrubParams, params);
      if (request === undefined)
        throw requestFailed(`${endScrubMethod} takes the URI of a file, and whether the number is kept`);
      const { uri } = request;
      // The first `move` may still wait for the document to be evaluated; it is applied first.
      const scrub = await documents.get(uri)?.startScrub();
      const isCommitted = request.isCommitted && (await commitScrub(connection, client, uri, scrub).catch(() => false));
      if (!isCommitted) documents.get(uri)?.cancelScrub();
      return isCommitted;
    });
  },
};

function scrubbableAt(snapshot: Snapshot, offset: number): Scrubbable | undefined {
  const leaf = literalValueAt(snapshot, offset);
  if (leaf === undefined) return undefined;
  const { value, expression } = leaf.number;
  const range = toEditorRange(snapshot, rangeIn(leaf.definition, expression));
  return { name: leaf.definition.name.name, value, range };
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
