/** The colors of pictures in hovers: for each kind of theme those that VS Code's default theme has in the panel. */

import type { ColorTheme } from '../../../../../protocol/editor/hoverPictures.ts';

export interface ThemeColors {
  /** Numbers and the color that 0 has a share of. */
  readonly foreground: string;
  /** The ends of a scale. */
  readonly description: string;
  /** Titles. */
  readonly value: string;
  readonly gradient: string;
  /** Cells. */
  readonly positive: string;
  readonly negative: string;
  readonly nonFinite: string;
  /** Around each matrix, where the theme has contrast borders. */
  readonly border?: string;
}

export const themeColors: Readonly<Record<ColorTheme, ThemeColors>> = {
  dark: {
    foreground: '#cccccc',
    description: '#9d9d9d',
    value: '#89d185',
    gradient: '#f14c4c',
    positive: '#89d185',
    negative: '#b180d7',
    nonFinite: '#f14c4c',
  },
  light: {
    foreground: '#3b3b3b',
    description: '#616161',
    value: '#397a35',
    gradient: '#cb1a09',
    positive: '#388a34',
    negative: '#652d90',
    nonFinite: '#e51400',
  },
  highContrast: {
    foreground: '#ffffff',
    description: '#ffffff',
    value: '#89d185',
    gradient: '#f48771',
    positive: '#89d185',
    negative: '#b180d7',
    nonFinite: '#f48771',
    border: '#6fc3df',
  },
  highContrastLight: {
    foreground: '#292929',
    description: '#292929',
    value: '#374e06',
    gradient: '#b5200d',
    positive: '#374e06',
    negative: '#652d90',
    nonFinite: '#b5200d',
    border: '#0f4a85',
  },
};
