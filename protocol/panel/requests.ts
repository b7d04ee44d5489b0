/** Requests from the panel's page to the language server about the displayed file, in one table. */

import * as v from 'valibot';
import { endScrubMethod, endScrubParams } from '../editor/scrub.ts';
import { fileParams, object, shortText, textOrNull } from '../shared/schema.ts';
import { findNodeMethod, findNodeQuery, findNodeReply } from './findNode.ts';
import { playback, playbackMethod } from './playback.ts';
import { tensorMethod, tensorQuery, tensorReply } from './tensor.ts';

/** A request to the server. The URI of the file is added to the parameters as `uri`. */
interface RequestSpec {
  /** The LSP method. */
  readonly serverMethod: string;
  readonly paramsSchema: v.GenericSchema<Readonly<Record<string, unknown>>>;
  readonly resultSchema: v.GenericSchema;
}

export const graphHoverMethod = 'backprop/graphHover';

export const graphTextMethod = 'backprop/graphText';
export const textFormat = v.picklist(['dot', 'mermaid']);
export type TextFormat = v.InferOutput<typeof textFormat>;

export const panelRequests = {
  playback: { serverMethod: playbackMethod, paramsSchema: object({}), resultSchema: playback },
  /** The content of the editor's hover for a node, by its id, as Markdown; null if there is none. */
  hover: {
    serverMethod: graphHoverMethod,
    paramsSchema: object({ node: shortText }),
    resultSchema: object({ markdown: textOrNull }),
  },
  /** The elements of a node, by its id, for the tensor viewer. */
  tensor: { serverMethod: tensorMethod, paramsSchema: tensorQuery, resultSchema: tensorReply },
  /** The nodes that match a query, whether displayed or inside collapsed groups. */
  findNode: { serverMethod: findNodeMethod, paramsSchema: findNodeQuery, resultSchema: findNodeReply },
  /** The displayed graph in a graph description language. */
  graphText: {
    serverMethod: graphTextMethod,
    paramsSchema: object({ format: textFormat }),
    resultSchema: object({ text: v.string() }),
  },
  /** Carries its own URI, because scrubbing also ends when another file is displayed. */
  endScrub: {
    serverMethod: endScrubMethod,
    paramsSchema: endScrubParams,
    resultSchema: v.boolean(),
  },
} as const satisfies Record<string, RequestSpec>;

export type PanelRequests = typeof panelRequests;
export type PanelRequestName = keyof PanelRequests;
export type PanelRequestParams<Name extends PanelRequestName> = v.InferOutput<PanelRequests[Name]['paramsSchema']>;
export type PanelRequestResult<Name extends PanelRequestName> = v.InferOutput<PanelRequests[Name]['resultSchema']>;

/** Parameters as the server receives them. */
export const playbackParams = fileParams;
export type PlaybackParams = v.InferOutput<typeof playbackParams>;
export const graphHoverParams = object({ ...fileParams.entries, ...panelRequests.hover.paramsSchema.entries });
export type GraphHoverParams = v.InferOutput<typeof graphHoverParams>;
export const graphTextParams = object({ ...fileParams.entries, ...panelRequests.graphText.paramsSchema.entries });
export type GraphTextParams = v.InferOutput<typeof graphTextParams>;
export const tensorParams = object({ ...fileParams.entries, ...tensorQuery.entries });
export type TensorParams = v.InferOutput<typeof tensorParams>;
export const findNodeParams = object({ ...fileParams.entries, ...findNodeQuery.entries });
export type FindNodeParams = v.InferOutput<typeof findNodeParams>;
