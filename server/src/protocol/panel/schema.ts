/** The words that messages of the panel are described in: what a schema says is both their type and what is checked when one arrives. */

import * as v from 'valibot';

export type Schema = v.GenericSchema;
/** The type of what a schema describes. */
export type Output<S extends Schema> = v.InferOutput<S>;

export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.object(entries), v.readonly());
}

export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.readonly());
}

/** What arrived, where it is what the schema describes; else undefined. */
export function validate<const S extends Schema>(schema: S, value: unknown): Output<S> | undefined {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : undefined;
}

/** Any finite number, and those that JSON has no word for as null. */
export const numberOrNull = v.nullable(v.number());
export const textOrNull = v.nullable(v.string());
