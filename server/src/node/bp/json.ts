/** JSON in which every float64 reads back exactly: NaN and infinities as strings, negative zero with its sign. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export function writeJson(value: Json): string {
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return `[${value.map(writeJson).join(', ')}]`;
  if (value !== null && typeof value === 'object') {
    return `{${Object.entries(value)
      .map(([key, part]) => `${JSON.stringify(key)}: ${writeJson(part)}`)
      .join(', ')}}`;
  }
  return JSON.stringify(value);
}

function writeNumber(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  return Object.is(value, -0) ? '-0' : String(value);
}
