/** The scopes of `for` blocks: which names a statement may use, and whether it must name a step. */

import { type Problem, problem } from '../../problems/problems.ts';
import {
  type EnclosingBlock,
  type Expression,
  type ForStatement,
  isRecurrence,
  rangeIn,
  type Statement,
  type StepDefinition,
} from '../../syntax/ast.ts';

/** True if the variable of a block around a statement has this name. */
export function isBlockVariable(name: string, { blocks }: Pick<Statement, 'blocks'>): boolean {
  return blocks?.some(({ variable }) => variable === name) ?? false;
}

/** The relation of a use to the block of a definition. */
export type BlockRelation =
  /** The value is complete: it is defined outside all blocks, or its block is over. */
  | 'complete'
  /** The use is in the block, where each step has a value. */
  | 'sameStep'
  /** The use is outside the block, where only recurrences have a value. */
  | 'outside';

/** @param use the statement that uses the name. */
export function blockRelation(use: Statement, definition: Statement): BlockRelation {
  const { blocks = [] } = definition;
  if (blocks.length === 0) return 'complete';
  const shared = sharedDepth(use, definition);
  if (shared === blocks.length) return 'sameStep';
  return shared === blocks.length - 1 && isRecurrence(definition) ? 'complete' : 'outside';
}

/** The number of blocks that contain both statements. */
function sharedDepth(statement: Statement, other: Statement): number {
  const headId = ({ id }: Statement, { relativeId }: EnclosingBlock): number => id + relativeId;
  const [blocks, otherBlocks] = [statement.blocks ?? [], other.blocks ?? []];
  let depth = 0;
  while (
    depth < Math.min(blocks.length, otherBlocks.length) &&
    headId(statement, blocks[depth]) === headId(other, otherBlocks[depth])
  )
    depth++;
  return depth;
}

/** The names that an index follows. */
export function indexedNames(expressions: readonly Expression[]): ReadonlySet<Expression> {
  return new Set(expressions.flatMap((expression) => (expression.kind === 'index' ? [expression.operand] : [])));
}

/**
 * The problem of a block whose variable is not the only value of its name.
 * @param definition the statement that defines the name, if any.
 */
export function variableProblem(
  head: ForStatement,
  definition: Statement | undefined,
  lineOf: (statement: Statement) => number,
): Problem | undefined {
  const { name } = head.variable;
  if (definition === undefined && !isBlockVariable(name, head)) return undefined;
  return problem('duplicate-definition', rangeIn(head, head.variable), name, lineOf(definition ?? head));
}

/** True if a step may begin a recurrence: it is outside all blocks, or in the block around that of the recurrence. */
function canPrecede(initialStep: StepDefinition, recurrence: StepDefinition): boolean {
  if (recurrence.id < initialStep.id) return false;
  const depth = initialStep.blocks?.length ?? 0;
  return depth === 0 || (sharedDepth(initialStep, recurrence) === depth && recurrence.blocks!.length === depth + 1);
}

/** The problem of `h[0] = …` if no block after it defines the other steps. @param definition that of `h`. */
export function initialStepProblem(
  statement: StepDefinition,
  definition: Statement | undefined,
  lineOf: (statement: Statement) => number,
): Problem | undefined {
  if (definition && isRecurrence(definition) && canPrecede(statement, definition)) return undefined;
  const { name } = statement.name;
  const range = rangeIn(statement, statement.name);
  return definition && definition.kind !== 'broken'
    ? problem('duplicate-definition', range, name, lineOf(definition))
    : problem('no-recurrence', range, name);
}
