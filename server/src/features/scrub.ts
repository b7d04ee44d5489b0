/** A number that is dragged: everything follows while the text stays, and its release is one edit. */

import { type Connection, LSPErrorCodes, ResponseError } from 'vscode-languageserver';
import {
  endScrubMethod,
  isEndScrub,
  isScrub,
  isScrubbableRequest,
  type Scrubbable,
  scrubbableMethod,
  scrubMethod,
} from '../protocol/scrub.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { isTriable, numberLeafAt } from '../snapshot/trial.ts';
import { editText } from './applyStep.ts';
import type { Feature, Server } from './feature.ts';

export const scrub: Feature = {
  capabilities: {},
  register(connection, server) {
    connection.onRequest<Scrubbable | null, void>(scrubbableMethod, async (params: unknown) => {
      if (!isScrubbableRequest(params)) throw refused(`${scrubbableMethod} takes the URI of a file and a position`);
      const file = await server.finished(params.uri);
      if (file === undefined || !isTriable(file.snapshot)) return null;
      return scrubbableAt(file.snapshot, file.snapshot.lines.offsetAt(params.position)) ?? null;
    });
    connection.onNotification(scrubMethod, async (params: unknown) => {
      if (!isScrub(params)) return;
      const trial = await server.trial(params.uri);
      trial?.tryOut(params.scrubbed.name, params.scrubbed.value);
    });
    connection.onRequest<boolean, void>(endScrubMethod, async (params: unknown) => {
      if (!isEndScrub(params))
        throw refused(`${endScrubMethod} takes the URI of a file, and whether the number is kept`);
      const isKept = params.isKept && (await keep(connection, server, params.uri).catch(() => false));
      if (!isKept) server.endTrial(params.uri);
      return isKept;
    });
  },
};

function refused(message: string): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}

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
async function keep(connection: Connection, server: Server, uri: string): Promise<boolean> {
  const trial = await server.trial(uri);
  if (trial?.edit === undefined) return false;
  return editText(connection, server, 'Scrub', { uri, snapshot: trial.snapshot }, [trial.edit]);
}
