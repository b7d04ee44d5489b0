/** Every test runs the kernels as a user's machine does, and from the first time on what V8 makes of them once they run often. */

import { setFlagsFromString } from 'node:v8';
import { enablePairedVectors } from '../../../server/src/node/v8/pairedVectors.ts';

setFlagsFromString('--no-liftoff');
enablePairedVectors();
