/** Measures in the page whether a drawn graph is in view and legible. */

import type { Page } from 'playwright-core';

export interface Legibility {
  /** Number of drawn boxes. */
  readonly boxes: number;
  /** Boxes and labels that are not entirely inside the canvas. */
  readonly outside: readonly string[];
  /** Boxes that show no text. */
  readonly unlabeled: readonly string[];
  /** Pairs of labels that overlap. */
  readonly overlaps: readonly string[];
  /** Labels that cross the border of a frame. */
  readonly crossings: readonly string[];
  /** Labels that cover the body of another node. */
  readonly covering: readonly string[];
  /** Symbols whose letters are cut at the bottom, as an underscore can be. */
  readonly clipped: readonly string[];
  /** Bodies and labels that are behind the legend or the buttons. */
  readonly hidden: readonly string[];
  /** Height of the smallest letters, in CSS pixels. */
  readonly smallestText: number;
  /** Number of labels that are displayed. */
  readonly labels: number;
}

export function measureLegibility(page: Page): Promise<Legibility> {
  return page.evaluate(measure);
}

/** Runs in the page. */
function measure(): Legibility {
  /** In CSS pixels: less is the antialiasing of two adjacent labels. */
  const tolerance = 0.5;
  /** In pixels at zoom 1. */
  const sheetOffset = 6;
  const canvas = document.querySelector('.canvas')!;
  const pane = canvas.getBoundingClientRect();
  const zoom = new DOMMatrix(getComputedStyle(document.querySelector('.react-flow__viewport')!).transform).a;
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && element.textContent !== '';
  const areaOf = (element: Element): DOMRect => {
    const range = document.createRange();
    range.selectNodeContents(element);
    // The line box is higher than its letters.
    const { left, top, width: textWidth, height } = range.getBoundingClientRect();
    const isClipped = getComputedStyle(element).overflowX === 'hidden';
    const width = isClipped ? Math.min(textWidth, element.getBoundingClientRect().width) : textWidth;
    const letters = Number.parseFloat(getComputedStyle(element).fontSize) * zoom;
    return new DOMRect(left, top + Math.max(0, height - letters) / 2, width, Math.min(height, letters));
  };
  const bodies = Array.from(canvas.querySelectorAll('.graph-node .body'));
  const labels = Array.from(
    canvas.querySelectorAll(
      '.graph-node .mark, .graph-node .symbol, .graph-node .count, .wire-text, .graph-frame .label',
    ),
  ).filter(isShown);
  const areas = labels.map(areaOf);
  const overlap = (a: DOMRect, b: DOMRect): boolean =>
    Math.min(a.right, b.right) - Math.max(a.left, b.left) > tolerance &&
    Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > tolerance;
  const isWithin = (inner: DOMRect, outer: DOMRect): boolean =>
    inner.left >= outer.left - tolerance &&
    inner.top >= outer.top - tolerance &&
    inner.right <= outer.right + tolerance &&
    inner.bottom <= outer.bottom + tolerance;
  const overlaps = areas.flatMap((a, index) =>
    areas.flatMap((b, other) =>
      other > index && overlap(a, b) ? [`${labels[index]!.textContent} / ${labels[other]!.textContent}`] : [],
    ),
  );
  const frames = Array.from(canvas.querySelectorAll('.graph-frame'));
  const crossings = areas.flatMap((area, index) =>
    frames
      .filter((frame) => {
        const border = frame.getBoundingClientRect();
        return overlap(area, border) && !isWithin(area, border);
      })
      .map((frame) => `${labels[index]!.textContent} / ${frame.querySelector('.label')!.textContent}`),
  );
  const describe = (body: Element): string => body.getAttribute('aria-label') ?? '';
  /** With the sheets behind a collapsed group. */
  const outlineOf = (body: Element): DOMRect => {
    const { left, top, width, height } = body.getBoundingClientRect();
    const sheets = body.closest('.graph-node.group') ? sheetOffset * zoom : 0;
    return new DOMRect(left, top - sheets, width + sheets, height + sheets);
  };
  const outlines = bodies.map(outlineOf);
  const covering = areas.flatMap((area, index) =>
    bodies
      .filter((body, other) => !body.parentElement!.contains(labels[index]!) && overlap(area, outlines[other]!))
      .map((body) => `${labels[index]!.textContent} / ${describe(body)}`),
  );
  const clipped = labels
    .filter((label) => label.matches('.symbol') && label.scrollHeight > label.clientHeight + 1)
    .map((label) => label.textContent ?? '');
  const controls = Array.from(document.querySelectorAll('.legend, .canvas-buttons button'), (control) =>
    control.getBoundingClientRect(),
  );
  const isHidden = (area: DOMRect): boolean => controls.some((control) => overlap(area, control));
  const hidden = [
    ...bodies.filter((_, index) => isHidden(outlines[index]!)).map(describe),
    ...labels.filter((_, index) => isHidden(areas[index]!)).map((label) => label.textContent ?? ''),
  ];
  return {
    boxes: bodies.length,
    outside: [
      ...bodies.filter((body) => !isWithin(body.getBoundingClientRect(), pane)).map(describe),
      ...labels.filter((_, index) => !isWithin(areas[index]!, pane)).map((label) => label.textContent ?? ''),
    ],
    unlabeled: bodies
      .filter((body) => !Array.from(body.closest('.graph-node')!.querySelectorAll('.mark, .symbol')).some(isShown))
      .map(describe),
    overlaps,
    crossings,
    covering,
    clipped,
    hidden,
    smallestText: Math.min(...labels.map((label) => Number.parseFloat(getComputedStyle(label).fontSize) * zoom)),
    labels: labels.length,
  };
}
