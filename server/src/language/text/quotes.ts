/** Quoting and unquoting of strings: a backslash escapes the next character. */

/** @param literal including its quotes. */
export function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gu, '$1');
}

export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
