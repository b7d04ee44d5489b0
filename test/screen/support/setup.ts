/** Global setup: packages the extension, and starts a VS Code with it for each worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { vsix } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';
import { installExtension } from '../../../scripts/vscode/profile.ts';
import { startVSCode } from '../../../scripts/vscode/server.ts';

/** A VS Code with the installed extension. */
interface RunningVSCode {
  readonly address: string;
  readonly profile: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** One for each worker; `VITEST_POOL_ID` counts them from 1. */
    vscodes: readonly RunningVSCode[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // `npm test` has already packaged the extension, and other tests use its files.
  if (process.env.VSIX_IS_CURRENT === undefined) await run('npm', ['run', '--silent', 'package']);
  const started = await Promise.all(Array.from({ length: project.config.maxWorkers }, start));
  project.provide(
    'vscodes',
    started.map(({ vscode }) => vscode),
  );
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
  };
}

async function start(): Promise<{ readonly vscode: RunningVSCode; readonly stop: () => Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'vscode-screen-'));
  await installExtension(profile, vsix);
  // Closed pages would leave their extension hosts running for three hours, which slows the tests that follow.
  const server = await startVSCode({ profile, flags: ['--reconnection-grace-time', '5'] });
  const stop = async () => {
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { vscode: { address: server.url, profile }, stop };
}
