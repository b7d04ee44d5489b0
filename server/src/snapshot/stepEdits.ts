/** A step of training as edits of the text: the params' numbers change, digit for digit, and nothing else does. */

import type { Shape } from '../engine/shape.ts';
import { type LiteralNumber, literalNumbers } from '../language/literals.ts';
import type { Param } from '../language/model.ts';
import type { Problem } from '../language/problems.ts';
import { shortened } from '../language/shortened.ts';
import type { Expression } from '../language/tree.ts';
import { type Evaluated, faultOf, isEvaluated, type Snapshot } from './snapshot.ts';
import { type Update, updatesOf } from './step.ts';

export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Why something can't be done, as a sentence for the user. */
export interface Refusal {
  readonly refusal: string;
}

export function isRefusal(outcome: object): outcome is Refusal {
  return 'refusal' in outcome;
}

/** The edits of one step, in the order of the text, or why there is none. */
export function stepEdits(snapshot: Snapshot): readonly Edit[] | Refusal {
  const { picked } = snapshot.model;
  if (picked !== undefined) return refusedForPick(picked);
  const fault = faultOf(snapshot);
  if (fault) return refusedForProblem(fault, snapshot);
  if (!isEvaluated(snapshot)) return { refusal: 'No step taken: the model could not be evaluated.' };
  if (!snapshot.model.objective)
    return { refusal: 'No step taken: there is no loss to go down. Add one, as in: loss L = (target - f)^2' };
  const updates = [...updatesOf(snapshot).values()];
  if (updates.length === 0)
    return { refusal: 'No step taken: the loss depends on no param, so there is nothing to train.' };
  const unbounded = updates.find(({ to }) => !to.every(Number.isFinite));
  if (unbounded) return refusedForValue(unbounded, snapshot);
  const edits = updates.flatMap(({ param, to }) => editsOf(param, to, snapshot.model.program.shape(param.node)));
  return edits.length > 0 ? edits : { refusal: 'No step taken: every gradient is 0, or too small to move a number.' };
}

/** A text after edits that stand in its order and don't overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const edit of edits) {
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at);
}

function refusedForPick(picked: string): Refusal {
  return {
    refusal: `No step taken: the gradients shown are of ${shortened(picked)}, and a step goes down the losses. Pick the file's own losses as the root first.`,
  };
}

function refusedForProblem({ start, message }: Problem, { lines }: Snapshot): Refusal {
  return { refusal: `No step taken: line ${lines.positionAt(start).line + 1} has an error: ${message}.` };
}

function refusedForValue({ param, to }: Update, { model }: Evaluated): Refusal {
  const { name } = param;
  const value = to.find((element) => !Number.isFinite(element))!;
  const shown = Number.isNaN(value) ? 'not a number' : 'infinite';
  return { refusal: `No step taken: it would make ${name} ${shown}. Look at ∂${model.objective?.label}/∂${name}.` };
}

/** The edits that write a param's new value: of a literal only the numbers that differ from it; none of what the text doesn't hold. */
export function editsOf({ source }: Param, to: Float64Array, shape: Shape): Edit[] {
  if (source === undefined) return [];
  const { value } = source;
  const numbers = literalNumbers(value);
  if (numbers === undefined) return [{ start: value.start, end: value.end, text: literalText(to, shape) }];
  return numbers.flatMap((number, i) => (Object.is(number.value, to[i]) ? [] : [numberEdit(number, to[i])]));
}

/** Where the sign stays, the digits alone change; else the sign with them. */
function numberEdit({ expression }: LiteralNumber, to: number): Edit {
  const isNegative = to < 0 || Object.is(to, -0);
  const digits = digitsOf(expression);
  if (digits && isNegative) return { start: digits.start, end: digits.end, text: exactText(-to) };
  return { start: expression.start, end: expression.end, text: exactText(to) };
}

/** The number behind a single minus. */
function digitsOf(expression: Expression): Expression | undefined {
  return expression.kind === 'negate' && expression.operand.kind === 'number' ? expression.operand : undefined;
}

/** The shortest text that reads back as exactly this number. */
export function exactText(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A tensor written out as nested lists. */
export function literalText(values: Float64Array, shape: Shape): string {
  if (shape.length === 0) return exactText(values[0]);
  const [length, ...rest] = shape;
  const size = values.length / length;
  const items = Array.from({ length }, (_, i) => literalText(values.subarray(i * size, (i + 1) * size), rest));
  return `[${items.join(', ')}]`;
}
