/** How the canvas looks, in the variables of VS Code's themes: a picture in this style wears the colours of whatever page it stands in. */
import type { Paint } from '../../../client/webview/src/export/paint.ts';
import type { Look, Style } from '../../../client/webview/src/export/style.ts';

const foreground = theme('foreground');
const muted = theme('descriptionForeground');
const paper = theme('editor-background');
const blue = theme('charts-blue');
const red = theme('charts-red');
const green = theme('charts-green');

/** As text, the colours of charts are too pale on white. */
const value = mixed(green, 80, foreground);
const gradient = mixed(red, 85, foreground);

/** Of what is drawn beside the graph. */
export const colors = { text: foreground, muted, value, gradient, keyword: blue };

const plain: Look = {
  color: opaque(foreground),
  background: opaque(paper),
  border: { width: 1.5, paint: opaque(mixed(muted, 75, paper)), isDashed: false, radius: 6 },
  shadows: [],
  fill: opaque(foreground),
  stroke: opaque(muted),
  strokeWidth: 3,
  stop: opaque(muted),
  opacity: 1,
  fontSize: 12,
  lineHeight: 16,
  isBold: false,
  left: 14,
  top: 8,
  paddingLeft: 12,
};

/** What differs from that, by the classes from the canvas inwards; of several rows that fit, the later ones count. */
const rows: readonly (readonly [classes: RegExp, look: Partial<Look>])[] = [
  [/\bbody$/, { background: opaque(mixed(foreground, 6, paper)) }],
  [/\bparam\b.* body$/, { border: { ...plain.border, paint: opaque(blue) } }],
  [/\bdata\b.* body$/, { border: { ...plain.border, isDashed: true } }],
  [/\bconst\b.* body$/, { border: { ...plain.border, width: 1 } }],
  [/\bconst\b.* symbol$/, { color: opaque(muted) }],
  [/\boperator\b.* symbol$| root-name$/, { fontSize: 14 }],
  [/ (?:name|shape|count|label)$|\blegend$/, { color: opaque(muted) }],
  [/ (?:shape|count)$|\blegend$|\bwire-text\b/, { fontSize: 11 }],
  [/\bvalue\b/, { color: opaque(value) }],
  [/\bgradient\b/, { color: opaque(gradient) }],
  [/\bwire-text\b/, { stroke: opaque(paper) }],
  [/\bunknown$/, { opacity: 0.3 }],
  [/\bwire level-none\b/, { stroke: opaque(mixed(muted, 55, paper)) }],
  ...Array.from({ length: 10 }, (_, place): readonly [RegExp, Partial<Look>] => {
    const level = place + 1;
    return [new RegExp(`\\bwire level-${level}\\b`), { stroke: opaque(mixed(red, 10 * level, muted)) }];
  }),
  [/\bglow light-film$/, { stroke: opaque(red), opacity: 0.35 }],
  [
    /\blight-film body$/,
    {
      background: opaque(mixed(red, 18, paper)),
      border: { ...plain.border, width: 2, paint: opaque(red) },
    },
  ],
  [/\blight-film (?:value|gradient)$/, { isBold: true }],
  [/\bramp-end$/, { stop: opaque(red) }],
  [/\bpicture (?:positive|bar)$/, { fill: opaque(green) }],
  [/\bpicture negative$/, { fill: opaque(theme('charts-purple')) }],
  [/\bpicture ground$/, { fill: opaque(mixed(foreground, 12, paper)) }],
];

export const themeStyle: Style = {
  fontFamily: `${theme('editor-font-family')}, monospace`,
  look(...classes) {
    const path = classes.join(' ');
    return Object.assign({}, plain, ...rows.flatMap(([fits, look]) => (fits.test(path) ? [look] : [])));
  },
  widthOf: (text, fontSize) => Array.from(text).length * fontSize * 0.6,
  dropOf: (fontSize) => fontSize * 0.35,
};

function theme(name: string): string {
  return `var(--vscode-${name})`;
}

function mixed(color: string, percent: number, other: string): string {
  return `color-mix(in srgb, ${color} ${percent}%, ${other})`;
}

function opaque(color: string): Paint {
  return { color, opacity: 1 };
}
