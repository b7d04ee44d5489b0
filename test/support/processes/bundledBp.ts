/** The path of `bp`, bundled from the sources before the first test. */

import { join } from 'node:path';
import { dist } from '../../../scripts/paths.ts';

export const bundledBp = join(dist, 'test', 'bp', 'dist', 'bp.js');
