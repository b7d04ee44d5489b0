/** Quoting and unquoting of strings: a backslash escapes the next character. */

/** @param literal with its quotes. */
export function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gu, '$1');
}

/** With quotes around it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
