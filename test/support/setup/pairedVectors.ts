/** Enables V8's paired vectors and optimizes kernels on their first run. */

import { setFlagsFromString } from 'node:v8';
import { enablePairedVectors } from '../../../server/src/node/v8/pairedVectors.ts';

setFlagsFromString('--no-liftoff');
enablePairedVectors();
