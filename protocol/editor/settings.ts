/** Schema and defaults of the settings under `backprop.` that the server reads. Invalid values are treated as unset. */

import * as v from 'valibot';

/** Display modes of numbers, from the most to the least prominent. */
export const displays = ['lens', 'lineEnd', 'inlay', 'hover', 'off'] as const;
export type Display = (typeof displays)[number];

/** A group of switches that are on by default. */
function toggles<Name extends string>(...names: readonly Name[]) {
  const enabled = v.fallback(v.boolean(), true);
  const schema = v.object(Object.fromEntries(names.map((name) => [name, enabled])) as Record<Name, typeof enabled>);
  return v.fallback(schema, v.parse(schema, {}));
}

const entries = {
  display: v.fallback(v.picklist(displays), 'lens'),
  /** The parts of an annotation to show. */
  show: toggles('value', 'gradient', 'shape', 'update'),
  /** Kinds of statements to annotate. */
  statements: toggles('param', 'data', 'const', 'node', 'loss', 'expect'),
  /** True if gradients are colored by their size. */
  colors: v.fallback(v.boolean(), false),
  /** Significant digits of displayed numbers. */
  digits: v.fallback(v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(17)), 4),
};

const schema = v.object(entries);

export type Settings = Readonly<v.InferOutput<typeof schema>>;

export const defaultSettings: Settings = v.parse(schema, {});

export function parseSettings(value: unknown): Settings {
  return v.parse(v.fallback(schema, defaultSettings), value);
}

/** Both are parsed by the same schema, so their keys have the same order. */
export function sameSettings(a: Settings, b: Settings): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
