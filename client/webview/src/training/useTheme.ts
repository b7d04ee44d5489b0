/** The colours of the theme, for what is painted on a canvas: read anew when the theme changes. */

import { useEffect, useState } from 'react';

/** The value of a variable of the theme by its name without `--vscode-`. It is another function for another theme. */
export type ThemeColors = (variable: string) => string;

export function useTheme(): ThemeColors {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    // VS Code changes the class of the body and the variables of the root together.
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
