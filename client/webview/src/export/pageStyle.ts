/** Reads a style off the page: elements are made that have the classes of the canvas and are never seen, and the browser says how they look. */

import { paintOf } from './paint.ts';
import type { Look, Shadow, Style } from './style.ts';

/** What is drawn meanwhile is drawn in the style that the page, or a part of it, has now. */
export function withPageStyle<Picture>(draw: (style: Style) => Picture, part: HTMLElement = document.body): Picture {
  const around = part.appendChild(document.createElement('div'));
  around.hidden = true;
  try {
    return draw(new PageStyle(around));
  } finally {
    around.remove();
  }
}

class PageStyle implements Style {
  readonly fontFamily: string;
  readonly #around: HTMLElement;
  readonly #looks = new Map<string, Look>();
  readonly #ruler = document.createElement('canvas').getContext('2d')!;

  constructor(around: HTMLElement) {
    this.#around = around;
    this.fontFamily = this.#read(['canvas'], ({ fontFamily }) => withFallback(fontFamily));
  }

  look(...classes: readonly string[]): Look {
    const key = classes.join(' > ');
    let look = this.#looks.get(key);
    if (look === undefined) {
      look = this.#read(classes, lookOf);
      this.#looks.set(key, look);
    }
    return look;
  }

  widthOf(text: string, fontSize: number): number {
    return this.#measured(text, fontSize).width;
  }

  dropOf(fontSize: number): number {
    const { fontBoundingBoxAscent, fontBoundingBoxDescent } = this.#measured('', fontSize);
    return (Math.round(fontBoundingBoxAscent) - Math.round(fontBoundingBoxDescent)) / 2;
  }

  #measured(text: string, fontSize: number): TextMetrics {
    this.#ruler.font = `${fontSize}px ${this.fontFamily}`;
    return this.#ruler.measureText(text);
  }

  #read<Part>(classes: readonly string[], read: (computed: CSSStyleDeclaration) => Part): Part {
    let innermost = this.#around;
    for (const className of classes) {
      innermost = innermost.appendChild(document.createElement('div'));
      innermost.className = className;
    }
    const part = read(getComputedStyle(innermost));
    this.#around.replaceChildren();
    return part;
  }
}

/** The picture may be seen where the editor's font is not. */
function withFallback(families: string): string {
  return /\bmonospace\s*$/.test(families) ? families : `${families}, monospace`;
}

function lookOf(computed: CSSStyleDeclaration): Look {
  return {
    color: paintOf(computed.color),
    background: paintOf(computed.backgroundColor),
    border: {
      width: lengthOf(computed.borderTopWidth),
      paint: paintOf(computed.borderTopColor),
      isDashed: computed.borderTopStyle === 'dashed',
      radius: lengthOf(computed.borderTopLeftRadius),
    },
    shadows: shadowsOf(computed.boxShadow),
    fill: paintOf(computed.fill),
    stroke: paintOf(computed.stroke),
    strokeWidth: lengthOf(computed.strokeWidth),
    stop: paintOf(computed.stopColor),
    opacity: Number(computed.opacity),
    fontSize: lengthOf(computed.fontSize),
    lineHeight: lengthOf(computed.lineHeight),
    isBold: Number(computed.fontWeight) >= 600,
    left: lengthOf(computed.left),
    top: lengthOf(computed.top),
    paddingLeft: lengthOf(computed.paddingLeft),
  };
}

function lengthOf(computed: string): number {
  return Number.parseFloat(computed) || 0;
}

/** Each as `rgb(31, 31, 31) 3px -3px 0px -1px`. */
function shadowsOf(boxShadow: string): readonly Shadow[] {
  const shadow = /([a-z]+\([^)]*\)) (-?[\d.]+)px (-?[\d.]+)px [\d.]+px (-?[\d.]+)px/g;
  return Array.from(boxShadow.matchAll(shadow), ([, color = '', x, y, spread]) => ({
    paint: paintOf(color),
    x: Number(x),
    y: Number(y),
    spread: Number(spread),
  }));
}
