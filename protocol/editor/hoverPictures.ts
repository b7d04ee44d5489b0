/**
 * Pictures in hovers, for a client that shows SVG images in Markdown. It tells the color theme in its initialization
 * options, and again whenever it changes.
 */

import * as v from 'valibot';
import { object } from '../shared/schema.ts';

export const hoverPicturesMethod = 'backprop/hoverPictures';

const colorTheme = v.picklist(['dark', 'light', 'highContrast', 'highContrastLight']);
export type ColorTheme = v.InferOutput<typeof colorTheme>;

export const hoverPictures = object({
  /** The kind of theme that the pictures are shown in; null for text instead, which screen readers can read. */
  theme: v.nullable(colorTheme),
});
export type HoverPictures = v.InferOutput<typeof hoverPictures>;
