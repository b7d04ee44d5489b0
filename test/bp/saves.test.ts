/** Files that `bp` saves: whole after a kill, and with every edit of others. `npm test -- --thorough` tries more. */

import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { editDuring, killSaves } from '../support/processes/saves.ts';
import { isThorough } from '../support/setup/thorough.ts';

const program = fileURLToPath(new URL('../../server/src/node/bp.ts', import.meta.url));

test('killed saves tear no file, and the next run removes what they left', async () => {
  const kills = isThorough ? 500 : 25;
  expect(await killSaves(program, kills)).toMatchObject({ kills, tornFiles: 0, temporaryFiles: 0 });
});

test.each(['train', 'fmt'] as const)('%s loses no edit that others make meanwhile', async (command) => {
  const edits = isThorough ? 200 : 10;
  expect(await editDuring(command, program, edits)).toEqual({ edits, lostEdits: 0, failedRuns: 0 });
});
