/** Global setup: packages the extension, and starts a VS Code that has it installed, and a Chromium, for each worker. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveChromium } from '../../../scripts/chromium.ts';
import { vsix } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';
import { installVSCode } from '../../../scripts/vscode/install.ts';
import { installExtension } from '../../../scripts/vscode/profile.ts';
import { startVSCode } from '../../../scripts/vscode/server.ts';

/** Each worker has its own, because windows of one VS Code share settings, and pages of one Chromium the clipboard. */
export interface WorkerSetup {
  /** Address of the VS Code. */
  readonly address: string;
  /** Profile folder of the VS Code. */
  readonly profile: string;
  readonly chromiumAddress: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** By the number of the worker, from 0. */
    workerSetups: readonly WorkerSetup[];
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // `npm test` has already packaged the extension, and other tests use its files.
  if (process.env.VSIX_IS_CURRENT === undefined) await run('npm', ['run', '--silent', 'package']);
  await installVSCode();
  const started = await Promise.all(Array.from({ length: project.config.maxWorkers }, startWorkerSetup));
  project.provide(
    'workerSetups',
    started.map(({ setup }) => setup),
  );
  return async () => {
    await Promise.all(started.map(({ stop }) => stop()));
  };
}

async function startWorkerSetup(): Promise<{ readonly setup: WorkerSetup; readonly stop: () => Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'vscode-screen-'));
  await installExtension(profile, vsix);
  // Closed pages would leave their extension hosts running for three hours, which slows the tests that follow.
  const server = await startVSCode({ profile, flags: ['--reconnection-grace-time', '5'] });
  const browser = await serveChromium();
  const stop = async () => {
    await browser.close();
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { setup: { address: server.url, profile, chromiumAddress: browser.wsEndpoint() }, stop };
}
