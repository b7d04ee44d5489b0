/** The layout in a worker of its own: elkjs, which takes messages and answers them. */

import 'elkjs/lib/elk-worker.min.js';
