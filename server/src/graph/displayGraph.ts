/** A drawn graph and the program behind it: which nodes each drawn node and each wire stand for. */

import type { NodeId } from '../engine/ir/program.ts';
import type { GraphStructure } from '../protocol/panel/graph.ts';
import type { Provenance } from './provenance.ts';

export interface DisplayGraph {
  readonly structure: GraphStructure;
  /**
   * For each node of the structure, by its place, the nodes of the program that it shows: one, or of a folded group those
   * that something outside of it takes, or that have a name.
   */
  readonly results: readonly (readonly NodeId[])[];
  /**
   * For each node of the structure, by its place, the one of its results whose numbers it shows: what a folded call returns,
   * what a folded statement names. Undefined of a run with several results.
   */
  readonly mainResults: readonly (NodeId | undefined)[];
  /** For each node of the structure, by its place, where it stands in the text: what a folded call is made by, for instance. */
  readonly provenance: readonly Provenance[];
  /** For each wire, by its place, what flows through it. */
  readonly flows: readonly Flow[];
  /** The place of what a node of the program is drawn as: itself, or the folded group that it is in. Undefined where it isn't drawn. */
  nodeIndexOf(node: NodeId): number | undefined;
}

export interface Flow {
  readonly node: NodeId;
  /** The operands that it becomes: one, but into a folded group perhaps several. */
  readonly uses: readonly { readonly consumer: NodeId; readonly position: number }[];
}
