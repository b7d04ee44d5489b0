/** What a picture takes from the style sheet of the canvas, so that it looks like the panel: how anything with some classes looks there. */

import type { Paint } from './paint.ts';

export interface StyleSource {
  /** @param classes from the outermost element to the innermost one, as the canvas nests them. */
  styleOf(...classes: readonly string[]): ElementStyle;
  /** A list of families, as style sheets have it. */
  readonly fontFamily: string;
  /** In pixels. */
  widthOf(text: string, fontSize: number): number;
  /** From the middle of a line down to where its letters stand. */
  baselineOffset(fontSize: number): number;
}

/** Lengths are in pixels. */
export interface ElementStyle {
  /** Of text. */
  readonly color: Paint;
  readonly background: Paint;
  readonly border: Border;
  readonly shadows: readonly Shadow[];
  /** Of lines and shapes. */
  readonly fill: Paint;
  readonly stroke: Paint;
  readonly strokeWidth: number;
  readonly stop: Paint;
  readonly opacity: number;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly isBold: boolean;
  /** Where it stands in what is around it. */
  readonly left: number;
  readonly top: number;
  readonly paddingLeft: number;
}

interface Border {
  readonly width: number;
  readonly paint: Paint;
  readonly isDashed: boolean;
  readonly radius: number;
}

/** A copy of a shape behind it, without a blur. */
export interface Shadow {
  readonly paint: Paint;
  readonly x: number;
  readonly y: number;
  /** How much larger it is on each side. */
  readonly spread: number;
}
