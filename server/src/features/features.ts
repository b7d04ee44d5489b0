/** The list of features. They are notified of new values in this order, the most visible ones first. */

import { codeLens } from './annotations/codeLens.ts';
import { diagnostics } from './annotations/diagnostics.ts';
import { inlayHints } from './annotations/inlayHints.ts';
import { result } from './annotations/result.ts';
import { semanticTokens } from './annotations/semanticTokens.ts';
import { completion } from './completion/completion.ts';
import { signatureHelp } from './completion/signatureHelp.ts';
import { codeActions } from './editing/codeActions.ts';
import { formatting } from './editing/formatting.ts';
import { rename } from './editing/rename.ts';
import type { Feature } from './feature.ts';
import { hover } from './hover/hover.ts';
import { callHierarchy } from './navigation/callHierarchy.ts';
import { definition } from './navigation/definition.ts';
import { documentLinks } from './navigation/documentLinks.ts';
import { documentSymbols } from './navigation/documentSymbols.ts';
import { folding } from './navigation/folding.ts';
import { highlight } from './navigation/highlight.ts';
import { references } from './navigation/references.ts';
import { selectionRange } from './navigation/selectionRange.ts';
import { workspaceSymbols } from './navigation/workspaceSymbols.ts';
import { backwardPass } from './panel/backwardPass.ts';
import { block } from './panel/block.ts';
import { graph } from './panel/graph.ts';
import { graphHover } from './panel/graphHover.ts';
import { graphText } from './panel/graphText.ts';
import { playback } from './panel/playback.ts';
import { roots } from './panel/roots.ts';
import { scrub } from './panel/scrub.ts';
import { commands } from './training/commands.ts';
import { panelSessions } from './training/panelSessions.ts';
import { stepBack } from './training/trainedValues.ts';

export const features: readonly Feature[] = [
  result,
  diagnostics,
  codeLens,
  codeActions,
  inlayHints,
  graph,
  hover,
  graphHover,
  completion,
  signatureHelp,
  semanticTokens,
  graphText,
  playback,
  commands,
  stepBack,
  roots,
  backwardPass,
  block,
  scrub,
  panelSessions,
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
