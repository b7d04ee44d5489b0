/** A display graph, with the nodes of the program that each of its nodes and wires represents. */

import type { GraphStructure } from '../../../protocol/panel/graph.ts';
import type { NodeId } from '../engine/ir/program.ts';
import type { Provenance } from './provenance.ts';

export interface DisplayGraph {
  readonly structure: GraphStructure;
  /**
   * The nodes of the program that each node of the structure shows: a single one, or for a collapsed group, those that
   * are named or used outside it.
   */
  readonly outputs: readonly (readonly NodeId[])[];
  /**
   * The output whose numbers each node of the structure shows, such as what a collapsed call returns or a collapsed
   * statement names. Undefined for a chunk with several outputs.
   */
  readonly mainOutputs: readonly (NodeId | undefined)[];
  /** The provenance of each node of the structure, such as the call expression of a collapsed call. */
  readonly provenance: readonly Provenance[];
  /** The value that flows through each wire. */
  readonly wireValues: readonly WireValue[];
  /**
   * Index of the node that shows a node of the program, itself or in a collapsed group; undefined if it is not drawn.
   */
  nodeIndexOf(node: NodeId): number | undefined;
}

export interface WireValue {
  readonly node: NodeId;
  /** The operands that the value becomes: one, or for a wire into a collapsed group, possibly several. */
  readonly uses: readonly { readonly consumer: NodeId; readonly operandIndex: number }[];
}
