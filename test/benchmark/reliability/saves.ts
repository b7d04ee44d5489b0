/**
 * Saves of the built `bp`: 500 kills, and 200 edits by others during `train --write` and during `fmt`. Prints a table
 * of what was lost. Run by `npm run bench:saves` after `npm run build`; other numbers of kills and edits may follow `--`.
 */

import { join } from 'node:path';
import { dist } from '../../../scripts/paths.ts';
import { editDuring, killSaves } from '../../support/processes/saves.ts';
import { markdownTable } from '../report/tables.ts';

const [killCount = 500, editCount = 200] = process.argv.slice(2).map(Number);
const program = join(dist, 'bp.js');
const { kills, killsDuringSave, tornFiles, temporaryFiles } = await killSaves(program, killCount);
const rows = [
  [
    'kills while saving',
    `${kills}, ${killsDuringSave} before the end`,
    `${tornFiles} torn, ${temporaryFiles} temporary files`,
  ],
];
for (const command of ['train', 'fmt'] as const) {
  const { edits, lostEdits, failedRuns } = await editDuring(command, program, editCount);
  rows.push([
    `edits by others during \`bp ${command}\``,
    String(edits),
    `${lostEdits} lost, ${failedRuns} failed runs`,
  ]);
}
console.log(markdownTable([['what', 'how many', 'damage'], ...rows]));
