/** Definitions whose value is one literal number, and the program with another number. */

import type { Program } from '../engine/ir/program.ts';
import { haveSameStructure } from '../engine/ir/sameStructure.ts';
import { replaceLiteral } from '../language/lowering/replaceLiteral.ts';
import { type Definition, isDefinition, type Statement } from '../language/syntax/ast.ts';
import { type LiteralNumber, literalNumbers } from '../language/syntax/literals.ts';
import { statementAt } from '../language/syntax/tree/tree.ts';
import { lowerWithSample } from './sample/lowerWithSample.ts';
import { type EvaluatedSnapshot, isEvaluated, isSound, type Snapshot } from './snapshot.ts';

export interface LiteralValue {
  readonly definition: Definition;
  readonly number: LiteralNumber;
}

/** The literal of a statement whose value is one number, or a list of one. */
export function literalValueOf(statement: Statement): LiteralValue | undefined {
  if (!isDefinition(statement) || statement.kind === 'node' || statement.kind === 'loss') return undefined;
  const numbers = literalNumbers(statement.value);
  return numbers?.length === 1 ? { definition: statement, number: numbers[0] } : undefined;
}

export function literalValueNamed({ names }: Snapshot, name: string): LiteralValue | undefined {
  const statement = names.definitions.get(name);
  return statement && literalValueOf(statement);
}

/** The literal of the statement at an offset. */
export function literalValueAt({ tree, names }: Snapshot, offset: number): LiteralValue | undefined {
  const statement = statementAt(tree, offset);
  const literal = statement && literalValueOf(statement);
  // A function may define the same name.
  return literal && names.definitions.get(literal.definition.name.name) === statement ? literal : undefined;
}

/** True if numbers of a text can be scrubbed. */
export function canScrub(snapshot: Snapshot): snapshot is EvaluatedSnapshot {
  return isEvaluated(snapshot) && isSound(snapshot);
}

/**
 * The program with another number for a literal. Undefined if its nodes would not correspond to those of the text, for
 * example because the number is a length, or if the number causes an error.
 */
export function programWithNumber(
  snapshot: Snapshot,
  { definition }: LiteralValue,
  number: number,
): Program | undefined {
  const module = replaceLiteral(snapshot.module, definition, number);
  const { model, problems } = lowerWithSample(module, snapshot.context, snapshot);
  const isValid = model.fitsMemory && problems.every(({ severity }) => severity !== 'error');
  return isValid && haveSameStructure(model.program, snapshot.model.program) ? model.program : undefined;
}
