/** Starts the slowest test files first, so that no worker gets a long one last. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { root } from '../../../scripts/paths.ts';

/** Slowest first. The others follow in the order of their last durations, or of their sizes. */
const slowFiles: readonly string[] = [
  'test/language/language.limits.test.ts',
  'test/fuzz/edits.test.ts',
  'test/bp/saves.test.ts',
  'test/server/editing.fuzz.test.ts',
  'test/bp/bench.test.ts',
  'test/server/training/panelSession.test.ts',
  'test/bp/train.test.ts',
  'test/engine/autodiff/gradients.test.ts',
  'test/server/failures.test.ts',
  'test/language/problems/limits.test.ts',
  'test/engine/autodiff/pytorch.test.ts',
  'test/server/faults.test.ts',
  'test/format/format.test.ts',
  'test/bp/bp.test.ts',
  'test/evaluation/evaluator.test.ts',
  'test/l10n.test.ts',
  'test/screen/panel/largeGraphs.test.ts',
  'test/screen/panel/panelHost.test.ts',
  'test/screen/panel/keyboard.test.ts',
  'test/screen/panel/accessibility.test.ts',
  'test/screen/panel/export.test.ts',
  'test/screen/panel/training/trainingPane.test.ts',
  'test/screen/display.test.ts',
].map((file) => join(root, file));

const missing = slowFiles.filter((file) => !existsSync(file));
if (missing.length > 0) throw new Error(`slowFiles names missing files: ${missing.join(', ')}`);

export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => {
      const index = slowFiles.indexOf(moduleId);
      return index < 0 ? slowFiles.length : index;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
