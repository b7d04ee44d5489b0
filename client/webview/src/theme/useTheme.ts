/** Theme colors for canvas drawing, read again when the theme changes. */

import { useEffect, useState } from 'react';

/** Reads a theme variable by its name without `--vscode-`. The function's identity changes with the theme. */
export type ThemeColors = (variable: string) => string;

export function useTheme(): ThemeColors {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    // VS Code updates the body's class and the root's variables together.
    const observer = new MutationObserver(() => setTheme(readTheme));
    observer.observe(document.body, { attributeFilter: ['class'] });
    observer.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    return () => observer.disconnect();
  }, []);
  return theme;
}

function readTheme(): ThemeColors {
  const style = getComputedStyle(document.documentElement);
  return (variable) => style.getPropertyValue(`--vscode-${variable}`).trim() || getComputedStyle(document.body).color;
}
