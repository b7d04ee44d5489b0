/** A picture of the walkthrough: a column of parts at the full width of the page. */
import { element, escapeXml } from '../../../protocol/pictures/xml.ts';
import { themeStyle } from './themeStyle.ts';

export interface CardPart {
  readonly height: number;
  /** SVG with the origin at the upper left corner of the part, `cardWidth` wide. */
  readonly content: string;
}

/** In pixels: the maximum width at which VS Code shows a picture. */
export const cardWidth = 530;

const gap = 24;

/** @param title the title for screen readers. */
export function renderCard(title: string, parts: readonly CardPart[]): string {
  const offsets = parts.map((_, index) =>
    parts.slice(0, index).reduce((offset, { height }) => offset + height + gap, gap),
  );
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.height + gap, gap));
  const { background } = themeStyle.styleOf('canvas', 'react-flow');
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: cardWidth,
      height,
      viewBox: `0 0 ${cardWidth} ${height}`,
      role: 'img',
      'font-family': themeStyle.fontFamily,
    },
    [
      element('title', {}, [escapeXml(title)]),
      element('rect', { width: cardWidth, height, rx: 8, fill: background.color }),
      ...parts.map(({ content }, index) => element('g', { transform: `translate(0 ${offsets[index]})` }, [content])),
    ],
  )}\n`;
}
