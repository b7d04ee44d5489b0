/** Registers all operators before the tests. */

import '../../../server/src/engine/operators/table.ts';
