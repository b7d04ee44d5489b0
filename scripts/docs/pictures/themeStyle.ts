/**
 * The canvas style in terms of VS Code's theme variables, so that a picture adopts the colors of the page that shows
 * it.
 */
import type { Paint } from '../../../client/webview/src/export/paint.ts';
import type { ElementStyle, StyleSource } from '../../../client/webview/src/export/styleSource.ts';

const foreground = themeVariable('foreground');
const muted = themeVariable('descriptionForeground');
const background = themeVariable('editor-background');
const blue = themeVariable('charts-blue');
const red = themeVariable('charts-red');
const green = themeVariable('charts-green');

/** The chart colors are too pale for text on a white background. */
const valueColor = colorMix(green, 80, foreground);
const gradientColor = colorMix(red, 85, foreground);

/** Colors of the parts beside the graph. */
export const colors = { text: foreground, muted, value: valueColor, gradient: gradientColor, keyword: blue };

const baseStyle: ElementStyle = {
  color: opaquePaint(foreground),
  background: opaquePaint(background),
  border: { width: 1.5, paint: opaquePaint(colorMix(muted, 75, background)), isDashed: false, radius: 6 },
  shadows: [],
  fill: opaquePaint(foreground),
  stroke: opaquePaint(muted),
  strokeWidth: 3,
  stop: opaquePaint(muted),
  opacity: 1,
  fontSize: 12,
  lineHeight: 16,
  isBold: false,
  left: 14,
  top: 8,
  paddingLeft: 12,
};

/** Overrides of the base style, by class names from the canvas inward; later matches take precedence. */
const styleRules: readonly (readonly [classes: RegExp, look: Partial<ElementStyle>])[] = [
  [/\bbody$/, { background: opaquePaint(colorMix(foreground, 6, background)) }],
  [/\bparam\b.* body$/, { border: { ...baseStyle.border, paint: opaquePaint(blue) } }],
  [/\bdata\b.* body$/, { border: { ...baseStyle.border, isDashed: true } }],
  [/\bconst\b.* body$/, { border: { ...baseStyle.border, width: 1 } }],
  [/\bconst\b.* symbol$/, { color: opaquePaint(muted) }],
  [/\boperator\b.* symbol$| root-name$/, { fontSize: 14 }],
  [/ (?:name|shape|count|label)$|\blegend$/, { color: opaquePaint(muted) }],
  [/ (?:shape|count)$|\blegend$|\bwire-text\b/, { fontSize: 11 }],
  [/\bvalue\b/, { color: opaquePaint(valueColor) }],
  [/\bgradient\b/, { color: opaquePaint(gradientColor) }],
  [/\bwire-text\b/, { stroke: opaquePaint(background) }],
  [/\bunknown$/, { opacity: 0.3 }],
  [/\bwire shade-none\b/, { stroke: opaquePaint(colorMix(muted, 55, background)) }],
  ...Array.from({ length: 10 }, (_, index): readonly [RegExp, Partial<ElementStyle>] => {
    const shade = index + 1;
    return [new RegExp(`\\bwire shade-${shade}\\b`), { stroke: opaquePaint(colorMix(red, 10 * shade, muted)) }];
  }),
  [/\bglow highlight-playback$/, { stroke: opaquePaint(red), opacity: 0.35 }],
  [
    /\bhighlight-playback body$/,
    {
      background: opaquePaint(colorMix(red, 18, background)),
      border: { ...baseStyle.border, width: 2, paint: opaquePaint(red) },
    },
  ],
  [/\bhighlight-playback (?:value|gradient)$/, { isBold: true }],
  [/\bramp-end$/, { stop: opaquePaint(red) }],
  [/\bpicture (?:positive|bar)$/, { fill: opaquePaint(green) }],
  [/\bpicture negative$/, { fill: opaquePaint(themeVariable('charts-purple')) }],
  [/\bpicture ground$/, { fill: opaquePaint(colorMix(foreground, 12, background)) }],
];

export const themeStyle: StyleSource = {
  fontFamily: `${themeVariable('editor-font-family')}, monospace`,
  styleOf(...classes) {
    const path = classes.join(' ');
    return Object.assign(
      {},
      baseStyle,
      ...styleRules.flatMap(([pattern, overrides]) => (pattern.test(path) ? [overrides] : [])),
    );
  },
  widthOf: (text, fontSize) => Array.from(text).length * fontSize * 0.6,
  baselineOffset: (fontSize) => fontSize * 0.35,
};

function themeVariable(name: string): string {
  return `var(--vscode-${name})`;
}

function colorMix(color: string, percent: number, other: string): string {
  return `color-mix(in srgb, ${color} ${percent}%, ${other})`;
}

function opaquePaint(color: string): Paint {
  return { color, opacity: 1 };
}
