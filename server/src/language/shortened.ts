/** A name may be as long as the file. Where it is shown, its beginning is there to be recognised. */

const longestShown = 48;

export function shortened(text: string, longest = longestShown): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
