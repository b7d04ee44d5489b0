/** Whose a key is that was pressed: that of what has the focus, or of the part of the panel around it. */

export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** With one of these a key means something else. */
export function hasModifier({ ctrlKey, altKey, metaKey }: KeyPress): boolean {
  return ctrlKey || altKey || metaKey;
}

/** What moves a slider. */
const sliderKeys = /^(Arrow|Page|Home$|End$)/;

/** Whether a key belongs to what has the focus: text that is written, a choice that is made, a slider, a button that Space presses. */
export function isHandledByTarget({ target, key }: Pick<KeyboardEvent, 'target' | 'key'>): boolean {
  if (!(target instanceof Element)) return false;
  if (target.matches('input[type="range"]')) return sliderKeys.test(key);
  if (target.closest('input, select, textarea') !== null) return true;
  return key === ' ' && target.closest('button, a, [role="button"]') !== null;
}
