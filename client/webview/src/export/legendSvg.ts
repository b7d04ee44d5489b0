/** The legend of the picture, as the panel has it: what the colour and the width of a wire say. */

import type { GradientScale } from '../../../../server/src/protocol/gradientScale.ts';
import { ramp, rampPath, showEnds } from '../canvas/viewport/scale.ts';
import { gap, type Point } from '../layout/box.ts';
import { textAt } from './shapes.ts';
import type { Style } from './style.ts';
import { element } from './xml.ts';

interface Legend {
  readonly width: number;
  /** @param end the right end of its line, in the middle. */
  svgAt(end: Point): string;
}

/** Pictures may stand in one page together. */
const rampId = 'backprop-ramp';

/** @param root what the gradients are of. */
export function legendOf(style: Style, root: string, scale: GradientScale): Legend {
  const look = style.look('canvas', 'legend');
  const [from, to] = showEnds(scale);
  const parts = [`|∂${root}|`, from, ...(from === to ? [] : [ramp, to])];
  const widths = parts.map((part) => (typeof part === 'string' ? style.widthOf(part, look.fontSize) : part.width));
  const width = widths.reduce((sum, part) => sum + part, gap * (parts.length - 1));
  return {
    width,
    svgAt({ x, y }) {
      const starts = widths.map((_, place) =>
        widths.slice(0, place).reduce((sum, part) => sum + part + gap, x - width),
      );
      const drawn = parts.map((part, place) =>
        typeof part === 'string'
          ? textAt(style, { x: starts[place]!, y, anchor: 'start' }, part, look)
          : rampSvg(style, { x: starts[place]!, y: y - part.height / 2 }),
      );
      return element('g', {}, drawn);
    },
  };
}

function rampSvg(style: Style, { x, y }: Point): string {
  const stops = ['ramp-start', 'ramp-end'].map((name, offset) => {
    const { stop } = style.look('canvas', 'legend', name);
    return element('stop', { offset, 'stop-color': stop.color, 'stop-opacity': stop.opacity });
  });
  return [
    element('linearGradient', { id: rampId }, stops),
    element('path', { d: rampPath(), transform: `translate(${x} ${y})`, fill: `url(#${rampId})` }),
  ].join('');
}
