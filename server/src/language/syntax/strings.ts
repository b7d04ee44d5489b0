/** What is written between quotes, and what it means: a backslash takes the character behind it as it is. */

/** @param written with its quotes. */
export function meantBy(written: string): string {
  return written.slice(1, -1).replace(/\\(.)/gu, '$1');
}

/** With quotes around it. */
export function writtenAs(meant: string): string {
  return `"${meant.replace(/["\\]/g, '\\$&')}"`;
}
