/** Schema helpers for messages. A schema defines both the type of a message and its validation. */

import * as v from 'valibot';

export type Schema = v.GenericSchema;
export type Output<S extends Schema> = v.InferOutput<S>;

export function object<const Entries extends v.ObjectEntries>(entries: Entries) {
  return v.pipe(v.object(entries), v.readonly());
}

export function list<const Item extends v.GenericSchema>(item: Item) {
  return v.pipe(v.array(item), v.readonly());
}

/** A field that may be absent. Some clients send null for it. */
export function optional<const Value extends v.GenericSchema>(value: Value) {
  return v.pipe(
    v.nullish(value),
    v.transform((given) => given ?? undefined),
  );
}

/** Entries by name. Unlike Valibot's record, it is not an array. */
export function record<const Value extends v.GenericSchema>(value: Value) {
  return v.pipe(
    v.unknown(),
    v.check((entries) => !Array.isArray(entries), 'Invalid type: Expected Object but received Array'),
    v.record(v.string(), value),
    v.readonly(),
  );
}

/** The value if it matches the schema; else undefined. */
export function validate<const S extends Schema>(schema: S, value: unknown): Output<S> | undefined {
  const { success, output } = v.safeParse(schema, value);
  return success ? output : undefined;
}

/** In characters. Editors send at most a few hundred. */
const maxShortTextLength = 2 ** 16;

/** A URI, a name, or another short text. */
export const shortText = v.pipe(v.string(), v.maxLength(maxShortTextLength));

/** Parameters that consist of the URI of a file. */
export const fileParams = object({ uri: shortText });
export type FileParams = v.InferOutput<typeof fileParams>;

/** The number of rows or columns of a thumbnail or of a text: far more than any that the server sends. */
export const gridSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(1000));

/** A finite number, or null in place of values that JSON cannot represent. */
export const numberOrNull = v.nullable(v.number());
export const textOrNull = v.nullable(v.string());
