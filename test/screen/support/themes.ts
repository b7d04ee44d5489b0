/** One theme of each kind, switched through the system's color scheme and contrast. */

export interface Theme {
  readonly kind: string;
  readonly system: { readonly colorScheme: 'dark' | 'light'; readonly forcedColors: 'active' | 'none' };
  /** Class of the workbench in this theme; `webviewKind` is the theme kind of webviews. */
  readonly className: string;
  readonly webviewKind: string;
}

export const themes: readonly [Theme, ...Theme[]] = [
  {
    kind: 'dark',
    system: { colorScheme: 'dark', forcedColors: 'none' },
    className: 'vs-dark',
    webviewKind: 'vscode-dark',
  },
  {
    kind: 'light',
    system: { colorScheme: 'light', forcedColors: 'none' },
    className: 'vs',
    webviewKind: 'vscode-light',
  },
  {
    kind: 'high-contrast',
    system: { colorScheme: 'dark', forcedColors: 'active' },
    className: 'hc-black',
    webviewKind: 'vscode-high-contrast',
  },
  {
    kind: 'high-contrast-light',
    system: { colorScheme: 'light', forcedColors: 'active' },
    className: 'hc-light',
    webviewKind: 'vscode-high-contrast-light',
  },
];

export const themeSettings = {
  'window.autoDetectColorScheme': true,
  'workbench.preferredDarkColorTheme': 'Default Dark Modern',
  'workbench.preferredLightColorTheme': 'Default Light Modern',
  'workbench.preferredHighContrastColorTheme': 'Default High Contrast',
  'workbench.preferredHighContrastLightColorTheme': 'Default High Contrast Light',
};
