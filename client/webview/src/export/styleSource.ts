/** Styles of the canvas that a picture needs, independent of where they are read from. */

import type { Paint } from './paint.ts';

export interface StyleSource {
  /** @param classes the classes from the outermost element to the innermost, as nested on the canvas. */
  styleOf(...classes: readonly string[]): ElementStyle;
  /** A CSS list of font families. */
  readonly fontFamily: string;
  /** In pixels. */
  widthOf(text: string, fontSize: number): number;
  /** Distance from the middle of a line down to its baseline. */
  baselineOffset(fontSize: number): number;
}

/** Lengths are in pixels. */
export interface ElementStyle {
  /** Properties of text. */
  readonly color: Paint;
  readonly background: Paint;
  readonly border: Border;
  readonly shadows: readonly Shadow[];
  /** Properties of lines and shapes. */
  readonly fill: Paint;
  readonly stroke: Paint;
  readonly strokeWidth: number;
  readonly stop: Paint;
  readonly opacity: number;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly isBold: boolean;
  /** Position within the surrounding element. */
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

/** A shadow without blur: a copy of the shape behind it. */
export interface Shadow {
  readonly paint: Paint;
  readonly x: number;
  readonly y: number;
  /** Spread on each side. */
  readonly spread: number;
}
