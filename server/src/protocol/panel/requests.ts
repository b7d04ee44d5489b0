/** THE table of what the panel asks of the language server about the file that it shows: one row a question, with its answer. */

import * as v from 'valibot';
import { film, filmMethod } from './film.ts';
import { object, textOrNull, validate } from './schema.ts';
import { endScrubMethod, endScrubParams } from './scrub.ts';

/** A request of the server: the parameters are what is asked, with the URI of the file as `uri`. */
interface RequestSpec {
  readonly method: string;
  readonly paramsSchema: v.GenericSchema<Readonly<Record<string, unknown>>>;
  readonly resultSchema: v.GenericSchema;
}

export const graphHoverMethod = 'backprop/graphHover';

export const graphTextMethod = 'backprop/graphText';
export const textFormat = v.picklist(['dot', 'mermaid']);
export type TextFormat = v.InferOutput<typeof textFormat>;

export const panelRequests = {
  film: { method: filmMethod, paramsSchema: object({}), resultSchema: film },
  /** What the editor's hover shows of a node, by its id: Markdown, or null where it knows nothing of it. */
  hover: {
    method: graphHoverMethod,
    paramsSchema: object({ node: v.string() }),
    resultSchema: object({ markdown: textOrNull }),
  },
  /** The graph as it is shown, in a language that draws it elsewhere. */
  graphText: {
    method: graphTextMethod,
    paramsSchema: object({ format: textFormat }),
    resultSchema: object({ text: v.string() }),
  },
  /** It says itself of which file: what is tried out ends when another one is shown. */
  endScrub: {
    method: endScrubMethod,
    paramsSchema: endScrubParams,
    resultSchema: v.boolean(),
  },
} as const satisfies Record<string, RequestSpec>;

export type PanelRequests = typeof panelRequests;
export type PanelRequestName = keyof PanelRequests;
export type PanelRequestParams<Name extends PanelRequestName> = v.InferOutput<PanelRequests[Name]['paramsSchema']>;
export type PanelRequestResult<Name extends PanelRequestName> = v.InferOutput<PanelRequests[Name]['resultSchema']>;

const fileParams = object({ uri: v.string() });

/** What the parameters of a request ask, and of which file; undefined where they don't ask this question. */
export function parsePanelRequest<const Name extends PanelRequestName>(
  name: Name,
  params: unknown,
): { readonly uri: string; readonly parsed: PanelRequestParams<Name> } | undefined {
  const file = validate(fileParams, params);
  const parsed = validate<PanelRequests[Name]['paramsSchema']>(panelRequests[name].paramsSchema, params);
  return file && parsed && { uri: file.uri, parsed };
}
