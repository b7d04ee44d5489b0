/** Positions and ranges of a text in messages. */

import * as v from 'valibot';
import { object } from './schema.ts';

/** An unsigned integer of the Language Server Protocol. */
export const uinteger = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1));

/** Zero-based, as in the Language Server Protocol. */
export const textPosition = object({ line: uinteger, character: uinteger });

export const textRange = object({ start: textPosition, end: textPosition });
export type TextRange = v.InferOutput<typeof textRange>;
