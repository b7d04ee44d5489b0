/** Texts that the panel's page sends, made fit to be shown or logged. */

import { plainMessage } from '../../../protocol/plainMessage.ts';

/** In characters. */
const maxLength = 2_000;

export function shownText(text: string): string {
  return plainMessage(text.slice(0, maxLength));
}

/** The value as JSON; empty if there is none. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    // It is nested too deep.
    return '…';
  }
}
