/** Computed CSS colors as SVG paint: six hex digits and an opacity. */

export interface Paint {
  /** `#89d185` */
  readonly color: string;
  /** 0 to 1. */
  readonly opacity: number;
}

const numberPattern = String.raw`[+-]?[\d.]+(?:e[+-]?\d+)?`;
const rgbPattern = new RegExp(
  `^rgba?\\((${numberPattern}), (${numberPattern}), (${numberPattern})(?:, (${numberPattern}))?\\)$`,
);
const srgbPattern = new RegExp(
  `^color\\(srgb (${numberPattern}) (${numberPattern}) (${numberPattern})(?: / (${numberPattern}))?\\)$`,
);

/** Parses `rgb(31, 31, 31)`, `rgba(0, 0, 0, 0.5)` or `color(srgb 0.1 0.2 0.3 / 0.5)`, which `color-mix` yields. */
export function parsePaint(css: string): Paint {
  const [, ...rgbParts] = rgbPattern.exec(css) ?? [];
  const [, ...srgbParts] = srgbPattern.exec(css) ?? [];
  const [red, green, blue, opacity = '1'] = rgbParts.length > 0 ? rgbParts : srgbParts;
  if (red === undefined || green === undefined || blue === undefined) return { color: '#000000', opacity: 0 };
  const scale = rgbParts.length > 0 ? 1 : 255;
  return {
    color: `#${[red, green, blue].map((channel) => hex(Number(channel) * scale)).join('')}`,
    opacity: Number(opacity),
  };
}

function hex(byte: number): string {
  const rounded = Math.round(Math.max(0, Math.min(255, byte)));
  return rounded.toString(16).padStart(2, '0');
}
