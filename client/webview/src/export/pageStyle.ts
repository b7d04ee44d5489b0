/**
 * Computed styles of the page: hidden elements with the canvas's classes are created, and the browser resolves their
 * styles.
 */

import { parsePaint } from './paint.ts';
import type { ElementStyle, Shadow, StyleSource } from './styleSource.ts';

/** Calls back with a reader of the styles that the page, or a part of it, has now. */
export function withPageStyles<Picture>(
  render: (styles: StyleSource) => Picture,
  host: HTMLElement = document.body,
): Picture {
  const container = host.appendChild(document.createElement('div'));
  container.hidden = true;
  try {
    return render(new PageStyleSource(container));
  } finally {
    container.remove();
  }
}

class PageStyleSource implements StyleSource {
  readonly fontFamily: string;
  readonly #container: HTMLElement;
  readonly #cache = new Map<string, ElementStyle>();
  readonly #ruler = document.createElement('canvas').getContext('2d')!;

  constructor(container: HTMLElement) {
    this.#container = container;
    this.fontFamily = this.#probe(['canvas'], ({ fontFamily }) => withFallback(fontFamily));
  }

  styleOf(...classes: readonly string[]): ElementStyle {
    const key = classes.join(' > ');
    let style = this.#cache.get(key);
    if (style === undefined) {
      style = this.#probe(classes, elementStyleOf);
      this.#cache.set(key, style);
    }
    return style;
  }

  widthOf(text: string, fontSize: number): number {
    return this.#measure(text, fontSize).width;
  }

  baselineOffset(fontSize: number): number {
    const { fontBoundingBoxAscent, fontBoundingBoxDescent } = this.#measure('', fontSize);
    return (Math.round(fontBoundingBoxAscent) - Math.round(fontBoundingBoxDescent)) / 2;
  }

  #measure(text: string, fontSize: number): TextMetrics {
    this.#ruler.font = `${fontSize}px ${this.fontFamily}`;
    return this.#ruler.measureText(text);
  }

  #probe<Value>(classes: readonly string[], select: (computed: CSSStyleDeclaration) => Value): Value {
    let element = this.#container;
    for (const className of classes) {
      element = element.appendChild(document.createElement('div'));
      element.className = className;
    }
    const value = select(getComputedStyle(element));
    this.#container.replaceChildren();
    return value;
  }
}

/** The picture may be viewed where the editor's font is not installed. */
function withFallback(families: string): string {
  return /\bmonospace\s*$/.test(families) ? families : `${families}, monospace`;
}

function elementStyleOf(computed: CSSStyleDeclaration): ElementStyle {
  return {
    color: parsePaint(computed.color),
    background: parsePaint(computed.backgroundColor),
    border: {
      width: parseLength(computed.borderTopWidth),
      paint: parsePaint(computed.borderTopColor),
      isDashed: computed.borderTopStyle === 'dashed',
      radius: parseLength(computed.borderTopLeftRadius),
    },
    shadows: parseShadows(computed.boxShadow),
    fill: parsePaint(computed.fill),
    stroke: parsePaint(computed.stroke),
    strokeWidth: parseLength(computed.strokeWidth),
    stop: parsePaint(computed.stopColor),
    opacity: Number(computed.opacity),
    fontSize: parseLength(computed.fontSize),
    lineHeight: parseLength(computed.lineHeight),
    isBold: Number(computed.fontWeight) >= 600,
    left: parseLength(computed.left),
    top: parseLength(computed.top),
    paddingLeft: parseLength(computed.paddingLeft),
  };
}

function parseLength(computed: string): number {
  return Number.parseFloat(computed) || 0;
}

/** Each shadow as `rgb(31, 31, 31) 3px -3px 0px -1px`. */
function parseShadows(boxShadow: string): readonly Shadow[] {
  const shadowPattern = /([a-z]+\([^)]*\)) (-?[\d.]+)px (-?[\d.]+)px [\d.]+px (-?[\d.]+)px/g;
  return Array.from(boxShadow.matchAll(shadowPattern), ([, color = '', x, y, spread]) => ({
    paint: parsePaint(color),
    x: Number(x),
    y: Number(y),
    spread: Number(spread),
  }));
}
