/** Decides whether a key press belongs to the focused element or to the surrounding panel. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** Modifiers that give a key another meaning. */
export function hasModifier({ ctrlKey, altKey, metaKey }: KeyPress): boolean {
  return ctrlKey || altKey || metaKey;
}

/** Keys that move a slider. */
const sliderKeys = /^(Arrow|Page|Home$|End$)/;

/** True if the focused element handles the key: text input, select, slider, or a button pressed by Space. */
export function isHandledByTarget({ target, key }: Pick<KeyboardEvent, 'target' | 'key'>): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type="range"]')) return sliderKeys.test(key);
  if (target.closest('input, select, textarea') !== null) return true;
  return key === ' ' && target.closest('button, a, [role="button"]') !== null;
}
