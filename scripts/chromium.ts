/** Headless Chromium, driven by Playwright. */
import { type Browser, type BrowserServer, chromium } from 'playwright-core';
import { findProgram } from './run.ts';

/** Chromium executables: names on the PATH, or the default paths on macOS. */
const chromiumCandidates = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Running as root requires disabling the sandbox. The background services are disabled for machines without a network.
 */
const launchFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function findChromium(): string | undefined {
  return chromiumCandidates.map(findProgram).find((path) => path !== undefined);
}

export function launchChromium(): Promise<Browser> {
  return chromium.launch(launchOptions());
}

/** A Chromium to which several processes can connect. */
export function serveChromium(): Promise<BrowserServer> {
  return chromium.launchServer(launchOptions());
}

function launchOptions() {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: run `npm test`, which provides one.');
  return { executablePath, args: launchFlags };
}
