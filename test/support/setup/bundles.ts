/** Global setup: bundles `bp` and the engine's threads, which start three times as fast from bundles as from the sources. */

import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleNodePrograms } from '../../../scripts/build.ts';
import { root } from '../../../scripts/paths.ts';
import { bundleFolder } from '../processes/bundles.ts';

export default async function setup(project: TestProject): Promise<void> {
  // The programs find their translations next to the folder of their code.
  await cp(join(root, 'l10n'), join(bundleFolder, '..', 'l10n'), { recursive: true });
  await bundleNodePrograms(bundleFolder);
  project.onTestsRerun(() => bundleNodePrograms(bundleFolder));
}
