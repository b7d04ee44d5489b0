/**
 * The parameters of each message from the client, as far as the server reads them. Fields that the server doesn't read are
 * passed on unchecked.
 */

import * as v from 'valibot';
import { backwardPassMethod, backwardPassParams } from '../../../protocol/editor/backwardPass.ts';
import { hoverPictures, hoverPicturesMethod } from '../../../protocol/editor/hoverPictures.ts';
import { initializationOptions } from '../../../protocol/editor/initialization.ts';
import { pickRootMethod, pickRootParams, rootsMethod, rootsParams } from '../../../protocol/editor/roots.ts';
import {
  endScrubMethod,
  endScrubParams,
  scrubbableMethod,
  scrubbableParams,
  scrubMethod,
  scrubParams,
} from '../../../protocol/editor/scrub.ts';
import { visibleLines, visibleLinesMethod } from '../../../protocol/editor/shownNumbers.ts';
import { stepBackMethod, stepBackParams } from '../../../protocol/editor/stepBack.ts';
import { embeddedModelMethod, embeddedModelParams } from '../../../protocol/markdown/embeddedModel.ts';
import { findNodeMethod } from '../../../protocol/panel/findNode.ts';
import { watchGraphMethod, watchGraphParams } from '../../../protocol/panel/graph.ts';
import { playbackMethod } from '../../../protocol/panel/playback.ts';
import {
  findNodeParams,
  graphHoverMethod,
  graphHoverParams,
  graphTextMethod,
  graphTextParams,
  playbackParams,
  tensorParams,
} from '../../../protocol/panel/requests.ts';
import { tensorMethod } from '../../../protocol/panel/tensor.ts';
import { trainingCommandMethod, trainingCommandParams } from '../../../protocol/panel/training.ts';
import { optional, type Schema, shortText } from '../../../protocol/shared/schema.ts';
import { textPosition, textRange, uinteger } from '../../../protocol/shared/textRange.ts';

const integer = v.pipe(v.number(), v.integer(), v.minValue(-(2 ** 31)), v.maxValue(2 ** 31 - 1));
const uri = shortText;

const textDocument = v.looseObject({ uri });
const versionedDocument = v.looseObject({ uri, version: integer });
const folder = v.looseObject({ uri, name: shortText });
const options = v.looseObject({ tabSize: uinteger, insertSpaces: v.boolean() });
const item = v.looseObject({ uri, name: shortText, kind: uinteger, range: textRange, selectionRange: textRange });

const inDocument = v.looseObject({ textDocument });
const atPosition = v.looseObject({ textDocument, position: textPosition });
const inRange = v.looseObject({ textDocument, range: textRange });
const ofItem = v.looseObject({ item });

/** Mirrors `CandidateSubject`. */
const candidateSubject = v.variant('kind', [
  v.looseObject({ kind: v.picklist(['value', 'statement', 'model']), name: shortText }),
  v.looseObject({ kind: v.literal('local'), name: shortText, start: uinteger }),
  v.looseObject({
    kind: v.literal('called'),
    calleeKind: v.picklist(['function', 'initializer', 'optimizer', 'distribution']),
    name: shortText,
    parameter: optional(shortText),
  }),
]);

/** By method. A description completes the sentence "… takes". */
export const paramsSchemas: Readonly<Record<string, Schema>> = {
  initialize: v.looseObject({
    capabilities: v.looseObject({}),
    clientInfo: optional(v.looseObject({ name: shortText })),
    rootUri: optional(uri),
    workspaceFolders: optional(v.array(folder)),
    locale: optional(shortText),
    initializationOptions: optional(initializationOptions),
  }),
  '$/setTrace': v.looseObject({ value: shortText }),

  'textDocument/didOpen': v.looseObject({
    textDocument: v.looseObject({ uri, languageId: shortText, version: integer, text: v.string() }),
  }),
  'textDocument/didChange': v.looseObject({
    textDocument: versionedDocument,
    contentChanges: v.array(v.looseObject({ range: optional(textRange), text: v.string() })),
  }),
  'textDocument/didSave': inDocument,
  'textDocument/didClose': inDocument,
  'workspace/didChangeWatchedFiles': v.looseObject({ changes: v.array(v.looseObject({ uri, type: uinteger })) }),
  'workspace/didChangeWorkspaceFolders': v.looseObject({
    event: v.looseObject({ added: v.array(folder), removed: v.array(folder) }),
  }),

  'textDocument/hover': atPosition,
  'textDocument/completion': v.looseObject({
    textDocument,
    position: textPosition,
    context: optional(v.looseObject({ triggerCharacter: optional(shortText) })),
  }),
  'completionItem/resolve': v.looseObject({
    label: shortText,
    data: optional(v.looseObject({ uri, subject: candidateSubject })),
  }),
  'textDocument/signatureHelp': atPosition,
  'textDocument/definition': atPosition,
  'textDocument/references': v.looseObject({
    textDocument,
    position: textPosition,
    context: v.looseObject({ includeDeclaration: v.boolean() }),
  }),
  'textDocument/documentHighlight': atPosition,
  'textDocument/documentSymbol': inDocument,
  'workspace/symbol': v.looseObject({ query: shortText }),
  'textDocument/codeAction': v.looseObject({
    textDocument,
    range: textRange,
    context: v.looseObject({
      diagnostics: v.array(v.unknown()),
      only: optional(v.array(shortText)),
      triggerKind: optional(uinteger),
    }),
  }),
  'textDocument/codeLens': inDocument,
  'textDocument/documentLink': inDocument,
  'textDocument/formatting': v.looseObject({ textDocument, options }),
  'textDocument/rangeFormatting': v.looseObject({ textDocument, range: textRange, options }),
  'textDocument/onTypeFormatting': v.looseObject({ textDocument, position: textPosition, ch: shortText, options }),
  'textDocument/prepareRename': atPosition,
  'textDocument/rename': v.looseObject({ textDocument, position: textPosition, newName: shortText }),
  'textDocument/foldingRange': inDocument,
  'textDocument/selectionRange': v.looseObject({ textDocument, positions: v.array(textPosition) }),
  'textDocument/inlayHint': inRange,
  'inlayHint/resolve': v.looseObject({
    label: v.union([shortText, v.array(v.looseObject({}))]),
    position: textPosition,
    data: optional(v.looseObject({ uri, version: integer, statementIndex: uinteger })),
  }),
  'textDocument/semanticTokens/full': inDocument,
  'textDocument/semanticTokens/full/delta': v.looseObject({ textDocument, previousResultId: shortText }),
  'textDocument/semanticTokens/range': inRange,
  'textDocument/prepareCallHierarchy': atPosition,
  'callHierarchy/incomingCalls': ofItem,
  'callHierarchy/outgoingCalls': ofItem,
  'workspace/executeCommand': v.pipe(
    v.looseObject({ command: shortText, arguments: v.optional(v.unknown()) }),
    v.check(
      ({ arguments: given }) => v.is(v.looseTuple([uri]), given),
      ({ input: { command } }) => `${command} takes one argument, the URI of an open file`,
    ),
  ),

  [backwardPassMethod]: takes('the URI of a file', backwardPassParams),
  [embeddedModelMethod]: takes('the URI of a document and the text of a block in it', embeddedModelParams),
  [endScrubMethod]: takes('the URI of a file, and whether the number is kept', endScrubParams),
  [findNodeMethod]: takes('the URI of a file and a text to search for', findNodeParams),
  [graphHoverMethod]: takes('the URI of a file and the id of a node', graphHoverParams),
  [graphTextMethod]: takes("the URI of a file and 'dot' or 'mermaid'", graphTextParams),
  [pickRootMethod]: takes('the URI of a file and a name or null', pickRootParams),
  [playbackMethod]: takes('the URI of a file', playbackParams),
  [rootsMethod]: takes('the URI of a file', rootsParams),
  [scrubbableMethod]: takes('the URI of a file and a position', scrubbableParams),
  [stepBackMethod]: takes('the URI of a file', stepBackParams),
  [tensorMethod]: takes('the URI of a file, the id of a node and an index on its first axis', tensorParams),
  [hoverPicturesMethod]: hoverPictures,
  [scrubMethod]: scrubParams,
  [trainingCommandMethod]: trainingCommandParams,
  [visibleLinesMethod]: visibleLines,
  [watchGraphMethod]: watchGraphParams,
};

function takes(description: string, schema: Schema): Schema {
  return v.pipe(schema, v.description(description));
}
