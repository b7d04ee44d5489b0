#!/usr/bin/env node
/**
 * Stands in for the desktop VS Code where `@vscode/test-electron` starts one: takes the same arguments, runs the suite
 * in the VS Code for the browser, opened in Chromium, and ends with the suite's exit code.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from './chromium.ts';
import { writeSettings } from './vscodeProfile.ts';
import { startVSCode } from './vscodeServer.ts';

/** How long a suite may take altogether, in milliseconds. */
const limit = 300_000;

const { values, positionals } = parseArgs({
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    extensionDevelopmentKind: { type: 'string' },
  },
  allowPositionals: true,
  strict: false,
});

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
const profile = await mkdtemp(join(tmpdir(), 'vscode-suite-'));
const kind = values.extensionDevelopmentKind;
// The kind that an extension under development is given in the address counts for none that lies on a remote machine, as here.
if (kind) await writeSettings(profile, { 'remote.extensionKind': { 'backprop-lens.backprop-lens': [kind] } });
const server = await startVSCode({ profile, flags: ['--enable-smoke-test-driver', '--disable-workspace-trust'] });
const browser = await launchChromium();
const code = await runSuite();
await browser.close();
await server.stop();
await rm(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(code);

async function runSuite(): Promise<number> {
  const page = await browser.newPage();
  const { promise, resolve } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
    if (type === 'error') console.error(...args);
    else console.log(...args);
  });
  await page.exposeFunction('codeAutomationExit', resolve);
  setTimeout(() => {
    console.error(`The suite did not end within ${limit / 1000} s.`);
    resolve(1);
  }, limit);
  await page.goto(addressOfSuite());
  return promise;
}

function addressOfSuite(): string {
  const remote = server.address.replace('http:', 'vscode-remote:');
  const payload = [
    ['extensionDevelopmentPath', `${remote}${values.extensionDevelopmentPath}`],
    ['extensionTestsPath', `${remote}${values.extensionTestsPath}`],
  ];
  return `${server.address}/?${new URLSearchParams({ folder: positionals[0]!, payload: JSON.stringify(payload) })}`;
}
