/** One theme of each kind, in which every surface is looked at. */

export const themes = [
  { kind: 'dark', theme: 'Default Dark Modern', label: 'Dark Modern' },
  { kind: 'light', theme: 'Default Light Modern', label: 'Light Modern' },
  { kind: 'high-contrast', theme: 'Default High Contrast', label: 'Dark High Contrast' },
] as const;

/** The fourth kind has the colours of the light one and the borders of high contrast: it is looked at where that may go wrong. */
export const allThemes = [
  ...themes,
  { kind: 'high-contrast-light', theme: 'Default High Contrast Light', label: 'Light High Contrast' },
] as const;
