/** Lines of text in colours, as an editor or the bar of the film writes them. */
import { element, escaped } from '../../../client/webview/src/export/xml.ts';
import { type Part, width } from './card.ts';
import { themeStyle } from './themeStyle.ts';

export interface Span {
  readonly text: string;
  readonly color: string;
  readonly isBold?: boolean;
}

const lineHeight = 24;
const largest = 15;
const margin = 20;

/** Columns are kept; the letters are as large as the longest line lets them be. */
export function linesPart(lines: readonly (readonly Span[])[]): Part {
  const longest = Math.max(...lines.map((spans) => spans.reduce((sum, { text }) => sum + Array.from(text).length, 0)));
  const fontSize = Math.min(largest, (width - 2 * margin) / themeStyle.widthOf('0'.repeat(longest), 1));
  const texts = lines.map((spans, place) =>
    element(
      'text',
      { x: margin, y: (place + 0.5) * lineHeight + themeStyle.dropOf(fontSize), 'font-size': fontSize },
      spans.map(({ text, color, isBold }) =>
        element('tspan', { fill: color, 'font-weight': isBold ? 'bold' : undefined }, [
          escaped(text.replaceAll(' ', '\u00a0')),
        ]),
      ),
    ),
  );
  return { height: lines.length * lineHeight, content: texts.join('') };
}
