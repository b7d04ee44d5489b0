/** The settings that a client gives. Whoever writes them by hand may write anything: what makes no sense counts as not given. */

import { type Display, defaultSettings, type Settings } from './protocol/settings.ts';

export function settingsOf(given: unknown): Settings {
  const { display, digits }: { readonly [Name in keyof Settings]?: unknown } = given ?? {};
  return {
    display: isDisplay(display) ? display : defaultSettings.display,
    digits: isDigits(digits) ? digits : defaultSettings.digits,
  };
}

export function sameSettings(a: Settings, b: Settings): boolean {
  return a.display === b.display && a.digits === b.digits;
}

function isDisplay(value: unknown): value is Display {
  return value === 'lens' || value === 'lineEnd';
}

function isDigits(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 2 && value <= 17;
}
