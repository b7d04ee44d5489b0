/** THE list of features. They hear of new numbers in this order: what is seen first, first. */

import { backwardPass } from './backwardPass.ts';
import { block } from './block.ts';
import { callHierarchy } from './callHierarchy.ts';
import { codeActions } from './codeActions.ts';
import { codeLens } from './codeLens.ts';
import { commands } from './commands.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagnostics } from './diagnostics.ts';
import { documentLinks } from './documentLinks.ts';
import { documentSymbols } from './documentSymbols.ts';
import type { Feature } from './feature.ts';
import { film } from './film.ts';
import { folding } from './folding.ts';
import { formatting } from './formatting.ts';
import { graph } from './graph.ts';
import { graphHover } from './graphHover.ts';
import { graphText } from './graphText.ts';
import { highlight } from './highlight.ts';
import { hover } from './hover.ts';
import { inlayHints } from './inlayHints.ts';
import { references } from './references.ts';
import { rename } from './rename.ts';
import { result } from './result.ts';
import { roots } from './roots.ts';
import { scrub } from './scrub.ts';
import { selectionRange } from './selectionRange.ts';
import { semanticTokens } from './semanticTokens.ts';
import { signatureHelp } from './signatureHelp.ts';
import { stepBack } from './trainedValues.ts';
import { trainingSession } from './trainingSession.ts';
import { workspaceSymbols } from './workspaceSymbols.ts';

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
  film,
  commands,
  stepBack,
  roots,
  backwardPass,
  block,
  scrub,
  trainingSession,
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
