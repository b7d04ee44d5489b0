/** Colours as a browser computes them, in the words that every reader of SVG knows: six digits, and how opaque they are. */

export interface Paint {
  /** `#89d185` */
  readonly color: string;
  /** 0 to 1. */
  readonly opacity: number;
}

const number = String.raw`[+-]?[\d.]+(?:e[+-]?\d+)?`;
const rgb = new RegExp(`^rgba?\\((${number}), (${number}), (${number})(?:, (${number}))?\\)$`);
const srgb = new RegExp(`^color\\(srgb (${number}) (${number}) (${number})(?: / (${number}))?\\)$`);

/** Of `rgb(31, 31, 31)`, `rgba(0, 0, 0, 0.5)` or `color(srgb 0.1 0.2 0.3 / 0.5)`, which is what colours are mixed to. */
export function paintOf(css: string): Paint {
  const [, ...bytes] = rgb.exec(css) ?? [];
  const [, ...parts] = srgb.exec(css) ?? [];
  const [red, green, blue, opacity = '1'] = bytes.length > 0 ? bytes : parts;
  if (red === undefined || green === undefined || blue === undefined) return { color: '#000000', opacity: 0 };
  const scale = bytes.length > 0 ? 1 : 255;
  return {
    color: `#${[red, green, blue].map((part) => hex(Number(part) * scale)).join('')}`,
    opacity: Number(opacity),
  };
}

function hex(byte: number): string {
  const rounded = Math.round(Math.max(0, Math.min(255, byte)));
  return rounded.toString(16).padStart(2, '0');
}
