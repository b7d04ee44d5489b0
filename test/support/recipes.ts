/** Random programs. A recipe is plain data that fast-check can shrink and print, and every recipe makes a program. */

import fc from 'fast-check';
import type { Attributes, Operator } from '../../server/src/engine/operator.ts';
import { add } from '../../server/src/engine/ops/arithmetic.ts';
import { constant, leaf, number } from '../../server/src/engine/ops/leaves.ts';
import { sum } from '../../server/src/engine/ops/reductions.ts';
import { operators } from '../../server/src/engine/ops.ts';
import { type NodeId, Program } from '../../server/src/engine/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../server/src/engine/shape.ts';
import { trialOf } from './cases.ts';
import { referenceValue } from './reference.ts';

export interface Recipe {
  readonly inputs: readonly Input[];
  readonly steps: readonly Step[];
}

interface Input {
  readonly kind: 'constant' | 'leaf';
  readonly shape: Shape;
  readonly values: readonly number[];
}

interface Step {
  readonly operator: string;
  /** Each names an operand among the nodes that will do: 0 is the latest of them. */
  readonly operands: readonly number[];
  /** Chooses the attributes. */
  readonly dial: number;
}

export interface Ingredients {
  readonly operators: readonly Operator[];
  readonly shapes: readonly Shape[];
  /** Each input draws all its numbers from one of these. */
  readonly values: readonly fc.Arbitrary<number>[];
  readonly steps: number;
}

export function recipes({ operators, shapes, values, steps }: Ingredients): fc.Arbitrary<Recipe> {
  const input = fc.constantFrom(...shapes).chain((shape) =>
    fc.record({
      kind: fc.constantFrom('leaf' as const, 'constant' as const),
      shape: fc.constant(shape),
      values: fc.oneof(
        ...values.map((value) => fc.array(value, { minLength: sizeOf(shape), maxLength: sizeOf(shape) })),
      ),
    }),
  );
  const step = fc.record({
    operator: fc.constantFrom(...operators.map(({ name }) => name)),
    operands: fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20)),
    dial: fc.nat(20),
  });
  return fc.record({
    inputs: fc.array(input, { minLength: 1, maxLength: 6 }),
    steps: fc.array(step, { maxLength: steps, size: 'max' }),
  });
}

/** Whether a node with this value may be the next operand, after those that were chosen. */
export type Fits = (
  operator: Operator,
  position: number,
  chosen: readonly Float64Array[],
  value: Float64Array,
) => boolean;

export const anything: Fits = () => true;

/** Whether an operator may be sampled there: away from its kinks and poles, and where no rounding error decides. */
export const inDomain: Fits = (operator, position, chosen, value) =>
  value.every((x) => operator.domain[operator.isVariadic ? 0 : position].some(([low, high]) => low < x && x < high)) &&
  (trialOf(operator)?.isClear?.(value) ?? true) &&
  !chosen.some((other) => other.some((a) => value.some((b) => almostTie(a, b))));

/** Whether the order of two numbers, or what is left of them when they cancel, is a matter of rounding. */
function almostTie(a: number, b: number): boolean {
  const distance = Math.abs(Math.abs(a) - Math.abs(b));
  return distance > 0 && distance < 1e-6;
}

/** Builds the program. A step that finds no operands, or whose operands' shapes don't fit together, is left out. */
export function cook(recipe: Recipe, fits: Fits): Program {
  const program = new Program();
  const values: Float64Array[] = [];
  const evaluateNew = (): void => {
    while (values.length < program.length) values.push(referenceValue(program, values.length, values));
  };
  for (const { kind, shape, values } of recipe.inputs) {
    const start = program.add(constant, [], { shape, values });
    if (kind === 'leaf') program.add(leaf, [start]);
  }
  for (const step of recipe.steps) {
    evaluateNew();
    const operator = operators.find(({ name }) => name === step.operator)!;
    const operands = chooseOperands(program, operator, step, values, fits);
    if (operands.length === arityOf(operator, step)) addIfItFits(program, operator, operands, step.dial);
  }
  return program;
}

function arityOf({ isVariadic, domain }: Operator, { dial }: Step): number {
  return isVariadic ? 1 + (dial % 3) : domain.length;
}

/** As many operands as can be found. */
function chooseOperands(
  program: Program,
  operator: Operator,
  step: Step,
  values: readonly Float64Array[],
  fits: Fits,
): NodeId[] {
  const chosen: NodeId[] = [];
  for (let position = 0; position < arityOf(operator, step); position++) {
    const given = trialOf(operator)?.given?.[position];
    const operand = given
      ? program.add(
          constant,
          [],
          given(
            chosen.map((node) => program.shape(node)),
            step.dial,
          ),
        )
      : chooseOperand(program, operator, step, chosen, values, fits);
    if (operand === undefined) break;
    chosen.push(operand);
  }
  return chosen;
}

/** Each is chosen among those that the operator may begin with, the last one among those that go with the others. */
function chooseOperand(
  program: Program,
  operator: Operator,
  step: Step,
  chosen: readonly NodeId[],
  values: readonly Float64Array[],
  fits: Fits,
): NodeId | undefined {
  const position = chosen.length;
  const chosenValues = chosen.flatMap((node) => values[node] ?? []);
  const isLast = position === arityOf(operator, step) - 1;
  const candidates = values.flatMap((value, node) => {
    const operands = [...chosen, node];
    const shapesFit = isLast
      ? attributesFor(program, operator, operands, step.dial)
      : beginsWith(program, operator, operands);
    return shapesFit && fits(operator, position, chosenValues, value) ? [node] : [];
  });
  return candidates.at(-1 - (step.operands[position] % candidates.length));
}

/** Appends the sum of everything that nothing else uses: a scalar that depends on every node. */
export function addRoot(program: Program): NodeId {
  const used = new Set(Array.from({ length: program.length }, (_, node) => program.operands(node)).flat());
  const ends = Array.from({ length: program.length }, (_, node) => node).filter((node) => !used.has(node));
  return ends
    .map((node) => (program.shape(node).length === 0 ? node : program.add(sum, [node])))
    .reduce((total, node) => program.add(add, [total, node]), number(program, 0));
}

function beginsWith(program: Program, operator: Operator, operands: readonly NodeId[]): boolean {
  return trialOf(operator)?.beginsWith?.(operands.map((operand) => program.shape(operand))) ?? true;
}

function addIfItFits(program: Program, operator: Operator, operands: readonly NodeId[], dial: number): void {
  const attributes = attributesFor(program, operator, operands, dial);
  if (attributes) program.add(operator, operands, attributes);
}

/** What the operator is given besides its operands, or undefined where their shapes don't fit together. */
function attributesFor(
  program: Program,
  operator: Operator,
  operands: readonly NodeId[],
  dial: number,
): Attributes | undefined {
  const shapes = operands.map((operand) => program.shape(operand));
  const { attributes: choose = () => ({}) } = trialOf(operator) ?? {};
  const attributes = choose(shapes, dial);
  return attributes && !isMismatch(operator.shape(shapes, attributes)) ? attributes : undefined;
}
