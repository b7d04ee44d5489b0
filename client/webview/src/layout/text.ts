/** How wide a text is in the panel's one font, which has a fixed width: reckoned, so that it is the same before anything is drawn. */

/** The size that names, symbols and numbers are written in, in pixels. */
export const fontSize = 12;
/** The advance of a character of the widest fixed-width fonts that editors are set in, as a part of their size. */
const advance = 0.61;
/** What is longer is cut off with an ellipsis; it is whole in what a screen reader says. */
const longest = 24;

export function widthOf(text: string): number {
  return Math.min(longest, Array.from(text).length) * fontSize * advance;
}

/** The text as it fits. */
export function shortened(text: string): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

/** How much a folded group stands for. */
export function counted(size: number): string {
  return size === 1 ? '1 node' : `${size.toLocaleString('en')} nodes`;
}
