/** Global setup: packages the extension, installs it into a VS Code, and starts that and a Chromium. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { serveChromium } from '../../../scripts/chromium.ts';
import { vsix } from '../../../scripts/paths.ts';
import { run } from '../../../scripts/run.ts';
import { installExtension } from '../../../scripts/vscode/profile.ts';
import { startVSCode } from '../../../scripts/vscode/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address and profile folder of the VS Code with the installed extension, and address of the Chromium. */
    vscode: { readonly address: string; readonly profile: string; readonly chromiumAddress: string };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // `npm test` has already packaged the extension, and other tests use its files.
  if (process.env.VSIX_IS_CURRENT === undefined) await run('npm', ['run', '--silent', 'package']);
  const profile = await mkdtemp(join(tmpdir(), 'vscode-screen-'));
  await installExtension(profile, vsix);
  // Closed pages would leave their extension hosts running for three hours, which slows the tests that follow.
  const server = await startVSCode({ profile, flags: ['--reconnection-grace-time', '5'] });
  const browser = await serveChromium();
  project.provide('vscode', { address: server.url, profile, chromiumAddress: browser.wsEndpoint() });
  return async () => {
    await browser.close();
    await server.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
}
