/** Tells the server in which theme hovers show pictures, which can't follow the colors of the theme by themselves. */

import { ColorThemeKind, Disposable, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type ColorTheme, type HoverPictures, hoverPicturesMethod } from '../../protocol/editor/hoverPictures.ts';
import { notifyServer } from './notifyServer.ts';

const themes: Readonly<Record<ColorThemeKind, ColorTheme>> = {
  [ColorThemeKind.Light]: 'light',
  [ColorThemeKind.Dark]: 'dark',
  [ColorThemeKind.HighContrast]: 'highContrast',
  [ColorThemeKind.HighContrastLight]: 'highContrastLight',
};

const accessibilitySetting = 'editor.accessibilitySupport';

/** Text for screen readers: VS Code's accessible view of a hover leaves out images and their descriptions. */
export function currentHoverPictures(): HoverPictures {
  const isForScreenReaders = workspace.getConfiguration().get(accessibilitySetting) === 'on';
  return { theme: isForScreenReaders ? null : themes[window.activeColorTheme.kind] };
}

export function registerHoverPictures(client: BaseLanguageClient): Disposable {
  const report = (): void => notifyServer(client, hoverPicturesMethod, currentHoverPictures());
  return Disposable.from(
    // The theme may have changed since the server was initialized.
    client.onDidChangeState(report),
    window.onDidChangeActiveColorTheme(report),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration(accessibilitySetting)) report();
    }),
  );
}
