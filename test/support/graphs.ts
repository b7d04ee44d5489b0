/** Drawn graphs in words. */

import { buildDisplayGraph } from '../../server/src/graph/buildDisplayGraph.ts';
import type { DisplayGraph } from '../../server/src/graph/displayGraph.ts';
import { type Files, noFiles } from '../../server/src/language/base/files.ts';
import { emptyContext } from '../../server/src/language/lowering/context.ts';
import type { Folding, GraphStructure } from '../../server/src/protocol/panel/graph.ts';
import { analyze } from '../../server/src/snapshot/snapshot.ts';

export const asItOpens: Folding = { isFolded: null, except: [] };
export const allOpen: Folding = { isFolded: false, except: [] };
export const allFolded: Folding = { isFolded: true, except: [] };

export function drawn(text: string, folding: Folding = asItOpens, files: Files = noFiles): DisplayGraph {
  return buildDisplayGraph(analyze(text, 0, { ...emptyContext, files }), folding);
}

/** The nodes in order, each with its symbol where that is not its name: `L: x²`. */
export function rows(text: string, folding?: Folding, files?: Files): string[] {
  return drawn(text, folding, files).structure.nodes.map(({ id, symbol }) => (id === symbol ? id : `${id}: ${symbol}`));
}

/** The wires in order: `x → q`. */
export function wires({ nodes, wires: list }: GraphStructure): string[] {
  return list.map(({ from, to }) => `${nodes[from].id} → ${nodes[to].id}`);
}
