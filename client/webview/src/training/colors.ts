/** Colours of the theme as numbers, mixed for what CSS doesn't paint. */

/** Red, green and blue, 0 to 255. */
export type Colour = readonly [number, number, number];

/** @param text as a canvas hands a colour back: `#rrggbb` or `rgba(r, g, b, a)`. */
export function colourOf(text: string): Colour {
  const hex = /^#(..)(..)(..)$/.exec(text);
  if (hex) return [0, 1, 2].map((place) => Number.parseInt(hex[place + 1]!, 16)) as [number, number, number];
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** @param share of the second colour, 0 to 1. */
export function mixed(one: Colour, other: Colour, share: number): Colour {
  const part = (place: 0 | 1 | 2) => Math.round(one[place] + (other[place] - one[place]) * share);
  return [part(0), part(1), part(2)];
}

export function cssOf([red, green, blue]: Colour): string {
  return `rgb(${red}, ${green}, ${blue})`;
}
