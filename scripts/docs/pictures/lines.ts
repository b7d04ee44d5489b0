/** Lines of colored text, as in an editor or in the playback bar. */
import { element, escapeXml } from '../../../protocol/pictures/xml.ts';
import { type CardPart, cardWidth } from './card.ts';
import { themeStyle } from './themeStyle.ts';

export interface Span {
  readonly text: string;
  readonly color: string;
  readonly isBold?: boolean;
}

const lineHeight = 24;
const maxFontSize = 15;
const margin = 20;

/** Keeps columns aligned; the longest line determines the font size. */
export function linesPart(lines: readonly (readonly Span[])[]): CardPart {
  const maxColumns = Math.max(
    ...lines.map((spans) => spans.reduce((sum, { text }) => sum + Array.from(text).length, 0)),
  );
  const fontSize = Math.min(maxFontSize, (cardWidth - 2 * margin) / themeStyle.widthOf('0'.repeat(maxColumns), 1));
  const texts = lines.map((spans, lineIndex) =>
    element(
      'text',
      { x: margin, y: (lineIndex + 0.5) * lineHeight + themeStyle.baselineOffset(fontSize), 'font-size': fontSize },
      spans.map(({ text, color, isBold }) =>
        element('tspan', { fill: color, 'font-weight': isBold ? 'bold' : undefined }, [
          escapeXml(text.replaceAll(' ', '\u00a0')),
        ]),
      ),
    ),
  );
  return { height: lines.length * lineHeight, content: texts.join('') };
}
