/** A text with a byte order mark and CRLF line ends. */

export function withCrlf(text: string): string {
  return `\ufeff${text.replaceAll('\n', '\r\n')}`;
}
