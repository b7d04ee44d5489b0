/** One theme of each kind, in which every surface is looked at. */

export const themes = [
  { kind: 'dark', theme: 'Default Dark Modern' },
  { kind: 'light', theme: 'Default Light Modern' },
  { kind: 'high-contrast', theme: 'Default High Contrast' },
] as const;
