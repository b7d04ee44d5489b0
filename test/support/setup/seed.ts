/** In CI, generated cases are the same each time, so that what is red there is red because of the change; anywhere else each run looks at others. */

import fc from 'fast-check';

if (process.env.CI) fc.configureGlobal({ seed: 1986 });
