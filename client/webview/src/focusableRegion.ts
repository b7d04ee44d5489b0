/** Props of a region that scrolls, by the keyboard too. */

export const focusableRegion = { tabIndex: 0 };
