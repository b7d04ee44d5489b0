/** Positions and ranges of a text in messages. */

import * as v from 'valibot';
import { object } from './schema.ts';

/** Zero-based, as in the Language Server Protocol. */
export const textPosition = object({ line: v.number(), character: v.number() });

export const textRange = object({ start: textPosition, end: textPosition });
export type TextRange = v.InferOutput<typeof textRange>;
