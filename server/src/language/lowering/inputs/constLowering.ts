/** Consts in mini-batches: each keeps the value that it has over all samples, or has the rows of the batch. */

import { constant } from '../../../engine/ir/constant.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { ancestorsOf } from '../../../engine/ir/subgraph.ts';
import { identity, leaf } from '../../../engine/operators/identities.ts';
import type { Definition } from '../../syntax/ast.ts';
import type { CheckedBuilder, LoweringFailure } from '../checkedBuilder.ts';
import type { LoweringContext } from '../context.ts';
import type { Frame, StatementContext } from '../expressions/frame.ts';
import type { DataDependence } from './dataDependence.ts';
import type { DataLowering } from './dataLowering.ts';

export class ConstLowering {
  /** The consts in the bodies of calls, by the path of the call and their name. */
  readonly inCalls = new Map<string, NodeId>();
  readonly #builder: CheckedBuilder;
  readonly #dependence: DataDependence;
  readonly #data: DataLowering;
  readonly #context: LoweringContext;

  constructor(builder: CheckedBuilder, dependence: DataDependence, data: DataLowering, context: LoweringContext) {
    this.#builder = builder;
    this.#dependence = dependence;
    this.#data = data;
    this.#context = context;
  }

  /**
   * The node of a const in a mini-batch; undefined if the const is computed where it is.
   * @param node the const computed from the samples of the batch; undefined if they don't fit it.
   */
  valueInBatch(path: string, node: NodeId | undefined): NodeId | undefined {
    const { consts, isSurfaceGrid = false } = this.#context;
    const value = consts?.get(path);
    if (value === undefined) return undefined;
    if (node === undefined || !this.#data.hasRows(value, node)) return this.#builder.program.add(constant, [], value);
    if (isSurfaceGrid && this.#isElementwise(node)) return undefined;
    const rows = this.#data.addBatchLeaf(this.#builder.shape(node), value);
    this.#data.register(path, rows);
    this.#dependence.registerData(rows);
    return rows;
  }

  /** True if each element is computed from elements of data in the same row. */
  #isElementwise(node: NodeId): boolean {
    const { program } = this.#builder;
    const ofData = ancestorsOf(
      node,
      (candidate) => this.#dependence.dependsOnDataAlone(candidate),
      (candidate) => program.operands(candidate),
    );
    return ofData.every((ancestor) => {
      const operator = program.operator(ancestor);
      return operator.kind === 'elementwise' || operator === identity || operator === leaf;
    });
  }

  /**
   * The node of a const in the body of a call. Draws and running statistics change with each step, so a const that
   * depends on them is computed where it is. So is one inside another const, which keeps its own value.
   */
  defineInCall(
    { callPath }: Frame,
    { name }: Definition,
    result: NodeId | LoweringFailure,
    { statement }: StatementContext,
  ): NodeId | LoweringFailure {
    const node = typeof result === 'number' ? result : undefined;
    const path = `${callPath}.${name.name}`;
    // Training needs no expectation.
    const isInTraining = !this.#builder.isOnTrainingSamples && statement.kind !== 'expect';
    if (node !== undefined && isInTraining) this.inCalls.set(path, node);
    const isInBatch = this.#context.consts?.has(path) ?? false;
    if (!isInBatch || (node !== undefined && this.#dependence.changesWithSteps(node))) return result;
    return this.valueInBatch(path, node) ?? result;
  }
}
