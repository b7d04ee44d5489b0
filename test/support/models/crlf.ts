/** A text as editors on Windows may save it. */

export function withCrlf(text: string): string {
  return `\ufeff${text.replaceAll('\n', '\r\n')}`;
}
