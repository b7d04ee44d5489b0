/** The colours of the theme, for what is painted on a canvas: read anew when the theme changes. */

import { useEffect, useState } from 'react';

/** The value of a variable of the theme by its name without `--vscode-`. It is another function for another theme. */
export type Theme = (variable: string) => string;

export function useTheme(): Theme {
  const [theme, setTheme] = useState(readTheme);
  useEffect(() => {
    // VS Code changes the class of the body and the variables of the root together.
    const changes = new MutationObserver(() => setTheme(readTheme));
    changes.observe(document.body, { attributeFilter: ['class'] });
    changes.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
    return () => changes.disconnect();
  }, []);
  return theme;
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  return (variable) => style.getPropertyValue(`--vscode-${variable}`).trim() || getComputedStyle(document.body).color;
}
