/**
 * THE table of the settings under `backprop.` that the server reads: what each may be, and what it is where it isn't set.
 * Whoever writes them by hand may write anything: what makes no sense counts as not set.
 */

import * as v from 'valibot';

/** Where the numbers are shown, from the loudest to the quietest. */
export const displays = ['lens', 'lineEnd', 'inlay', 'hover', 'off'] as const;
export type Display = (typeof displays)[number];

/** Things of which each is on or off, and on where nothing is said of it. */
function toggles<Name extends string>(...names: readonly Name[]) {
  const enabled = v.fallback(v.boolean(), true);
  const schema = v.object(Object.fromEntries(names.map((name) => [name, enabled])) as Record<Name, typeof enabled>);
  return v.fallback(schema, v.parse(schema, {}));
}

const entries = {
  display: v.fallback(v.picklist(displays), 'lens'),
  /** What is said of a value. */
  show: toggles('value', 'gradient', 'shape', 'update'),
  /** Of which statements anything is said. */
  statements: toggles('param', 'data', 'const', 'node', 'loss', 'expect'),
  /** Whether the colour of a gradient says how large it is. */
  colours: v.fallback(v.boolean(), false),
  /** Significant digits of a displayed number. */
  digits: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(17)), 4),
};

const schema = v.object(entries);

export type Settings = Readonly<v.InferOutput<typeof schema>>;

export const defaultSettings: Settings = v.parse(schema, {});

export function parseSettings(value: unknown): Settings {
  return v.parse(v.fallback(schema, defaultSettings), value);
}

/** Both come from the table, so their entries stand in its order. */
export function sameSettings(a: Settings, b: Settings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
