/**
 * Messages between the extension and the page in its panel. Both sides validate what they receive; invalid messages are
 * dropped and logged.
 *
 * The panel is what the user sees, a webview of VS Code. The page is the document in that webview, `client/webview/`:
 * it is unloaded while the panel is hidden, and loaded again with the stored state.
 */

import * as v from 'valibot';
import { trainCommand, trainingStepCommand } from '../editor/commands.ts';
import { namedNumber } from '../editor/scrub.ts';
import { list, object, shortText } from '../shared/schema.ts';
import { textRange } from '../shared/textRange.ts';
import { collapseState, graphUpdate } from './graph.ts';
import { type PanelRequestName, panelRequests } from './requests.ts';
import { trainingCommand, trainingUpdate } from './training.ts';

const panelRequestName = v.picklist(Object.keys(panelRequests) as PanelRequestName[]);

/** Maximum length of an exported image or text, far above the size of the largest graph that can be drawn. */
const maxExportLength = 1 << 27;

/** Messages from the page. */
export const fromPage = v.variant('kind', [
  /** The page is ready to receive messages. */
  object({ kind: v.literal('ready') }),
  /** Collapses an expanded group, or expands it, by its id. */
  object({ kind: v.literal('toggleGroup'), group: shortText }),
  /** Collapses or expands many groups at once. */
  object({ kind: v.literal('collapse'), collapseState }),
  /** Reveals and selects a range of the file's text. */
  object({ kind: v.literal('reveal'), range: textRange }),
  /** The statement of the current step of the playback, to be marked in the editor; null if there is none. */
  object({ kind: v.literal('markStep'), range: v.nullable(textRange) }),
  /** True if the panel keeps its file when another editor becomes active. */
  object({ kind: v.literal('pin'), isPinned: v.boolean() }),
  /** Runs a command on the file. */
  object({ kind: v.literal('run'), command: v.picklist([trainingStepCommand, trainCommand]) }),
  /** A number is being scrubbed. Its file may be the one displayed before. */
  object({ kind: v.literal('scrub'), uri: shortText, scrubbed: namedNumber }),
  object({ kind: v.literal('training'), command: trainingCommand }),
  /** A request of `panelRequests`; the response has the same `id`. */
  object({
    kind: v.literal('request'),
    id: v.number(),
    method: panelRequestName,
    params: v.record(v.string(), v.unknown()),
  }),
  /** An image of the graph, which the user may save beside the model. */
  object({
    kind: v.literal('save'),
    format: v.picklist(['svg', 'png']),
    base64: v.pipe(v.string(), v.maxLength(maxExportLength)),
  }),
  /** A text for the clipboard, and the name of its format, such as `Graphviz DOT`. */
  object({ kind: v.literal('copy'), text: v.pipe(v.string(), v.maxLength(maxExportLength)), formatName: shortText }),
  /** Shows the user why the panel cannot do something, as a sentence. */
  object({ kind: v.literal('showWarning'), reason: v.string() }),
  /** An error in the page, for the log. */
  object({ kind: v.literal('logError'), message: v.string() }),
]);
export type FromPage = v.InferOutput<typeof fromPage>;

/** A message with the URI of the file that the page displayed when it sent the message; null before the first file. */
export const pageMessage = object({ uri: v.nullable(shortText), message: fromPage });
export type PageMessage = v.InferOutput<typeof pageMessage>;

/** Messages to the page. */
export const toPage = v.variant('kind', [
  /** The file to display. `isOpen` tells whether it is open in the editor, so that the numbers follow its text. */
  object({
    kind: v.literal('file'),
    uri: v.string(),
    name: v.string(),
    isPinned: v.boolean(),
    isOpen: v.boolean(),
    collapseState,
  }),
  object({ kind: v.literal('graph'), graph: graphUpdate }),
  object({ kind: v.literal('training'), update: trainingUpdate }),
  /** Opens the tensor viewer on a node, by its id or name. */
  object({ kind: v.literal('viewTensor'), node: shortText }),
  /** The selections in the most recently used visible editor of the file; empty if there is none. */
  object({ kind: v.literal('cursor'), selections: list(textRange) }),
  object({ kind: v.literal('response'), id: v.number(), result: v.unknown() }),
  /** A failed request, with the reason as a sentence. */
  object({ kind: v.literal('requestFailed'), id: v.number(), reason: v.string() }),
]);
export type ToPage = v.InferOutput<typeof toPage>;

/** Canvas transform: a graph point p is drawn at p · zoom + (x, y), in pixels of the panel. */
const viewport = object({ x: v.number(), y: v.number(), zoom: v.number() });
export type Viewport = v.InferOutput<typeof viewport>;

/** Labels of nodes and wires that the user can hide. */
export const hideableLabel = v.picklist(['value', 'gradient', 'shape']);
export type HideableLabel = v.InferOutput<typeof hideableLabel>;

/**
 * Persistent state of the panel, restored when it is shown again or the window is reloaded. The extension reads it to
 * open the same file.
 */
export const storedPanelState = object({
  uri: v.string(),
  isPinned: v.boolean(),
  collapseState,
  isList: v.boolean(),
  /** Absent in a state that was stored before labels could be hidden. */
  hiddenLabels: v.optional(list(hideableLabel), []),
  /** The canvas transform set by the user; null while the graph is fitted automatically. */
  viewport: v.nullable(viewport),
});
export type StoredPanelState = v.InferOutput<typeof storedPanelState>;
