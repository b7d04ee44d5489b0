/** A name may be as long as the file. Where it is shown, its beginning is there to be recognised. */

const longestShown = 48;

export function shortened(text: string, longest = longestShown): string {
  if (text.length <= longest) return text;
  // Counted in characters, of which one may be two units: so none is cut in half.
  const characters = Array.from(text.slice(0, 2 * longest + 2));
  return characters.length > longest ? `${characters.slice(0, longest - 1).join('')}…` : text;
}
