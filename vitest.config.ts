/** The tests that Vitest runs: `unit` on the sources, `screen` on the packaged extension in a real VS Code. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SlowestFirst } from './test/support/setup/slowestFirst.ts';

export default defineConfig({
  test: {
    sequence: { sequencer: SlowestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          // With Node's compile cache, programs and threads start faster.
          env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
          // Many tests wait for a server or a command, so use all cores.
          maxWorkers: '100%',
          // Load the sources once per worker, and import PyTorch only once.
          isolate: false,
          globalSetup: 'test/support/setup/bundles.ts',
          setupFiles: ['pairedVectors', 'registeredOperators', 'seed', 'english'].map(
            (name) => `test/support/setup/${name}.ts`,
          ),
          include: ['test/*.test.ts', 'test/!(screen|vscode|benchmark|support)/**/*.test.ts'],
          // Long enough for a busy machine: the timeout only ends tests that hang.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 60_000 } },
        },
      },
      {
        test: {
          name: 'screen',
          include: ['test/screen/**/*.test.ts'],
          globalSetup: 'test/screen/support/setup.ts',
          // Two workers, each with a VS Code and a Chromium, whose files share windows. One would keep half of two cores busy.
          maxWorkers: 2,
          isolate: false,
          // Long enough for a busy machine, as above.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 120_000 } },
        },
      },
    ],
  },
});
