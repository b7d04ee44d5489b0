/** A Chromium without a window, driven by Playwright. */
import { type Browser, chromium } from 'playwright-core';
import { findProgram } from './run.ts';

/** Programs that are a Chromium, by name on the PATH or by the place where macOS keeps them. */
const chromiumCandidates = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** As root Chromium runs without its sandbox only, and on a machine without a network it should not look for one. */
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
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: run `npm test`, which provides one.');
  return chromium.launch({ executablePath, args: launchFlags });
}
