/** Measures the errors of long sums and writes docs/numbers.md: `npm run bench:sums`. Needs Python with PyTorch. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { page, table } from '../../../scripts/docs/markdown.ts';
import { root } from '../../../scripts/paths.ts';
import { type Precision, precisions } from '../../../server/src/engine/ir/precision.ts';
import { paired } from '../../../server/src/engine/runtime/wasm/generated/kernelBinaries.ts';
import { registerPairedBuild } from '../../../server/src/engine/runtime/wasm/kernelSelection.ts';
import { enablePairedVectors } from '../../../server/src/node/v8/pairedVectors.ts';
import { sumError, sumRoutes } from '../../support/oracles/sumErrors.ts';
import {
  exactSum,
  type LongSum,
  longSums,
  maxSumErrors,
  operandsOf,
  termKinds,
} from '../../support/programs/longSums.ts';

enablePairedVectors();
registerPairedBuild(paired);

const introduction = `<!-- Written by \`npm run bench:sums\`. -->

# Accuracy of long sums

Everything is computed in float64, except training with \`precision = "f32"\`. The table has the largest error of a sum of 1,000,000 terms, measured against NumPy in extended
precision: \`|computed − exact|\` divided by the sum of the terms' magnitudes, so that cancellation among the terms doesn't count. The terms are equal, which makes all rounding errors point
in the same direction, between 0 and 1, or between −0.5 and 0.5. The tests allow ${text(maxSumErrors.f64)} in float64 and ${text(maxSumErrors.f32)} in float32.

In float64 evaluation and training, in TypeScript and in WebAssembly, give the same bits. In float32 WebAssembly rounds every operation, TypeScript only the value of every node.`;

const method = `## How it is done

Short runs of terms are added one after another, a few at a time. Longer runs are halved, and their halves added; sums along other axes and matrix products are divided into blocks, and
the sums of the blocks are added with compensation: the rounding error of each addition is added to the next block. The error then doesn't grow with the number of terms.`;

const headings: readonly (readonly [heading: string, precision: Precision, names: readonly string[]])[] = [
  ['float64', 'f64', ['TypeScript', 'WebAssembly', 'training']],
  ['float32', 'f32', ['training']],
  ['float32 in TypeScript', 'f32', ['training in TypeScript']],
];

/** The largest error under each heading. */
async function largestErrors(subject: LongSum): Promise<readonly number[]> {
  const largest = headings.map(() => 0);
  for (const kind of termKinds) {
    if (subject.isOfDeviations && kind === 'equal') continue;
    for (const precision of precisions) {
      const exact = await exactSum(subject, kind, precision);
      const operands = operandsOf(subject, kind, precision);
      for (const route of sumRoutes.filter((each) => each.precision === precision)) {
        const column = headings.findIndex(([, of, names]) => of === precision && names.includes(route.name));
        largest[column] = Math.max(largest[column]!, sumError(subject, operands, route, exact));
      }
    }
  }
  return largest;
}

function text(error: number): string {
  return error === 0 ? '0' : error.toExponential(error === 10 ** Math.round(Math.log10(error)) ? 0 : 1);
}

const rows: string[][] = [];
for (const subject of longSums(1_000_000)) {
  rows.push([subject.layout, ...(await largestErrors(subject)).map(text)]);
  console.log(rows.at(-1)!.join(' | '));
}
const content = page([introduction, table(['1,000,000 terms', ...headings.map(([heading]) => heading)], rows), method]);
await writeFile(join(root, 'docs', 'numbers.md'), content);
process.exit();
