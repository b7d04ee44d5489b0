/** The tests that Vitest runs: `unit` on the sources, `screen` on the packaged extension in a real VS Code. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          // `bp` and the engine's threads start in a third of the time where Node keeps what it made of the sources.
          env: { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') },
          // Half of the tests wait for a server or a command: the processor is free for others.
          maxWorkers: '100%',
          // The sources are loaded and compiled once a worker, and PyTorch is imported once.
          isolate: false,
          setupFiles: ['pairedVectors', 'registeredOperators', 'seed', 'english'].map(
            (name) => `test/support/setup/${name}.ts`,
          ),
          include: ['test/*.test.ts', 'test/!(screen|vscode|benchmark|support)/**/*.test.ts'],
          // It ends what hangs; what is slow on a busy machine is not at fault.
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
          // One Chromium at a time: two would wait for each other's processor, and time out.
          fileParallelism: false,
          // As above: a busy machine is not at fault.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          expect: { poll: { timeout: 120_000 } },
        },
      },
    ],
  },
});
