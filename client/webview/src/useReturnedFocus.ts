/** Returns the focus to where it was before a part of the page opened, unless it has moved elsewhere when the part closes. */

import { useEffect } from 'react';

export function useReturnedFocus(): void {
  useEffect(() => {
    const previouslyFocused = document.activeElement;
    return () => {
      const isFocusLost = document.activeElement === document.body || document.activeElement === null;
      if (isFocusLost && previouslyFocused instanceof HTMLElement) previouslyFocused.focus();
    };
  }, []);
}
