/** Mode twins: nodes that have the value which a node of a model in training mode has in evaluation mode. */

import { adjointOf, differentiate } from '../../../engine/autodiff/differentiate.ts';
import type { NodeId, Program } from '../../../engine/ir/program.ts';
import { ancestorsOf } from '../../../engine/ir/subgraph.ts';
import { filledNode } from '../../../engine/operators/shapes/shaping.ts';
import type { ModeLowering } from './modeLowering.ts';

/** A gradient expression: the gradient of `root` with respect to `wrt`. */
export interface Gradient {
  readonly root: NodeId;
  readonly wrt: NodeId;
}

export class ModeTwins {
  readonly #program: Program;
  readonly #modes: ModeLowering;
  readonly #gradients: ReadonlyMap<NodeId, Gradient>;
  /** The twins so far of nodes whose value depends on the mode. */
  readonly #twins = new Map<NodeId, NodeId>();
  /** By node, 1 if its value depends on the mode; extended on demand. */
  #dependence = new Uint8Array(0);

  /** @param gradients the gradient expressions of the model, by their nodes. */
  constructor(program: Program, modes: ModeLowering, gradients: ReadonlyMap<NodeId, Gradient>) {
    this.#program = program;
    this.#modes = modes;
    this.#gradients = gradients;
  }

  /** The node itself if its value does not depend on the mode. */
  twinOf(node: NodeId): NodeId {
    if (!this.dependsOnMode(node)) return node;
    const needsTwin = (candidate: NodeId) => this.#dependence[candidate] === 1 && !this.#twins.has(candidate);
    for (const needed of ancestorsOf(node, needsTwin, (candidate) => this.#operandsOf(candidate)))
      this.#twins.set(needed, this.#createTwin(needed));
    return this.#twins.get(node)!;
  }

  dependsOnMode(node: NodeId): boolean {
    if (node >= this.#dependence.length) this.#extendDependence();
    return this.#dependence[node] === 1;
  }

  #extendDependence(): void {
    const program = this.#program;
    const dependence = new Uint8Array(program.length);
    dependence.set(this.#dependence);
    for (let node = this.#dependence.length; node < program.length; node++) {
      const isDependent = this.#modes.dependsOnMode(node) || this.#operandsOf(node).some((it) => dependence[it] === 1);
      if (isDependent) dependence[node] = 1;
    }
    this.#dependence = dependence;
  }

  /** A gradient is differentiated again, as its rules read values that only training has. */
  #operandsOf(node: NodeId): readonly NodeId[] {
    const gradient = this.#gradients.get(node);
    return gradient ? [gradient.root, gradient.wrt] : this.#program.operands(node);
  }

  #createTwin(node: NodeId): NodeId {
    const program = this.#program;
    const operands = this.#operandsOf(node).map((operand) => this.#twins.get(operand) ?? operand);
    if (this.#gradients.has(node)) {
      const [root, wrt] = operands;
      const backwardPass = differentiate(program, root, (candidate) => candidate === wrt);
      return adjointOf(backwardPass, wrt) ?? filledNode(program, 0, program.shape(wrt));
    }
    return this.#modes.dependsOnMode(node)
      ? this.#modes.addInEvaluationMode(node, operands)
      : program.add(program.operator(node), operands, program.attributes(node));
  }
}
