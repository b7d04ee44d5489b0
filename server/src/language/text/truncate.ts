/** Truncates long names for display. */

const defaultMaxLength = 48;

export function truncate(text: string, maxLength = defaultMaxLength): string {
  if (text.length <= maxLength) return text;
  // Counted in characters, of which one may be two units: so none is cut in half.
  const characters = Array.from(text.slice(0, 2 * maxLength + 2));
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : text;
}
