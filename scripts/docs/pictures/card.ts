/** A picture as the Get Started page shows it: parts below one another, as wide as the page gives them room. */
import { element, escaped } from '../../../client/webview/src/export/xml.ts';
import { themeStyle } from './themeStyle.ts';

export interface Part {
  readonly height: number;
  /** What is drawn from the upper left corner of its area, in `width`. */
  readonly content: string;
}

/** In pixels, as wide as VS Code shows a picture at most. */
export const width = 530;

const gap = 24;

/** @param title for a screen reader. */
export function card(title: string, parts: readonly Part[]): string {
  const tops = parts.map((_, place) => parts.slice(0, place).reduce((top, { height }) => top + height + gap, gap));
  const height = Math.ceil(parts.reduce((sum, part) => sum + part.height + gap, gap));
  const { background } = themeStyle.look('canvas', 'react-flow');
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'font-family': themeStyle.fontFamily,
    },
    [
      element('title', {}, [escaped(title)]),
      element('rect', { width, height, rx: 8, fill: background.color }),
      ...parts.map(({ content }, place) => element('g', { transform: `translate(0 ${tops[place]})` }, [content])),
    ],
  )}\n`;
}
