/** What is written between quotes, and what it means: a backslash takes the character behind it as it is. */

/** @param literal with its quotes. */
export function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/gu, '$1');
}

/** With quotes around it. */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
