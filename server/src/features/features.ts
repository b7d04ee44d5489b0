/** The list of features. They are notified of new values in this order, the most visible ones first. */

import { codeLens } from './annotations/codeLens.ts';
import { diagnostics } from './annotations/diagnostics.ts';
import { inlayHints } from './annotations/inlayHints.ts';
import { semanticTokens } from './annotations/semanticTokens.ts';
import { shownNumbers } from './annotations/shownNumbers.ts';
import { commands } from './commands/commands.ts';
import { completion } from './completion/completion.ts';
import { signatureHelp } from './completion/signatureHelp.ts';
import { backwardPass } from './differentiation/backwardPass.ts';
import { roots } from './differentiation/roots.ts';
import { codeActions } from './editing/codeActions.ts';
import { formatting } from './editing/formatting.ts';
import { rename } from './editing/rename.ts';
import { scrub } from './editing/scrubRequests.ts';
import type { Feature } from './feature.ts';
import { findNode } from './graph/findNode.ts';
import { graph } from './graph/graph.ts';
import { graphHover } from './graph/graphHover.ts';
import { graphText } from './graph/graphText.ts';
import { playback } from './graph/playback.ts';
import { tensor } from './graph/tensor.ts';
import { hover } from './hover/hover.ts';
import { embeddedModel } from './markdown/embeddedModel.ts';
import { callHierarchy } from './navigation/callHierarchy.ts';
import { definition } from './navigation/definition.ts';
import { highlight } from './navigation/documentHighlight.ts';
import { documentLinks } from './navigation/documentLinks.ts';
import { documentSymbols } from './navigation/documentSymbols.ts';
import { references } from './navigation/findReferences.ts';
import { folding } from './navigation/folding.ts';
import { selectionRange } from './navigation/selectionRange.ts';
import { workspaceSymbols } from './navigation/workspaceSymbols.ts';
import { learnedParams } from './training/learnedParams.ts';
import { panelSessions } from './training/panelSessions.ts';
import { runningTraining } from './training/runningTraining.ts';

export const features: readonly Feature[] = [
  shownNumbers,
  diagnostics,
  codeLens,
  codeActions,
  inlayHints,
  graph,
  hover,
  graphHover,
  tensor,
  findNode,
  completion,
  signatureHelp,
  semanticTokens,
  graphText,
  playback,
  commands,
  learnedParams,
  roots,
  backwardPass,
  embeddedModel,
  scrub,
  panelSessions,
  runningTraining,
  formatting,
  definition,
  references,
  highlight,
  rename,
  documentSymbols,
  workspaceSymbols,
  folding,
  selectionRange,
  callHierarchy,
  documentLinks,
];
