/** SVG of the legend: the shown labels in their colors, and the wires' color and width. */

import * as l10n from '@vscode/l10n';
import { element } from '../../../../protocol/pictures/xml.ts';
import type { GradientScale } from '../../../../protocol/shared/gradientScale.ts';
import type { LegendLabel } from '../canvas/legendLabels.ts';
import { ramp, rampPath, scaleLabels, wireScaleTitle } from '../canvas/wires/wireScale.ts';
import { type Point, textGap } from '../layout/box.ts';
import { textSvg } from './shapeSvg.ts';
import type { StyleSource } from './styleSource.ts';

interface LegendDrawing {
  readonly width: number;
  /** @param end the right end of the legend's line, vertically centered. */
  renderAt(end: Point): string;
}

/** Several pictures may share one page, so ids must be unique. */
const rampId = 'backprop-ramp';

/** @param objectiveName the objective's name. */
export function createLegend(
  styles: StyleSource,
  labels: readonly LegendLabel[],
  objectiveName: string,
  scale: GradientScale,
): LegendDrawing {
  const textStyle = styles.styleOf('canvas', 'legend');
  const [lowText, highText] = scaleLabels(scale);
  const scaleParts = [
    wireScaleTitle(objectiveName),
    lowText,
    ...(lowText === highText ? [] : [ramp, highText, l10n.t('log')]),
  ];
  const parts = [...labels.map(({ name, arrow }) => `${arrow} ${name}`.trimStart()), ...scaleParts];
  const styleOf = (index: number) => {
    const label = labels[index];
    return label ? styles.styleOf('canvas', 'legend', label.label) : textStyle;
  };
  const widths = parts.map((part) =>
    typeof part === 'string' ? styles.widthOf(part, textStyle.fontSize) : part.width,
  );
  const width = widths.reduce((sum, partWidth) => sum + partWidth, textGap * (parts.length - 1));
  return {
    width,
    renderAt({ x, y }) {
      const startXs = widths.map((_, index) =>
        widths.slice(0, index).reduce((sum, partWidth) => sum + partWidth + textGap, x - width),
      );
      const elements = parts.map((part, index) =>
        typeof part === 'string'
          ? textSvg(styles, { x: startXs[index]!, y, anchor: 'start' }, part, styleOf(index))
          : rampSvg(styles, { x: startXs[index]!, y: y - part.height / 2 }),
      );
      return element('g', {}, elements);
    },
  };
}

function rampSvg(styles: StyleSource, { x, y }: Point): string {
  const stops = ['ramp-start', 'ramp-end'].map((name, offset) => {
    const { stop: stopPaint } = styles.styleOf('canvas', 'legend', name);
    return element('stop', { offset, 'stop-color': stopPaint.color, 'stop-opacity': stopPaint.opacity });
  });
  return [
    element('linearGradient', { id: rampId }, stops),
    element('path', { d: rampPath(), transform: `translate(${x} ${y})`, fill: `url(#${rampId})` }),
  ].join('');
}
