#!/usr/bin/env node
/**
 * Replaces the desktop VS Code that `@vscode/test-electron` starts: takes the same arguments, runs the suite in VS
 * Code for the browser, opened in Chromium, and exits with the suite's exit code.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../chromium.ts';
import { writeSettings } from './profile.ts';
import { startVSCode } from './server.ts';

/** Maximum duration of a suite, in milliseconds. */
const timeout = 600_000;

const { values: options, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentKind: { type: 'string' },
    restricted: { type: 'boolean' },
  },
  allowPositionals: true,
  strict: false,
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const profile = await mkdtemp(join(tmpdir(), 'vscode-suite-'));
const extensionKind = options.extensionDevelopmentKind;
await writeSettings(profile, {
  // The extension kind in the URL does not apply to remote extensions, as here.
  ...(extensionKind && { 'remote.extensionKind': { 'backprop-lens.backprop-lens': [extensionKind] } }),
  'security.workspace.trust.startupPrompt': 'never',
});
const trustFlags = options.restricted ? [] : ['--disable-workspace-trust'];
const server = await startVSCode({ profile, flags: ['--enable-smoke-test-driver', ...trustFlags] });
const browser = await launchChromium();
const exitCode = await runSuite();
await browser.close();
await server.stop();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(exitCode);

async function runSuite(): Promise<number> {
  const page = await browser.newPage();
  const { promise, resolve } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (type === 'error') console.error(...args);
    else console.log(...args);
  });
  await page.exposeFunction('codeAutomationExit', resolve);
  setTimeout(() => {
    console.error(`The suite did not end within ${timeout / 1000} s.`);
    resolve(1);
  }, timeout);
  await page.goto(suiteUrl());
  return promise;
}

function suiteUrl(): string {
  const remoteBase = server.url.replace('http:', 'vscode-remote:');
  const payload = [
    ['extensionDevelopmentPath', `${remoteBase}${options.extensionDevelopmentPath}`],
    ['extensionTestsPath', `${remoteBase}${options.extensionTestsPath}`],
  ];
  return `${server.url}/?${new URLSearchParams({ folder: positionals[0]!, payload: JSON.stringify(payload) })}`;
}
