/** Truncates long names for display. */

const defaultMaxLength = 48;

export function truncate(text: string, maxLength = defaultMaxLength): string {
  if (text.length <= maxLength) return text;
  // Counts characters instead of UTF-16 units, so that no surrogate pair is cut in half.
  const characters = Array.from(text.slice(0, 2 * maxLength + 2));
  return characters.length > maxLength ? `${characters.slice(0, maxLength - 1).join('')}…` : text;
}
