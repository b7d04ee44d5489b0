/**
 * Incremental lowering: reuse of a previous model. The nodes of a statement are copied if its text is unchanged and its names have values of the
 * same shape. The backward pass is copied if all nodes that it visits were reused.
 */

import { adjointOf, type BackwardPass, markRequiresGrad } from '../../engine/autodiff/differentiate.ts';
import type { NodeId, NodeRange, Program } from '../../engine/ir/program.ts';
import { shapesEqual, sizeOf } from '../../engine/ir/shape.ts';
import { constantsEqual, NodeMapping } from '../../engine/reuse/nodeMapping.ts';
import { remapBackwardPass } from '../../engine/reuse/remapBackwardPass.ts';
import { limits } from '../modelLimits.ts';
import type { Module } from '../names/modules/module.ts';
import { isFunction, nameOf, type Statement } from '../syntax/ast.ts';
import { nameMask } from '../syntax/tree/parsedStatement.ts';
import { indexOfStatement, type Tree } from '../syntax/tree/tree.ts';
import { TreeDiff } from '../syntax/tree/treeDiff.ts';
import type { DataLowering } from './inputs/dataLowering.ts';
import type { ParamLowering } from './inputs/paramLowering.ts';
import { type Model, nodeAt } from './model.ts';
import type { SourceMap } from './sourceMap.ts';
import type { Root } from './statements/root.ts';

export interface PreviousModel {
  readonly module: Module;
  readonly model: Model;
}

/** The current version, which is being lowered. */
export interface LoweringState {
  readonly program: Program;
  readonly sourceMap: SourceMap;
  readonly statementNodes: Int32Array;
  readonly expressionNodes: Int32Array;
  readonly firstNodes: Int32Array;
  readonly isReusable: Uint8Array;
  /** The limit on the elements of the program. */
  readonly maxElements: number;
}

/** A statement that was lowered again. */
interface LoweredStatement {
  /** Its nodes in the previous version, if it existed. */
  readonly before?: NodeRange;
  readonly after: NodeRange;
  readonly isUnchanged: boolean;
  /** The node of its previous value, if that equals the current one. */
  readonly sameValueNode?: NodeId;
}

/** The reuse of a previous version; undefined if there is none, or if functions or imports have changed. */
export function createIncrementalLowering(
  previous: PreviousModel | undefined,
  module: Module,
  state: LoweringState,
): IncrementalLowering | undefined {
  if (previous === undefined || previous.module.names.scope !== module.names.scope) return undefined;
  const diff = new TreeDiff(previous.module.tree, module.tree);
  if ([...diff.removedStatements, ...diff.addedStatements].some(isFunction)) return undefined;
  const incremental = new IncrementalLowering(previous, module.names.unresolved, diff, state);
  return incremental.hasSameImports ? incremental : undefined;
}

export class IncrementalLowering {
  readonly hasSameImports: boolean;
  readonly #model: Model;
  /** The indices of current statements without a value. */
  readonly #unresolved: readonly number[];
  readonly #diff: TreeDiff;
  readonly #state: LoweringState;
  readonly #nodeMap: NodeMapping;
  /** Names whose values are known to have changed. */
  readonly #changedNames = new Map<string, number>();
  readonly #loweredStatements: LoweredStatement[] = [];
  /** The index of each definition that was replaced; filled on demand. */
  #indexOfRemoved: ReadonlyMap<string, number> | undefined;

  constructor({ model }: PreviousModel, unresolved: ReadonlySet<Statement>, diff: TreeDiff, state: LoweringState) {
    this.#model = model;
    this.#unresolved = [...unresolved].flatMap((statement) => topLevelIndex(diff.after, statement) ?? []);
    this.#diff = diff;
    this.#state = state;
    this.#nodeMap = new NodeMapping(model.program, state.program);
    const imported = { first: 0, end: state.program.length };
    this.hasSameImports = this.#nodeMap.match({ first: 0, end: model.firstNodes[0] }, imported);
  }

  /**
   * Copies the nodes of as many statements as possible from an index on.
   * @param dataLowering the data so far, whose length further data must match.
   * @returns the index of the first statement that is not reused.
   */
  reuseFrom(index: number, dataLowering: DataLowering): number {
    if (index === this.#diff.change.start) this.#invalidateRemoved();
    const previousIndex = this.#diff.indexBefore(index);
    if (previousIndex === undefined) return index;
    const end = this.#reusableEnd(index, previousIndex, dataLowering);
    if (end === index || !this.#fitsLimits(this.#nodeRange(previousIndex, previousIndex + end - index))) return index;
    this.#copyStatements(index, end, previousIndex);
    return end;
  }

  /** Marks the names of replaced statements as changed, until one is found to have its old value. */
  #invalidateRemoved(): void {
    for (const statement of this.#diff.removedStatements) {
      const name = nameOf(statement)?.name;
      if (name !== undefined) this.#changedNames.set(name, nameMask([name]));
    }
  }

  #reusableEnd(index: number, previousIndex: number, dataLowering: DataLowering): number {
    const { before, after, change } = this.#diff;
    let end = index < change.start ? change.start : after.length;
    const notReusable = this.#model.reuseInfo.isReusable.indexOf(0, previousIndex);
    if (notReusable >= 0) end = Math.min(end, index + notReusable - previousIndex);
    end = this.#diff.nextWithName(this.#changedNames, index, end);
    for (const unresolvedIndex of this.#unresolved) if (unresolvedIndex >= index) end = Math.min(end, unresolvedIndex);
    for (const dataIndex of after.statementTable.indicesOfKind('data', index, end)) {
      const node = this.#model.statementNodes[before.statementTable.ids[previousIndex + dataIndex - index]];
      if (!dataLowering.hasMatchingLength(this.#model.program.shape(node))) return dataIndex;
    }
    return end;
  }

  #copyStatements(index: number, end: number, previousIndex: number): void {
    const { program, sourceMap, expressionNodes, statementNodes, firstNodes, isReusable } = this.#state;
    const { before, after } = this.#diff;
    const nodeRange = this.#nodeRange(previousIndex, previousIndex + end - index);
    const shift = program.length - nodeRange.first;
    this.#nodeMap.reuse(nodeRange);
    const previousEnd = previousIndex + end - index;
    const [previousStatements, currentStatements] = [before.statementTable, after.statementTable];
    sourceMap.copyFrom(
      this.#model.sourceMap,
      nodeRange,
      currentStatements.firstExpressions[index] - previousStatements.firstExpressions[previousIndex],
    );
    const expressions = this.#model.expressionNodes.subarray(
      previousStatements.firstExpressions[previousIndex],
      previousStatements.firstExpressions[previousEnd],
    );
    const statements = this.#model.statementNodes.subarray(
      previousStatements.ids[previousIndex],
      previousStatements.ids[previousEnd],
    );
    if (this.#nodeMap.isAlignedUpTo(nodeRange.end)) {
      expressionNodes.set(expressions, currentStatements.firstExpressions[index]);
      statementNodes.set(statements, currentStatements.ids[index]);
    } else {
      this.#remap(expressions, expressionNodes, currentStatements.firstExpressions[index]);
      this.#remap(statements, statementNodes, currentStatements.ids[index]);
    }
    for (let i = index; i < end; i++) firstNodes[i] = this.#model.firstNodes[previousIndex + i - index] + shift;
    isReusable.fill(1, index, end);
  }

  /** Writes the current nodes that correspond to previous ones. */
  #remap(nodes: Int32Array, target: Int32Array, from: number): void {
    const { targets } = this.#nodeMap;
    for (let i = 0; i < nodes.length; i++) target[from + i] = nodes[i] < 0 ? -1 : targets[nodes[i]];
  }

  /** Records that a statement was lowered, successfully or not, to the nodes from `first` on. */
  recordLowered(index: number, statement: Statement, first: NodeId): void {
    const { program, statementNodes } = this.#state;
    const previousIndex = this.#previousIndexOf(index, statement);
    const before = previousIndex === undefined ? undefined : this.#nodeRange(previousIndex);
    const after = { first, end: program.length };
    const isUnchanged = this.#nodeMap.match(before ?? { first: 0, end: 0 }, after);
    const previousId = previousIndex === undefined ? -1 : this.#diff.before.statementTable.ids[previousIndex];
    const [previousNode, currentNode] = [
      nodeAt(this.#model.statementNodes, previousId),
      nodeAt(statementNodes, statement.id),
    ];
    const hasSameValue =
      previousNode !== undefined && currentNode !== undefined && this.#hasSameValue(previousNode, currentNode);
    if (hasSameValue) this.#nodeMap.targets[previousNode] = currentNode;
    const name = nameOf(statement)?.name;
    if (name !== undefined && hasSameValue) this.#changedNames.delete(name);
    else if (name !== undefined && (previousNode !== undefined || currentNode !== undefined))
      this.#changedNames.set(name, nameMask([name]));
    this.#loweredStatements.push({
      ...(before && { before }),
      after,
      isUnchanged,
      ...(hasSameValue && { sameValueNode: previousNode }),
    });
  }

  /** The previous index of a statement; if it was parsed again, that of the replaced statement with the same name. */
  #previousIndexOf(index: number, statement: Statement): number | undefined {
    const unchangedIndex = this.#diff.indexBefore(index);
    const name = nameOf(statement)?.name;
    if (unchangedIndex !== undefined || name === undefined) return unchangedIndex;
    this.#indexOfRemoved ??= this.#indexRemoved();
    return this.#indexOfRemoved.get(name);
  }

  #indexRemoved(): ReadonlyMap<string, number> {
    const indices = new Map<string, number>();
    for (const [i, removed] of this.#diff.removedStatements.entries()) {
      const name = nameOf(removed)?.name;
      if (name !== undefined && !indices.has(name)) indices.set(name, this.#diff.change.start + i);
    }
    return indices;
  }

  /** True if a previous and a current value have the same shape and, if they are constants, the same value. */
  #hasSameValue(before: NodeId, after: NodeId): boolean {
    const { previous, current } = this.#nodeMap;
    const hasSameValue = shapesEqual(previous.shape(before), current.shape(after));
    return hasSameValue && constantsEqual(previous, before, current, after);
  }

  /** The nodes of a range of statements. */
  #nodeRange(index: number, end = index + 1): NodeRange {
    return { first: this.#model.firstNodes[index], end: this.#model.firstNodes[end] };
  }

  #fitsLimits({ first, end }: NodeRange): boolean {
    const { program: previous } = this.#model;
    const { program, maxElements } = this.#state;
    if (program.length + end - first > limits.programNodes) return false;
    if (program.elementCount + previous.elementCount <= maxElements) return true;
    let { elementCount } = program;
    for (let node = first; node < end; node++) elementCount += sizeOf(previous.shape(node));
    return elementCount <= maxElements;
  }

  /**
   * Reuses the backward pass; undefined if it may differ.
   * @param isTarget true for the nodes whose gradients it is for, such as params.
   */
  reuseBackwardPass(
    root: Root,
    end: NodeId,
    params: ParamLowering,
    isTarget: (node: NodeId) => boolean,
  ): BackwardPass | undefined {
    const { objective, firstNodes, reuseInfo } = this.#model;
    const { backwardNodes } = reuseInfo;
    if (objective === undefined || backwardNodes === undefined) return undefined;
    const { backwardPass } = objective;
    const { targets, current } = this.#nodeMap;
    // The nodes that sum several losses belong to no statement.
    const lossSum = { first: firstNodes[firstNodes.length - 1], end: backwardNodes.first };
    if (!this.#nodeMap.match(lossSum, { first: end, end: current.length })) return undefined;
    if (targets[backwardPass.root] !== root.node) return undefined;
    const isProgramUnchanged = current.length === backwardNodes.first && this.#isProgramUnchanged(params);
    const requiresGrad = isProgramUnchanged
      ? backwardPass.requiresGrad
      : this.#propagateRequiresGrad(backwardPass, root, isTarget);
    if (requiresGrad === undefined) return undefined;
    if (!isProgramUnchanged && !this.#areAdjointsMapped(backwardPass)) return undefined;
    this.#nodeMap.reuse(backwardNodes);
    return isProgramUnchanged ? backwardPass : remapBackwardPass(backwardPass, requiresGrad, this.#nodeMap);
  }

  /** True if every node with an adjoint was mapped. */
  #areAdjointsMapped({ root, adjoints }: BackwardPass): boolean {
    const { targets } = this.#nodeMap;
    for (let node = 0; node <= root; node++) if (adjoints[node] >= 0 && targets[node] < 0) return false;
    return true;
  }

  /** True if nothing has changed except constants that no gradient rule reads. */
  #isProgramUnchanged(params: ParamLowering): boolean {
    const { previous, current } = this.#nodeMap;
    const hasSameStructure =
      current.sharesColumnsWith(previous) && this.#loweredStatements.every(({ isUnchanged }) => isUnchanged);
    const { paramNodes: before } = this.#model;
    const { nodes } = params.list;
    return hasSameStructure && before.length === nodes.length && before.every((node, index) => nodes[index] === node);
  }

  /** Marks the nodes that require a gradient; undefined if that changed for a node that the backward pass may reach. */
  #propagateRequiresGrad(
    backwardPass: BackwardPass,
    { node: root }: Root,
    isTarget: (node: NodeId) => boolean,
  ): Uint8Array | undefined {
    const { targets, current } = this.#nodeMap;
    const requiresGrad = new Uint8Array(current.length);
    const differs = (before: NodeId): boolean =>
      before <= backwardPass.root && requiresGrad[targets[before]] !== backwardPass.requiresGrad[before];
    for (const { first, end, target } of this.#nodeMap.ranges)
      requiresGrad.set(backwardPass.requiresGrad.subarray(first, end), target);
    for (const { before, after, isUnchanged, sameValueNode } of this.#loweredStatements) {
      markRequiresGrad(current, requiresGrad, after, isTarget);
      if (sameValueNode !== undefined && differs(sameValueNode)) return undefined;
      for (let node = before?.first ?? 0; node < (before?.end ?? 0); node++) {
        if (isUnchanged ? differs(node) : adjointOf(backwardPass, node) !== undefined) return undefined;
      }
    }
    return requiresGrad.subarray(0, root + 1);
  }
}

/** The index of a top-level statement; undefined for one in the body of a function. */
function topLevelIndex(tree: Tree, statement: Statement): number | undefined {
  const index = indexOfStatement(tree, statement);
  return tree.statementTable.starts[index] === statement.start ? index : undefined;
}
