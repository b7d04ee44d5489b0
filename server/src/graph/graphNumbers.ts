/** The numbers of a display graph: values and gradients of its nodes and wires, in the order of its structure. */

import type { GraphNumbers, NodeNumbers, WireNumbers } from '../../../protocol/panel/graph.ts';
import { elementLinesOf } from '../display/elementLines.ts';
import { nodeQuantity } from '../display/nodeQuantity.ts';
import {
  formatMagnitude,
  formatQuantity,
  formatSpread,
  magnitudeOf,
  type Quantity,
  quantityInSlices,
} from '../display/quantity.ts';
import { adjointOf, contributionOf } from '../engine/autodiff/differentiate.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { sizeOf } from '../engine/ir/shape.ts';
import { elementsOf } from '../engine/ir/values.ts';
import { runToCompletion } from '../engine/runtime/slices.ts';
import { ValuesCache } from '../engine/runtime/valuesCache.ts';
import { type EvaluatedSnapshot, isEvaluated, type Snapshot } from '../snapshot/snapshot.ts';
import type { DisplayGraph, WireValue } from './displayGraph.ts';
import { thumbnailOf } from './thumbnails.ts';

/** @param snapshot a snapshot with the program that was drawn. */
export function numbersOf(displayGraph: DisplayGraph, snapshot: Snapshot, digits: number): GraphNumbers {
  if (!isEvaluated(snapshot)) return emptyNumbersOf(displayGraph);
  const numbers = new NumberBuilder(displayGraph, snapshot, digits);
  return {
    nodes: displayGraph.mainOutputs.map((mainOutput) =>
      mainOutput === undefined ? noNodeNumbers : numbers.nodeNumbers(mainOutput),
    ),
    wires: displayGraph.wireValues.map((wireValue, wireIndex) => numbers.wireNumbers(wireValue, wireIndex)),
  };
}

/** Empty numbers, before the first evaluation. */
function emptyNumbersOf({ outputs, wireValues }: DisplayGraph): GraphNumbers {
  return { nodes: outputs.map(() => noNodeNumbers), wires: wireValues.map(() => noWireNumbers) };
}

const noNodeNumbers: NodeNumbers = {
  value: '',
  gradient: null,
  elements: null,
  magnitude: null,
  thumbnail: null,
  scalar: null,
};
const noWireNumbers: WireNumbers = { value: null, gradient: null, magnitude: null };

class NumberBuilder {
  readonly #displayGraph: DisplayGraph;
  readonly #snapshot: EvaluatedSnapshot;
  readonly #digits: number;
  /** For each node the number of wires that carry the value it shows. */
  readonly #wireCounts: Int32Array;

  constructor(displayGraph: DisplayGraph, snapshot: EvaluatedSnapshot, digits: number) {
    this.#displayGraph = displayGraph;
    this.#snapshot = snapshot;
    this.#digits = digits;
    this.#wireCounts = new Int32Array(displayGraph.mainOutputs.length);
    displayGraph.structure.wires.forEach(({ from }, wire) => {
      if (displayGraph.wireValues[wire].node === displayGraph.mainOutputs[from]) this.#wireCounts[from]++;
    });
  }

  nodeNumbers(node: NodeId): NodeNumbers {
    const elements = this.#elementsOf(node);
    const value = this.#quantityOf(node);
    const { objective } = this.#snapshot.model;
    const adjoint = objective && adjointOf(objective.backwardPass, node);
    const gradient = adjoint === undefined ? undefined : this.#quantityOf(adjoint);
    return {
      value: this.#show(value),
      gradient: gradient ? formatMagnitude(gradient, this.#digits) : null,
      elements: this.#elementLines(value, gradient),
      magnitude: gradient ? magnitudeOf(gradient) : null,
      thumbnail: thumbnailOf(elements, value),
      scalar: value.kind === 'scalar' ? finiteOrNull(value.value) : null,
    };
  }

  #elementLines(value: Quantity, gradient: Quantity | undefined): NodeNumbers['elements'] {
    const lines = elementLinesOf(value, this.#digits);
    return lines ? { value: lines, gradient: (gradient && elementLinesOf(gradient, this.#digits)) ?? null } : null;
  }

  wireNumbers({ node, uses }: WireValue, wireIndex: number): WireNumbers {
    const { from } = this.#displayGraph.structure.wires[wireIndex];
    const isShownAtSource = node === this.#displayGraph.mainOutputs[from];
    const wireGradient = this.#gradientThrough(node, uses);
    const gradient = wireGradient?.quantity;
    const isWholeGradient = isShownAtSource && this.#wireCounts[from] === 1 && wireGradient?.isAdjoint === true;
    return {
      value: isShownAtSource ? null : this.#show(this.#quantityOf(node)),
      gradient: gradient && !isWholeGradient ? formatMagnitude(gradient, this.#digits) : null,
      magnitude: gradient ? magnitudeOf(gradient) : null,
    };
  }

  /** The gradient through all uses; undefined if there is none. */
  #gradientThrough(node: NodeId, uses: WireValue['uses']): WireGradient | undefined {
    const { objective, program } = this.#snapshot.model;
    if (objective === undefined) return undefined;
    const contributions = uses.flatMap(
      ({ consumer, operandIndex }) => contributionOf(objective.backwardPass, program, consumer, operandIndex) ?? [],
    );
    if (contributions.length === 0) return undefined;
    const adjoint = adjointOf(objective.backwardPass, node)!;
    if (contributions.length === 1 && contributions[0] === adjoint)
      return { quantity: this.#quantityOf(adjoint), isAdjoint: true };
    const addUp = () => this.#addUp(node, adjoint, contributions);
    if (this.#shapeOf(node).length === 0) return runToCompletion(addUp());
    return wireGradients.get(this.#snapshot.evaluation.values, [node, ...contributions].join(' '), addUp);
  }

  /** Adds the contributions in the engine's order, in slices. */
  *#addUp(node: NodeId, adjoint: NodeId, contributions: readonly NodeId[]): Generator<undefined, WireGradient> {
    const [first, ...others] = contributions.map((contribution) => this.#elementsOf(contribution));
    const sum = others.reduce(add, first);
    const quantity = yield* quantityInSlices(sum, this.#shapeOf(node));
    return { quantity, isAdjoint: areIdentical(sum, this.#elementsOf(adjoint)) };
  }

  /** Omits the shape and the bars: the shape has its own line, and the node shows a thumbnail. */
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

/** The gradient of a wire, summed over its uses. */
interface WireGradient {
  readonly quantity: Quantity;
  /**
   * True if it is the node's whole gradient, bit for bit. It is not if an output of a collapsed group is also used inside
   * the group.
   */
  readonly isAdjoint: boolean;
}

/** By the node and the contributions that are added up. */
const wireGradients = new ValuesCache<string, WireGradient>();

function add(sum: Float64Array, elements: Float64Array): Float64Array {
  return sum.map((element, i) => element + elements[i]);
}

function areIdentical(one: Float64Array, other: Float64Array): boolean {
  return one.every((element, i) => Object.is(element, other[i]));
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
