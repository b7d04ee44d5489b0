/** Random programs. A recipe is plain data that fast-check can shrink and print, and every recipe makes a program. */

import fc from 'fast-check';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { isMismatch, type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { add } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { referenceValue } from '../oracles/referenceExecutor.ts';
import { specOf } from './operatorCases.ts';

export interface ProgramRecipe {
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
  /** Indices into the matching nodes, 0 being the latest. */
  readonly operands: readonly number[];
  /** Chooses the attributes. */
  readonly choice: number;
}

/** Operators that repeat elements would otherwise double them at each step. */
const maxElements = 500;

export interface GeneratorOptions {
  readonly operators: readonly Operator[];
  readonly shapes: readonly Shape[];
  /** Each input draws all its numbers from one of these. */
  readonly values: readonly fc.Arbitrary<number>[];
  readonly steps: number;
}

export function programRecipes({ operators, shapes, values, steps }: GeneratorOptions): fc.Arbitrary<ProgramRecipe> {
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
    choice: fc.nat(20),
  });
  return fc.record({
    inputs: fc.array(input, { minLength: 1, maxLength: 6 }),
    steps: fc.array(step, { maxLength: steps, size: 'max' }),
  });
}

/** The value of a node that may become an operand. */
interface Candidate {
  readonly value: Float64Array;
  /** True if it has no rounding error. */
  readonly isExact: boolean;
  /** True if it consists of 0 and 1, which no rounding error can become. */
  readonly isMask: boolean;
}

/** True if a node may be the next operand. */
export type OperandFilter = (
  operator: Operator,
  position: number,
  chosen: readonly Candidate[],
  candidate: Candidate,
) => boolean;

export const anyOperand: OperandFilter = () => true;

/** Accepts operands away from kinks and poles, where rounding errors cannot change the result qualitatively. */
export const inDomain: OperandFilter = (operator, position, chosen, candidate) =>
  candidate.value.every((x) =>
    operator.sampleIntervals[operator.isVariadic ? 0 : position].some(([low, high]) => low < x && x < high),
  ) &&
  (specOf(operator)?.isRoundingSafe?.(candidate.value) ?? true) &&
  !(decidedByZero.has(operator.name) && mayRoundToZero(candidate)) &&
  !(divisions.has(operator.name) && chosen.some((dividend) => mayRoundToMultiple(dividend, candidate))) &&
  !chosen.some((other) => isNearTie(other, candidate));

/** Operators that jump where the quotient is a whole number. */
const divisions = new Set(['remainder', 'floor_divide']);

function mayRoundToMultiple(dividend: Candidate, divisor: Candidate): boolean {
  if (dividend.isExact && divisor.isExact) return false;
  return dividend.value.some((x) => divisor.value.some((y) => Math.abs(x / y - Math.round(x / y)) < 1e-6));
}

/** Operators that distinguish 0 from all other numbers. */
const decidedByZero = new Set(['logical_and', 'logical_or', 'any', 'all']);

function mayRoundToZero({ value, isExact, isMask }: Candidate): boolean {
  return !isExact && !isMask && value.some((x) => Math.abs(x) < 1e-6);
}

/** True if rounding could change the order of two numbers or dominate their difference. */
function isNearTie(a: Candidate, b: Candidate): boolean {
  const mayBeEqual = a.value === b.value || (a.isExact && b.isExact);
  return a.value.some((x) =>
    b.value.some((y) => {
      const distance = Math.abs(Math.abs(x) - Math.abs(y));
      return distance < 1e-6 && !(mayBeEqual && distance === 0);
    }),
  );
}

/** Operators that copy numbers. */
const exactOperators = new Set(
  'constant leaf identity detach reshape expand full transpose squeeze slice unslice concat stack gather flip tril triu sort topk'.split(
    ' ',
  ),
);

/** Builds the program. Steps without matching operands or with too large results are skipped. */
export function buildProgram(recipe: ProgramRecipe, fits: OperandFilter): Program {
  const program = new Program();
  const values: Float64Array[] = [];
  const candidates: Candidate[] = [];
  const evaluateNew = (): void => {
    for (let node = values.length; node < program.length; node++) {
      const value = referenceValue(program, node, values);
      const isExact =
        exactOperators.has(program.operator(node).name) && program.operands(node).every((it) => candidates[it].isExact);
      values.push(value);
      candidates.push({ value, isExact, isMask: program.operator(node).noun === 'mask' });
    }
  };
  for (const { kind, shape, values } of recipe.inputs) {
    const start = program.add(constant, [], { shape, values });
    if (kind === 'leaf') program.add(leaf, [start]);
  }
  for (const step of recipe.steps) {
    evaluateNew();
    const operator = operators.find(({ name }) => name === step.operator)!;
    const operands = chooseOperands(program, operator, step, candidates, fits);
    if (operands.length === arityOf(operator, step)) addIfItFits(program, operator, operands, step.choice);
  }
  return program;
}

function arityOf({ isVariadic, sampleIntervals }: Operator, { choice }: Step): number {
  return isVariadic ? 1 + (choice % 3) : sampleIntervals.length;
}

/** Chooses operands, possibly fewer than needed. */
function chooseOperands(
  program: Program,
  operator: Operator,
  step: Step,
  candidates: readonly Candidate[],
  fits: OperandFilter,
): NodeId[] {
  const chosen: NodeId[] = [];
  for (let position = 0; position < arityOf(operator, step); position++) {
    const fixed = specOf(operator)?.fixedOperands?.[position];
    const operand = fixed
      ? program.add(
          constant,
          [],
          fixed(
            chosen.map((node) => program.shape(node)),
            step.choice,
          ),
        )
      : chooseOperand(program, operator, step, chosen, candidates, fits);
    if (operand === undefined) break;
    chosen.push(operand);
  }
  return chosen;
}

/** Chooses among operands that may come first; the last one must match the others. */
function chooseOperand(
  program: Program,
  operator: Operator,
  step: Step,
  chosen: readonly NodeId[],
  candidates: readonly Candidate[],
  fits: OperandFilter,
): NodeId | undefined {
  const position = chosen.length;
  const others = chosen.flatMap((node) => candidates[node] ?? []);
  const isLast = position === arityOf(operator, step) - 1;
  const matching = candidates.flatMap((candidate, node) => {
    const operands = [...chosen, node];
    const shapesFit = isLast
      ? attributesFor(program, operator, operands, step.choice)
      : beginsWith(program, operator, operands);
    return shapesFit && fits(operator, position, others, candidate) ? [node] : [];
  });
  return matching.at(-1 - (step.operands[position] % matching.length));
}

/** Appends the sum of all unused nodes: a scalar that depends on every node. */
export function addRoot(program: Program): NodeId {
  const used = new Set(Array.from({ length: program.length }, (_, node) => program.operands(node)).flat());
  const sinks = Array.from({ length: program.length }, (_, node) => node).filter((node) => !used.has(node));
  return sinks
    .map((node) => (program.shape(node).length === 0 ? node : program.add(sum, [node])))
    .reduce((total, node) => program.add(add, [total, node]), program.addConstant(0));
}

function beginsWith(program: Program, operator: Operator, operands: readonly NodeId[]): boolean {
  return specOf(operator)?.acceptsPrefix?.(operands.map((operand) => program.shape(operand))) ?? true;
}

function addIfItFits(program: Program, operator: Operator, operands: readonly NodeId[], choice: number): void {
  const attributes = attributesFor(program, operator, operands, choice);
  if (attributes) program.add(operator, operands, attributes);
}

/** The attributes of the operator, or undefined if the shapes do not match. */
function attributesFor(
  program: Program,
  operator: Operator,
  operands: readonly NodeId[],
  choice: number,
): Attributes | undefined {
  const shapes = operands.map((operand) => program.shape(operand));
  const { attributes: choose = () => ({}) } = specOf(operator) ?? {};
  const attributes = choose(shapes, choice);
  const shape = attributes && operator.shape(shapes, attributes);
  return shape && !isMismatch(shape) && sizeOf(shape) <= maxElements ? attributes : undefined;
}
