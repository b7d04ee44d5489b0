/** `bp gradcheck`: the gradient of every param against differences, in a table. */

import { checkGradients, type LeafReport } from '../../engine/autodiff/gradcheck.ts';
import { toEnd } from '../../engine/runtime/slices.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { gradientCheckOf, paramOf, showPlace, showRelative, withReports } from '../../training/gradientCheck.ts';
import { isRefusal } from '../../training/refusal.ts';
import { showProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readEvaluated } from './command.ts';
import { refuse } from './refuse.ts';
import { table } from './table.ts';

export const gradcheck: Command = {
  name: 'gradcheck',
  synopsis: 'gradcheck FILE',
  doc: 'compare the gradient of every param with central differences',
  async run(given) {
    const { file } = parseFileAndOptions(gradcheck, given, {});
    const snapshot = await readEvaluated(file);
    const check = gradientCheckOf(snapshot);
    if (isRefusal(check)) return refuse(file, snapshot, check.refusal);
    const reports = toEnd(checkGradients(check.program, check.root, check.leaves));
    console.log(table(rowsOf(snapshot, reports), 'left'));
    const checked = withReports(snapshot, reports);
    for (const shown of showProblems(file, checked)) console.error(shown);
    return exitCodeOf(checked);
  },
};

const header = ['param', 'elements checked', 'worst relative difference', 'where'] as const;

/** `W`, `12 of 4000`, `2.3e−10`, `[2, 3]`. */
function rowsOf({ model }: Snapshot, reports: readonly LeafReport[]): string[][] {
  const rows = reports.map((report) => {
    const { size, checked, worst, kinks } = report;
    const elements = checked === size ? String(size) : `${checked} of ${size}`;
    const difference = worst
      ? [showRelative(worst), showPlace(model.program, report, worst)]
      : ['', kinks.length > 0 ? 'at a kink' : ''];
    return [paramOf(model.params, report).name, elements, ...difference];
  });
  return [[...header], ...rows];
}
