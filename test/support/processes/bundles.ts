/** The programs that run in Node, bundled from the sources before the first test. */

import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { dist } from '../../../scripts/paths.ts';

export const bundleFolder = join(dist, 'test', 'bundles', 'dist');
export const bundledBp = join(bundleFolder, 'bp.js');
export const bundledEngine = pathToFileURL(join(bundleFolder, 'engineWorker.js'));
