/** Fixes fast-check's seed in CI, so that a failure there is caused by the change; local runs use random seeds. */

import fc from 'fast-check';

if (process.env.CI) fc.configureGlobal({ seed: 1986 });
