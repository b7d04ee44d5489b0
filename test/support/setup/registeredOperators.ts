/** All operators are registered before a test uses one, as they are wherever the engine runs. */

import '../../../server/src/engine/operators/table.ts';
