/** The messages between the extension and its panel. Either side checks what arrives: what it doesn't know is dropped and logged. */

import * as v from 'valibot';
import { sgdStepCommand, trainCommand } from '../commands.ts';
import { folding, graph, textRange } from './graph.ts';
import { type PanelRequestName, panelRequests } from './requests.ts';
import { list, object, textOrNull } from './schema.ts';
import { scrubbed } from './scrub.ts';
import { training, trainingCommand } from './training.ts';

const panelRequestName = v.picklist(Object.keys(panelRequests) as PanelRequestName[]);

/** A picture or a text of the graph has so many characters at most: far more than one of as many nodes as are drawn at once. */
const maxExportLength = 1 << 27;

/** What the panel says. */
export const fromPanel = v.variant('kind', [
  /** It listens from now on. */
  object({ kind: v.literal('ready') }),
  /** Folds a group that is open, or unfolds one, by its id. */
  object({ kind: v.literal('fold'), group: v.string() }),
  /** Shows and selects a piece of the file's text. */
  object({ kind: v.literal('reveal'), range: textRange }),
  /** Whether the panel stays with its file when another one is looked at. */
  object({ kind: v.literal('pin'), isPinned: v.boolean() }),
  /** Runs a command on the file. */
  object({ kind: v.literal('run'), command: v.picklist([sgdStepCommand, trainCommand]) }),
  /** A number of this file is tried out, which may be the one that was shown before. */
  object({ kind: v.literal('scrub'), uri: v.string(), scrubbed }),
  object({ kind: v.literal('training'), command: trainingCommand }),
  /** A question of the table, answered under the same number. */
  object({
    kind: v.literal('ask'),
    id: v.number(),
    about: panelRequestName,
    params: v.record(v.string(), v.unknown()),
  }),
  /** A picture of the graph, which is offered to be saved beside the model. */
  object({
    kind: v.literal('save'),
    format: v.picklist(['svg', 'png']),
    base64: v.pipe(v.string(), v.maxLength(maxExportLength)),
  }),
  /** A text for the clipboard, and what it is, as `Graphviz DOT`. */
  object({ kind: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(maxExportLength)), formatName: v.string() }),
  /** Why the panel can't do what it was asked for, as a sentence for the user. */
  object({ kind: v.literal('refusal'), reason: v.string() }),
  /** Something went wrong in the panel, for the log. */
  object({ kind: v.literal('trouble'), message: v.string() }),
]);
export type FromPanel = v.InferOutput<typeof fromPanel>;

/** What it says, and of which file: the one that it showed when it said so. Null as long as it showed none. */
export const panelMessage = object({ uri: textOrNull, message: fromPanel });
export type PanelMessage = v.InferOutput<typeof panelMessage>;

/** What it is told. */
export const toPanel = v.variant('kind', [
  /** Which file it shows: its URI, what it is called, and whether it is open, so that its numbers follow its text. */
  object({
    kind: v.literal('file'),
    uri: v.string(),
    name: v.string(),
    isPinned: v.boolean(),
    isOpen: v.boolean(),
    folding,
  }),
  object({ kind: v.literal('graph'), graph }),
  object({ kind: v.literal('training'), training }),
  /** Where the cursors are in the file's editor; none while it isn't looked at. */
  object({ kind: v.literal('cursor'), selections: list(textRange) }),
  object({ kind: v.literal('answer'), id: v.number(), answer: v.unknown() }),
  /** A question that found no answer: the reason is a sentence. */
  object({ kind: v.literal('unanswered'), id: v.number(), reason: v.string() }),
]);
export type ToPanel = v.InferOutput<typeof toPanel>;

/** Where the canvas looks: a point p of the graph is drawn at p · zoom + (x, y), in pixels of the pane. */
const viewport = object({ x: v.number(), y: v.number(), zoom: v.number() });
export type Viewport = v.InferOutput<typeof viewport>;

/** What the panel keeps for when it is hidden or the window is reloaded, and the extension reads to open the same file in it. */
export const storedPanelState = object({
  uri: v.string(),
  isPinned: v.boolean(),
  folding,
  isList: v.boolean(),
  /** Where the user has moved the canvas to; null where it looks at the graph by itself. */
  look: v.nullable(viewport),
});
export type StoredPanelState = v.InferOutput<typeof storedPanelState>;
