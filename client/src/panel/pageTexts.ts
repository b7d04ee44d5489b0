/** Sanitizes texts of the panel's page before they are shown or logged. */

import { plainMessage } from '../../../protocol/shared/plainMessage.ts';

/** In characters. */
const maxLength = 2_000;

export function sanitizedText(text: string): string {
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
