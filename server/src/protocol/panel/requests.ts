/** THE table of what the panel asks of the language server about the file that it shows: one row a question, with its answer. */

import * as v from 'valibot';
import { film, filmMethod } from './film.ts';
import { arrived, object, textOrNull } from './schema.ts';
import { endScrubMethod, endScrubParams } from './scrub.ts';

/** A request of the server: the parameters are what is asked, with the URI of the file as `uri`. */
interface Question {
  readonly method: string;
  readonly asked: v.GenericSchema<Readonly<Record<string, unknown>>>;
  readonly answered: v.GenericSchema;
}

export const graphHoverMethod = 'backprop/graphHover';

export const graphTextMethod = 'backprop/graphText';
export const textFormat = v.picklist(['dot', 'mermaid']);
export type TextFormat = v.InferOutput<typeof textFormat>;

export const questions = {
  film: { method: filmMethod, asked: object({}), answered: film },
  /** What the editor's hover shows of a node, by its id: Markdown, or null where it knows nothing of it. */
  hover: { method: graphHoverMethod, asked: object({ node: v.string() }), answered: object({ markdown: textOrNull }) },
  /** The graph as it is shown, in a language that draws it elsewhere. */
  graphText: { method: graphTextMethod, asked: object({ format: textFormat }), answered: object({ text: v.string() }) },
  /** It says itself of which file: what is tried out ends when another one is shown. */
  endScrub: {
    method: endScrubMethod,
    asked: endScrubParams,
    answered: v.boolean(),
  },
} as const satisfies Record<string, Question>;

export type Questions = typeof questions;
export type About = keyof Questions;
export type Asked<Subject extends About> = v.InferOutput<Questions[Subject]['asked']>;
export type Answered<Subject extends About> = v.InferOutput<Questions[Subject]['answered']>;

const ofFile = object({ uri: v.string() });

/** What the parameters of a request ask, and of which file; undefined where they don't ask this question. */
export function askedOf<const Subject extends About>(
  about: Subject,
  params: unknown,
): { readonly uri: string; readonly asked: Asked<Subject> } | undefined {
  const file = arrived(ofFile, params);
  const asked = arrived<Questions[Subject]['asked']>(questions[about].asked, params);
  return file && asked && { uri: file.uri, asked };
}
