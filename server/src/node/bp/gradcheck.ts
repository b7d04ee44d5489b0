/** `bp gradcheck`: prints a table of every param's gradient compared with finite differences. */

import { checkGradients, type LeafReport } from '../../engine/gradcheck/gradcheck.ts';
import { runToCompletion } from '../../engine/runtime/slices.ts';
import { isRefusal } from '../../language/problems/refusal.ts';
import {
  formatElementIndex,
  formatRelativeError,
  gradientCheckOf,
  paramOf,
  withCheckReports,
} from '../../snapshot/gradientCheck.ts';
import type { Snapshot } from '../../snapshot/snapshot.ts';
import { formatProblems } from './check.ts';
import { type Command, exitCodeOf, parseFileAndOptions, readAndEvaluate } from './command.ts';
import { formatTable } from './formatTable.ts';
import { printError, printLine } from './print.ts';
import { printRefusal } from './printRefusal.ts';

export const gradcheck: Command = {
  name: 'gradcheck',
  synopsis: 'gradcheck FILE',
  doc: 'compare the gradient of every param with finite differences',
  async run(args) {
    const { file } = parseFileAndOptions(gradcheck, args, {});
    const snapshot = await readAndEvaluate(file);
    const check = gradientCheckOf(snapshot);
    if (isRefusal(check)) return printRefusal(file, snapshot, check.refusal);
    const reports = runToCompletion(checkGradients(check.program, check.root, check.leaves));
    printLine(formatTable(rowsOf(snapshot, reports), 'left'));
    const checked = withCheckReports(snapshot, reports);
    for (const shown of formatProblems(file, checked)) printError(shown);
    return exitCodeOf(checked);
  },
};

const header = ['param', 'elements checked', 'worst relative difference', 'where'] as const;

/** `W`, `12 of 4000`, `2.3e−10`, `[2, 3]`. */
function rowsOf({ model }: Snapshot, reports: readonly LeafReport[]): string[][] {
  const rows = reports.map((report) => {
    const { size, checked, worst } = report;
    const elements = checked === size ? String(size) : `${checked} of ${size}`;
    const difference = worst
      ? [formatRelativeError(worst), formatElementIndex(model.program, report, worst)]
      : ['', positionWithoutSlope(report)];
    return [paramOf(model.params, report).name, elements, ...difference];
  });
  return [[...header], ...rows];
}

function positionWithoutSlope({ kinks, jumps }: LeafReport): string {
  if (jumps.length > 0) return kinks.length > 0 ? 'at kinks and jumps' : 'at a jump';
  return kinks.length > 0 ? 'at a kink' : '';
}
