/** The numbers of a display graph: values and gradients of its nodes and wires, in the order of its structure. */

import type { GraphNumbers, NodeNumbers, WireNumbers } from '../../../protocol/panel/graph.ts';
import { nodeQuantity } from '../display/nodeQuantity.ts';
import {
  formatMagnitude,
  formatQuantity,
  formatSpread,
  magnitudeOf,
  type Quantity,
  quantityOf,
} from '../display/quantity.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { type Evaluated, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import type { DisplayGraph, Flow } from './displayGraph.ts';
import { pictureOf } from './thumbnails.ts';

/** @param snapshot must have the program that was drawn. */
export function numbersOf(displayGraph: DisplayGraph, snapshot: Snapshot, digits: number): GraphNumbers {
  if (!isEvaluated(snapshot)) return emptyNumbersOf(displayGraph);
  const numbers = new NumberBuilder(displayGraph, snapshot, digits);
  return {
    nodes: displayGraph.mainOutputs.map((mainOutput) =>
      mainOutput === undefined ? noNodeNumbers : numbers.nodeNumbers(mainOutput),
    ),
    wires: displayGraph.flows.map((flow, wireIndex) => numbers.wireNumbers(flow, wireIndex)),
  };
}

/** Empty numbers, before the first evaluation. */
function emptyNumbersOf({ outputs, flows }: DisplayGraph): GraphNumbers {
  return { nodes: outputs.map(() => noNodeNumbers), wires: flows.map(() => noWireNumbers) };
}

const noNodeNumbers: NodeNumbers = { value: '', gradient: null, magnitude: null, picture: null, scalar: null };
const noWireNumbers: WireNumbers = { value: null, gradient: null, magnitude: null };

class NumberBuilder {
  readonly #displayGraph: DisplayGraph;
  readonly #snapshot: Evaluated;
  readonly #digits: number;
  /** For each node the number of wires that carry the value it shows. */
  readonly #wireCounts: Int32Array;

  constructor(displayGraph: DisplayGraph, snapshot: Evaluated, digits: number) {
    this.#displayGraph = displayGraph;
    this.#snapshot = snapshot;
    this.#digits = digits;
    this.#wireCounts = new Int32Array(displayGraph.mainOutputs.length);
    displayGraph.structure.wires.forEach(({ from }, wire) => {
      if (displayGraph.flows[wire].node === displayGraph.mainOutputs[from]) this.#wireCounts[from]++;
    });
  }

  nodeNumbers(node: NodeId): NodeNumbers {
    const elements = this.#elementsOf(node);
    const value = this.#quantityOf(node);
    const { objective } = this.#snapshot.model;
    const adjoint = objective && adjointOf(objective.gradient, node);
    const gradient = adjoint === undefined ? undefined : this.#quantityOf(adjoint);
    return {
      value: this.#show(value),
      gradient: gradient ? formatMagnitude(gradient, this.#digits) : null,
      magnitude: gradient ? magnitudeOf(gradient) : null,
      picture: pictureOf(elements, value),
      scalar: value.kind === 'scalar' ? finiteOrNull(value.value) : null,
    };
  }

  wireNumbers({ node, uses }: Flow, wireIndex: number): WireNumbers {
    const { from } = this.#displayGraph.structure.wires[wireIndex];
    const isShownAtSource = node === this.#displayGraph.mainOutputs[from];
    const flow = this.#gradientThrough(uses);
    const gradient = flow && quantityOf(flow, this.#shapeOf(node));
    const isWholeGradient =
      isShownAtSource && this.#wireCounts[from] === 1 && flow !== undefined && this.#isAdjoint(node, flow);
    return {
      value: isShownAtSource ? null : this.#show(this.#quantityOf(node)),
      gradient: gradient && !isWholeGradient ? formatMagnitude(gradient, this.#digits) : null,
      magnitude: gradient ? magnitudeOf(gradient) : null,
    };
  }

  /** The sum of the contributions of all uses, added up in the engine's order; undefined if there are none. */
  #gradientThrough(uses: Flow['uses']): Float64Array | undefined {
    const { objective, program } = this.#snapshot.model;
    if (objective === undefined) return undefined;
    let sum: Float64Array | undefined;
    for (const { consumer, operandIndex } of uses) {
      const contribution = contributionOf(objective.gradient, program, consumer, operandIndex);
      if (contribution === undefined) continue;
      const elements = this.#elementsOf(contribution);
      sum = sum?.map((element, i) => element + elements[i]) ?? elements;
    }
    return sum;
  }

  /**
   * True if the flow is the node's whole gradient, bit for bit. It is not if an output of a collapsed group is also
   * used inside the group.
   */
  #isAdjoint(node: NodeId, flow: Float64Array): boolean {
    const adjoint = this.#elementsOf(adjointOf(this.#snapshot.model.objective!.gradient, node)!);
    return flow.every((element, i) => Object.is(element, adjoint[i]));
  }

  /** Omits the shape and the bars: the shape has its own line, and the node shows a picture. */
  #show(quantity: Quantity): string {
    if (quantity.kind === 'scalar') return formatQuantity(quantity, this.#digits);
    return sizeOf(quantity.shape) === 0 ? '' : formatSpread(quantity, this.#digits);
  }

  #quantityOf(node: NodeId): Quantity {
    return nodeQuantity(this.#snapshot.model.program, this.#snapshot.evaluation.values, node);
  }

  #elementsOf(node: NodeId): Float64Array {
    return elementsOf(this.#snapshot.model.program, this.#snapshot.evaluation.values, node);
  }

  #shapeOf(node: NodeId) {
    return this.#snapshot.model.program.shape(node);
  }
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
