/** Schema helpers for panel messages. A schema defines both the type of a message and its validation. */

import * as v from 'valibot';

export type Schema = v.GenericSchema;
export type Output<S extends Schema> = v.InferOutput<S>;

export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.object(entries), v.readonly());
}

export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.readonly());
}

/** The value if it matches the schema; else undefined. */
export function validate<const S extends Schema>(schema: S, value: unknown): Output<S> | undefined {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : undefined;
}

/** A finite number, or null in place of values that JSON cannot represent. */
export const numberOrNull = v.nullable(v.number());
export const textOrNull = v.nullable(v.string());
