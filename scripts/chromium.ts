/** A Chromium without a window, driven by Playwright. */
import { type Browser, chromium } from 'playwright-core';
import { findChromium } from './debian.ts';

/** As root Chromium runs without its sandbox only, and on a machine without a network it should not look for one. */
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium: run `npm test`, which provides one.');
  return chromium.launch({ executablePath, args: flags });
}
