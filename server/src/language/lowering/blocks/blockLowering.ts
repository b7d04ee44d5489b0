/** Lowers `for` blocks: unrolls their steps, and stacks those of each recurrence into one value. */

import type { NodeId } from '../../../engine/ir/program.ts';
import { formatShape, shapesEqual } from '../../../engine/ir/shape.ts';
import { stack } from '../../../engine/operators/shapes/joining.ts';
import { type Problem, problem } from '../../problems/problems.ts';
import {
  type ForStatement,
  indexIn,
  isRecurrence,
  isStepDefinition,
  isValueDefinition,
  rangeIn,
  type Statement,
  type StepDefinition,
  type ValueDefinition,
} from '../../syntax/ast.ts';
import type { Range } from '../../text/lines.ts';
import type { CheckedBuilder, LoweringFailure } from '../checkedBuilder.ts';
import type { Frame, LowerExpressions, StatementContext } from '../expressions/frame.ts';
import { evaluateConstant } from '../expressions/operatorCall.ts';
import type { StackedSteps } from '../model.ts';
import type { SourceMap } from '../sourceMap.ts';

/** The list of statements that contains a block: those of a file, or of the body of a function. */
export interface BlockOwner {
  readonly frame: Frame;
  readonly context: StatementContext;
  statementAt(index: number): Statement;
  /** The initial steps of a recurrence in front of a block, outside all blocks. */
  initialSteps(name: string, headIndex: number): readonly StepDefinition[];
  /** The node of an initial step, if it has one. */
  initialNode(statement: StepDefinition): NodeId | undefined;
  /** Lowers a definition. */
  lowerDefinition(statement: ValueDefinition, isLaterStep: boolean): NodeId | LoweringFailure;
  /** Takes the value of a statement: all steps of a recurrence, or for other statements that of the step that was lowered last. */
  define(statement: ValueDefinition, node: NodeId): void;
  /** Takes a failure. True to go on with the statements that do not depend on it. */
  acceptFailure(failure: LoweringFailure): boolean;
  /** Takes the steps of a recurrence, and the node that stacks them. */
  addStacked?(stacked: StackedSteps): void;
}

/** The lowering of an outermost block with the blocks inside it. */
export class BlockLowering {
  readonly #builder: CheckedBuilder;
  readonly #sourceMap: SourceMap;
  readonly #lowerExpressions: LowerExpressions;
  readonly #owner: BlockOwner;
  /** The recurrences of the block, and of those inside it. */
  readonly #recurrences: readonly StepDefinition[];
  /** The ids of the statements that have failed, which are not lowered at later steps. */
  readonly #failed = new Set<number>();
  readonly #headIndex: number;
  /** The initial steps in front of the block, by name: an inner recurrence needs them at each step of the outer block. */
  readonly #initialSteps: ReadonlyMap<string, readonly StepDefinition[]>;

  /** @param headIndex the index of its head in the list of statements. */
  constructor(
    builder: CheckedBuilder,
    sourceMap: SourceMap,
    lowerExpressions: LowerExpressions,
    owner: BlockOwner,
    headIndex: number,
  ) {
    this.#builder = builder;
    this.#sourceMap = sourceMap;
    this.#lowerExpressions = lowerExpressions;
    this.#owner = owner;
    this.#headIndex = headIndex;
    this.#recurrences = statementsOf(owner, headIndex).filter(isRecurrence);
    this.#initialSteps = new Map(
      this.#recurrences.map(({ name }) => [name.name, owner.initialSteps(name.name, headIndex)]),
    );
  }

  /** Returns the failure that ended it. */
  lower(): LoweringFailure | undefined {
    this.#builder.preventReuse();
    const failure = this.#beginIn(undefined) ?? this.#lowerBlock(this.#headIndex, false);
    for (const { name } of this.#recurrences) this.#owner.frame.recurrences.end(name.name);
    return failure;
  }

  /** @param isLaterStep true if the block is in another one, at a step after its first. */
  #lowerBlock(headIndex: number, isLaterStep: boolean): LoweringFailure | undefined {
    const { frame, statementAt } = this.#owner;
    const head = statementAt(headIndex) as ForStatement;
    const recurrences = this.#recurrences.filter((recurrence) => isInBlock(recurrence, head));
    const range = this.#stepRange(head);
    if ('cause' in range) return this.#failBlock(head, recurrences, range);
    for (let step = range.first; step <= range.last; step++) {
      if (!this.#builder.countStep(1 + head.blockLength))
        return this.#failBlock(head, recurrences, { cause: problem('too-many-steps', rangeOfSteps(head)) });
      const endRegion = this.#sourceMap.beginRegion(
        { kind: 'step', statement: head, expressionIndex: indexIn(head, head.last), step },
        frame.module,
      );
      frame.define(head.variable.name, this.#builder.program.addConstant(step));
      const failure = this.#lowerStep(headIndex, isLaterStep || step > range.first);
      endRegion();
      if (failure) return failure;
    }
    return this.#stackSteps(recurrences);
  }

  #lowerStep(headIndex: number, isLaterStep: boolean): LoweringFailure | undefined {
    const { statementAt } = this.#owner;
    const head = statementAt(headIndex) as ForStatement;
    const failure = this.#beginIn(head);
    if (failure) return failure;
    for (let index = headIndex + 1; index <= headIndex + head.blockLength; index++) {
      const statement = statementAt(index);
      if (statement.kind === 'for') {
        const failure = this.#lowerBlock(index, isLaterStep);
        if (failure) return failure;
        index += statement.blockLength;
      } else if (isValueDefinition(statement)) {
        const failure = this.#lowerDefinition(statement, isLaterStep);
        if (failure) return failure;
      }
    }
    return undefined;
  }

  #lowerDefinition(statement: ValueDefinition, isLaterStep: boolean): LoweringFailure | undefined {
    const result = this.#failed.has(statement.id)
      ? { cause: undefined }
      : this.#owner.lowerDefinition(statement, isLaterStep);
    if (typeof result !== 'number') return this.#fail(statement, result);
    if (!isRecurrence(statement)) this.#owner.define(statement, result);
    if (!isStepDefinition(statement)) return undefined;
    const problem = this.#addStep(statement, result);
    return problem && this.#fail(statement, { cause: problem });
  }

  /** Gives up on the recurrences of a block. Returns the failure unless the owner accepts it. */
  #failBlock(
    head: ForStatement,
    recurrences: readonly StepDefinition[],
    failure: LoweringFailure,
  ): LoweringFailure | undefined {
    for (const { name } of recurrences) this.#owner.frame.recurrences.get(name.name)!.hasFailed = true;
    return this.#fail(head, failure);
  }

  /** Forgets the value of a statement that has failed. Returns the failure unless the owner accepts it. */
  #fail(statement: Statement, failure: LoweringFailure): LoweringFailure | undefined {
    const { frame } = this.#owner;
    if (failure.cause) this.#failed.add(statement.id);
    if (isValueDefinition(statement)) {
      const steps = frame.recurrences.get(statement.name.name);
      if (steps) steps.hasFailed = true;
      else frame.undefine(statement.name.name);
    }
    return this.#owner.acceptFailure(failure) ? undefined : failure;
  }

  /** Begins the recurrences of the blocks directly inside a block, at each of its steps; for undefined those of the outermost block. */
  #beginIn(parent: ForStatement | undefined): LoweringFailure | undefined {
    for (const { name, id, blocks } of this.#recurrences) {
      const outer = blocks!.at(-2);
      const parentId = outer && id + outer.relativeId;
      const failure = parentId === parent?.id ? this.#begin(name.name, blocks!.at(-1)!.variable) : undefined;
      if (failure) return failure;
    }
    return undefined;
  }

  /** Begins a recurrence with the initial steps in front of the outermost block. */
  #begin(name: string, variable: string): LoweringFailure | undefined {
    const steps = this.#owner.frame.recurrences.begin(name, variable);
    for (const statement of this.#initialSteps.get(name)!) {
      const node = this.#owner.initialNode(statement);
      if (node === undefined) steps.hasFailed = true;
      const problem = node === undefined ? undefined : this.#addStep(statement, node);
      const failure = problem && this.#fail(statement, { cause: problem });
      if (failure) return failure;
    }
    return undefined;
  }

  /** Adds a step, which must follow the one before; returns a problem otherwise. */
  #addStep(statement: StepDefinition, node: NodeId): Problem | undefined {
    const { frame } = this.#owner;
    const { index } = statement.step;
    const name = statement.name.name;
    const steps = frame.recurrences.get(name);
    // Only a step with a problem belongs to no recurrence of the block.
    if (steps === undefined || steps.hasFailed) return undefined;
    frame.enter(statement);
    const step = evaluateConstant(index, frame, this.#builder);
    const range = rangeIn(statement, index);
    if (step === undefined || !Number.isSafeInteger(step)) return problem('not-an-index', range);
    if (step !== steps.nodes.length) return problem('step-out-of-order', range, name, step, steps.nodes.length);
    const shape = this.#builder.shape(node);
    const expected = steps.nodes.length > 0 ? this.#builder.shape(steps.nodes[0]) : shape;
    if (!shapesEqual(shape, expected))
      return problem('step-shape', statement, name, step, formatShape(shape), formatShape(expected));
    steps.nodes.push(node);
    if (statement.step.isInitial) steps.initialCount++;
    return undefined;
  }

  #stackSteps(recurrences: readonly StepDefinition[]): LoweringFailure | undefined {
    const { frame } = this.#owner;
    for (const statement of recurrences) {
      const { nodes, hasFailed, initialCount } = frame.recurrences.get(statement.name.name)!;
      if (hasFailed) continue;
      const node = this.#builder.add(statement, stack, nodes, { axis: [0] });
      this.#sourceMap.record();
      if (typeof node === 'number') {
        this.#owner.define(statement, node);
        this.#owner.addStacked?.({ statement, node, steps: nodes, initialCount });
      } else {
        const failure = this.#fail(statement, { cause: node });
        if (failure) return failure;
      }
    }
    return undefined;
  }

  /** The first and the last value of the variable. */
  #stepRange(head: ForStatement): { readonly first: number; readonly last: number } | LoweringFailure {
    const { frame, context } = this.#owner;
    const failure = this.#lowerExpressions(head, frame, { ...context, paramPrefix: '' });
    if (failure) return failure;
    const [first, last] = [head.first, head.last].map((end) => evaluateConstant(end, frame, this.#builder));
    const range = rangeOfSteps(head);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last))
      return { cause: problem('steps-not-constant', range) };
    return first! <= last! ? { first: first!, last: last! } : { cause: problem('no-steps', range, first!, last!) };
  }
}

/** The range of `1..T` in the head of a block. */
function rangeOfSteps(head: ForStatement): Range {
  return { start: rangeIn(head, head.first).start, end: rangeIn(head, head.last).end };
}

/** The statements of a block, including those of inner blocks. */
function statementsOf({ statementAt }: BlockOwner, headIndex: number): readonly Statement[] {
  const { blockLength } = statementAt(headIndex) as ForStatement;
  return Array.from({ length: blockLength }, (_, i) => statementAt(headIndex + 1 + i));
}

/** True if a statement is in the block of a head, but in no block inside it. */
function isInBlock({ id, blocks }: Statement, head: ForStatement): boolean {
  return id + blocks!.at(-1)!.relativeId === head.id;
}
