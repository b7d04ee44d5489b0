/** Files that `bp` saves: whole after a kill, and with every edit of others. `npm test -- --thorough` tries more. */

import { describe, expect, test } from 'vitest';
import { bundledBp } from '../support/processes/bundles.ts';
import { editDuring, killSaves } from '../support/processes/saves.ts';
import { endDuringSaves, endings } from '../support/processes/serverSaves.ts';
import { isThorough } from '../support/setup/thorough.ts';

describe.concurrent('bp', () => {
  test('tears no file when killed while it saves, and the next run removes what it left', async () => {
    const kills = isThorough ? 500 : 15;
    expect(await killSaves(bundledBp, kills)).toMatchObject({ kills, tornFiles: 0, temporaryFiles: 0 });
  });

  test.each(['train', 'fmt'] as const)('%s loses no edit that others make meanwhile', async (command) => {
    const edits = isThorough ? 200 : 6;
    expect(await editDuring(command, bundledBp, edits)).toEqual({ edits, lostEdits: 0, failedRuns: 0 });
  });
});

describe.concurrent('bp lsp', () => {
  test.each(Object.keys(endings) as (keyof typeof endings)[])('saves all or nothing if %s', async (ending) => {
    const ended = await endDuringSaves(bundledBp, ending, isThorough ? 100 : 6);
    expect(ended).toMatchObject({ tornFiles: 0, temporaryFiles: 0 });
    expect(ended.endedDuringSave).toBeGreaterThan(0);
  });
});
