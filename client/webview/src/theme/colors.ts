/** Theme colors as numbers, for blending outside CSS. */

/** Red, green and blue, 0 to 255. */
export type Color = readonly [number, number, number];

/** @param text a color as a canvas returns it: `#rrggbb` or `rgba(r, g, b, a)`. */
export function parseColor(text: string): Color {
  const hex = /^#(..)(..)(..)$/.exec(text);
  if (hex) return [0, 1, 2].map((channel) => Number.parseInt(hex[channel + 1]!, 16)) as [number, number, number];
  const [red = 0, green = 0, blue = 0] = (text.match(/[\d.]+/g) ?? []).map(Number);
  return [red, green, blue];
}

/** @param amount share of the second color, 0 to 1. */
export function mixColors(start: Color, end: Color, amount: number): Color {
  const mixChannel = (channel: 0 | 1 | 2) => Math.round(start[channel] + (end[channel] - start[channel]) * amount);
  return [mixChannel(0), mixChannel(1), mixChannel(2)];
}

export function toCss([red, green, blue]: Color): string {
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Normalizes any CSS color through a canvas. */
export function resolveColor(context: CanvasRenderingContext2D, css: string): Color {
  context.fillStyle = css;
  return parseColor(context.fillStyle);
}
