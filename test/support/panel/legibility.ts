/** Measures in the page whether a drawn graph is in view and legible. */

import type { Page } from 'playwright-core';

export interface Legibility {
  /** Number of drawn boxes. */
  readonly boxes: number;
  /** Boxes that are not entirely inside the canvas, by description. */
  readonly outside: readonly string[];
  /** Boxes that show no text. */
  readonly unlabeled: readonly string[];
  /** Pairs of labels that overlap. */
  readonly overlaps: readonly string[];
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
  const canvas = document.querySelector('.canvas')!;
  const pane = canvas.getBoundingClientRect();
  const zoom = new DOMMatrix(getComputedStyle(document.querySelector('.react-flow__viewport')!).transform).a;
  const isInside = ({ left, top, right, bottom }: DOMRect): boolean =>
    left >= pane.left - tolerance &&
    top >= pane.top - tolerance &&
    right <= pane.right + tolerance &&
    bottom <= pane.bottom + tolerance;
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
  const overlaps: string[] = [];
  for (const [index, a] of areas.entries()) {
    for (const [other, b] of areas.entries()) {
      if (other <= index) continue;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > tolerance && height > tolerance)
        overlaps.push(`${labels[index]!.textContent} / ${labels[other]!.textContent}`);
    }
  }
  const describe = (body: Element): string => body.getAttribute('aria-label') ?? '';
  return {
    boxes: bodies.length,
    outside: bodies.filter((body) => !isInside(body.getBoundingClientRect())).map(describe),
    unlabeled: bodies
      .filter((body) => !Array.from(body.closest('.graph-node')!.querySelectorAll('.mark, .symbol')).some(isShown))
      .map(describe),
    overlaps,
    smallestText: Math.min(...labels.map((label) => Number.parseFloat(getComputedStyle(label).fontSize) * zoom)),
    labels: labels.length,
  };
}
