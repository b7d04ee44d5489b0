/** Types of the operator table: a row with its gradient rules, attributes of a node, symbols and parameters. */

import type { Mismatch, Shape } from './shape.ts';

/** The index of a node in its program. */
export type NodeId = number;

/** The interface of a program that gradient rules use: they read nodes and append others. */
export interface ProgramBuilder {
  add(operator: Operator, operands?: readonly NodeId[], attributes?: Attributes): NodeId;
  addConstant(value: number): NodeId;
  shape(node: NodeId): Shape;
  attributes(node: NodeId): Attributes;
  /** The value of a scalar constant; undefined for any other node. A rule that reads it declares `vjpConstantOperand`. */
  constantValue(node: NodeId): number | undefined;
}

/** Properties of a node besides its operands. */
export interface Attributes {
  /** The numbers of a constant, in row-major order, with `shape`. */
  readonly values?: ArrayLike<number>;
  /** The tokens that those numbers, or the elements of an operand, stand for; '' is the boundary of lines. */
  readonly vocabulary?: readonly string[];
  /** The shape of a constant, or the one to make, to expand to or to sum down to. */
  readonly shape?: Shape;
  /** The axes of a reduction, all if absent; or those that an operator permutes, joins or indexes. */
  readonly axis?: readonly number[];
  /** True if reduced axes are kept with length 1. */
  readonly keep?: boolean;
  /** True if a matmul reads its operand with the last two axes swapped. Set by `simplify` only, after the gradient rules. */
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
  /** The reduction of the losses of all elements; their mean if absent. */
  readonly reduction?: Reduction;
  /** The class of samples that a loss leaves out. */
  readonly ignore_index?: number;
  /** The distance from which a huber loss is linear; 1 if absent. */
  readonly delta?: number;
  /** The first element of a slice along each axis, and the distance to the next one; `shape` says how many. */
  readonly begin?: readonly number[];
  readonly step?: readonly number[];
  /** The number of elements to put on either side of a tensor, or before and after it, and their value. */
  readonly pad_width?: readonly number[];
  readonly value?: number;
  /** The diagonal that bounds a triangle, 0 for the main one and positive above it; or the number of elements to select. */
  readonly k?: number;
  /** True if a cumulative sum runs from the end to the beginning. */
  readonly reverse?: boolean;
  /** True if elements are sorted from the largest to the smallest. */
  readonly descending?: boolean;
  /** False if the smallest elements are selected, not the largest. */
  readonly largest?: boolean;
  /** The number of classes of a one-hot code, of rows of an identity matrix, or of numbers of a range. */
  readonly count?: number;
  /** The first number of a range, and its end, which is excluded. */
  readonly start?: number;
  readonly stop?: number;
  /** The distance between the numbers of a range. */
  readonly by?: number;
  /** A window that moves over the last two axes: its side, its stride, and the padding around the input. */
  readonly size?: number;
  readonly stride?: number;
  readonly padding?: number;
  /** Added to the variance under the root of a normalization. */
  readonly eps?: number;
  /** The number of groups of channels. */
  readonly groups?: number;
  /** The share of elements that a dropout sets to 0. */
  readonly rate?: number;
  /** The seed of random numbers. */
  readonly seed?: number;
}

export const reductions = ['mean', 'sum', 'none'] as const;
export type Reduction = (typeof reductions)[number];

/** True if a node has no attributes. */
export function isEmpty(attributes: Attributes): boolean {
  for (const _ in attributes) return false;
  return true;
}

/** True if two nodes have the same attributes: numbers are compared bit by bit, and a flag equals an absent one if it has its default. */
export function attributesEqual(a: Attributes, b: Attributes): boolean {
  if (a === b) return true;
  const keys = Object.keys({ ...a, ...b }) as (keyof Attributes)[];
  return keys.every((name) => attributeEqual(normalizeFlag(name, a[name]), normalizeFlag(name, b[name])));
}

/**
 * A vector-Jacobian product for one operand: given the adjoint of the output, appends the nodes that compute the
 * contribution to the operand's adjoint and returns the last. Elementwise operators may return it in the output's shape:
 * `differentiate` sums over broadcast axes. A variadic operator has one rule for all operands and needs `operandIndex`.
 *
 * The hover shows the local gradient as a factor if the last node is one that `explain/localGradient.ts` recognizes: the adjoint,
 * its negation, its product with a factor, its quotient by one, or a `where` that selects it.
 */
export type Vjp = (
  program: ProgramBuilder,
  adjoint: NodeId,
  operands: readonly NodeId[],
  output: NodeId,
  operandIndex: number,
) => NodeId;

/** Appends the value of an operator in evaluation mode. @param statistics running means of the statistics of its row. */
export type InEvaluationMode = (
  program: ProgramBuilder,
  operands: readonly NodeId[],
  attributes: Attributes,
  statistics: readonly NodeId[],
) => NodeId;

/** A statistic of the batches of an operand. */
export interface BatchStatistic {
  /** The name of its running mean, as in PyTorch. */
  readonly name: string;
  /** The value of the running mean before the first step. */
  readonly initial: number;
  readonly isNonNegative?: true;
  readonly shape: (operand: Shape) => Shape;
  /** Appends the statistic of a batch. */
  readonly ofBatch: (program: ProgramBuilder, operand: NodeId) => NodeId;
}

export interface IndexBounds {
  readonly operand: number;
  readonly low: number;
  readonly high: number;
  /** A number out of bounds that does not give NaN. */
  readonly ignored?: number;
}

/** An open interval on which an operator is defined and differentiable, away from kinks and poles. */
export type Interval = readonly [low: number, high: number];

/** The intervals from which tests sample one operand. */
export type SampleIntervals = readonly Interval[];

/** The operands for which an operator is finite: as a condition in mathematical notation, and as a predicate. */
export interface Domain {
  readonly text: string;
  readonly contains: (...operands: readonly number[]) => boolean;
}

/** `dead`: the gradient is 0 where the operand is not positive. `saturated`: the slope, a function of the value, is close to 0. */
export type Inactivity = { readonly kind: 'dead' } | Saturation;

export interface Saturation {
  readonly kind: 'saturated';
  /** The largest slope. */
  readonly maxSlope: number;
  readonly slopeAt: (value: number) => number;
}

interface OperatorBase {
  /** The usual name of the operator, unique in the table. */
  readonly name: string;
  /** Its source form: a symbol, a call, or both; neither for distributions and for operators that only the backward pass or the lowering uses. */
  readonly symbol?: OperatorSymbol;
  readonly call?: CallSignature;
  /** Its source form after `~`, if it draws random numbers. Its last operand, the number of the draw, is none of the parameters. */
  readonly distribution?: CallSignature;
  /** One sentence: what it computes. */
  readonly doc: string;
  /** The name of a value that has none in the model, such as `sum` for the `a + b` in `(a + b) * c`; the name of the call unless given. */
  readonly noun?: Noun;
  /** Its label in the graph when no operand is a number, as `^ 2` for `square`; the symbol or the name of the call unless given. */
  readonly graphLabel?: string;
  /** Its name in formulas; the name of the call unless given. */
  readonly formulaName?: string;
  /** True if formulas leave it out, as it only repeats or rearranges its operand. */
  readonly isOmittedInFormulas?: boolean;
  /**
   * The source of a call with a shape whose result is a scalar, as a list must not be empty: `squeeze(x)` for a reshape, `0`
   * for zeros. The operand itself unless given.
   */
  readonly scalarSource?: (operand: string) => string;
  /** An expression in the language that uses it. */
  readonly example?: string;
  /** One sentence for a learner: how the operator changes the gradient in the backward pass. */
  readonly gradientDoc?: string;
  /** The condition under which it has no value although its operands have, as in "where an index is not on the axis". */
  readonly undefinedWhere?: string;
  /** The operand whose elements are whole numbers within bounds, both inclusive: any other gives NaN. */
  readonly indexBounds?: (operands: readonly Shape[], attributes: Attributes) => IndexBounds | undefined;
  readonly shape: (operands: readonly Shape[], attributes: Attributes) => Shape | Mismatch;
  /** True if the operands of a tensor operator broadcast; those of an elementwise operator always do. */
  readonly isBroadcasting?: boolean;
  /** True if it takes any number of operands, which share one gradient rule and one list of intervals. */
  readonly isVariadic?: boolean;
  /** One rule for each operand; `null` if no gradient flows. */
  readonly vjp: readonly (Vjp | null)[];
  /**
   * The operand whose constant value the rules read, such as the exponent of a power. Rules may read no other constant, as
   * the backward pass is reused when others change.
   */
  readonly vjpConstantOperand?: number;
  /** Its value in evaluation mode, if that is another one than in training. */
  readonly inEvaluationMode?: InEvaluationMode;
  /** The statistics of its first operand whose running means evaluation needs. */
  readonly statistics?: readonly BatchStatistic[];
  /** Why training refuses operands that evaluation accepts. */
  readonly trainingMismatch?: (operands: readonly Shape[]) => Mismatch | undefined;
  /** True if it is an activation, which ends a layer. */
  readonly isActivation?: true;
  /** If and when the units of an activation of one operand pass no or almost no gradient; then a problem is reported. */
  readonly inactivity?: Inactivity;
  /** The value of the first operand that separates the classes, for a loss of two classes. */
  readonly decisionThreshold?: number;
  /** The operands for which it is finite; all finite ones if absent. The exponential overflows a float64 above about 709.78. */
  readonly domain?: Domain;
  /** For each operand, the intervals from which tests sample it to check the rules against finite differences. */
  readonly sampleIntervals: readonly SampleIntervals[];
  /** The PyTorch expression of the operator, given the operands as Python names or calls. */
  readonly torch: (operands: readonly string[], attributes: Attributes, shapes: readonly Shape[]) => string;
  /**
   * The PyTorch expression in a script whose variable `training` tells the mode.
   * @param statistics the names of running statistics.
   */
  readonly torchInModes?: (
    operands: readonly string[],
    attributes: Attributes,
    statistics: readonly string[],
  ) => string;
}

/** The rule for an operand; `null` if no gradient flows. */
export function vjpOf({ vjp, isVariadic = false }: Operator, operandIndex: number): Vjp | null {
  return vjp[isVariadic ? 0 : operandIndex];
}

export type OperatorSymbol = InfixSymbol | PrefixSymbol | PostfixSymbol;

/** The precedence of an infix operator, from the loosest. Powers are right-associative, all others left-associative. */
export type InfixPrecedence = 'or' | 'and' | 'comparison' | 'sum' | 'product' | 'power';

export interface InfixSymbol {
  readonly kind: 'infix';
  readonly text: string;
  readonly precedence: InfixPrecedence;
  /** Its sign on the graph, if other than the text. */
  readonly graphSign?: string;
  /** Its sign in formulas, if other than the text. */
  readonly formulaSign?: string;
  /** True if formulas omit brackets between operators of its kind. */
  readonly isAssociative?: boolean;
}

export interface PrefixSymbol {
  readonly kind: 'prefix';
  readonly text: string;
  readonly precedence: 'not' | 'negation';
  readonly formulaSign?: string;
}

interface PostfixSymbol {
  readonly kind: 'postfix';
  readonly text: string;
}

/** The name of an unnamed value, given the numbers among its operands. */
export type Noun = string | ((operands: readonly (number | undefined)[]) => string);

export interface CallSignature {
  readonly name: string;
  readonly parameters: readonly Parameter[];
}

/**
 * A parameter of a call. An operand is any expression and may be omitted if it has a default; `operands` is a list of them.
 * Every other parameter becomes the attribute of its name. It is known before the program runs, and may be omitted if it
 * has a default or the row defines what its absence means.
 */
export type Parameter =
  | { readonly kind: 'operand'; readonly name: string; readonly default?: number }
  | { readonly kind: 'operands'; readonly name: string }
  /** An integer or a list of them; negative ones count from the last axis. */
  | { readonly kind: 'axis'; readonly name: 'axis'; readonly default?: number; readonly isRequired?: boolean }
  /** An integer or a list of them; −1 is inferred from the other lengths, if the row allows it. */
  | { readonly kind: 'shape'; readonly name: 'shape' }
  /** An integer or a list of them. */
  | { readonly kind: 'integers'; readonly name: IntegersParameterName; readonly isRequired?: boolean }
  /** 1 or 0. */
  | { readonly kind: 'switch'; readonly name: SwitchParameterName; readonly default?: true }
  /** An integer of at least 0, unless it can be negative. */
  | {
      readonly kind: 'integer';
      readonly name: IntegerParameterName;
      readonly default?: number;
      readonly isRequired?: boolean;
      readonly canBeNegative?: boolean;
    }
  | {
      readonly kind: 'number';
      readonly name: NumberParameterName;
      readonly default?: number;
      readonly isRequired?: boolean;
    }
  /** Data whose elements are tokens: its vocabulary. */
  | { readonly kind: 'vocabulary'; readonly name: 'vocabulary' }
  | { readonly kind: 'reduction'; readonly name: 'reduction'; readonly default: Reduction };

type SwitchParameterName = 'keep' | 'reverse' | 'descending' | 'largest';
type IntegersParameterName = 'begin' | 'step' | 'pad_width';
type IntegerParameterName = 'ignore_index' | 'k' | 'groups' | 'count' | 'size' | 'stride' | 'padding' | 'seed';
type NumberParameterName = 'start' | 'stop' | 'by' | 'eps' | 'rate' | 'delta' | 'value';

/** An operator that computes each element from the elements of its broadcast operands. */
export interface ElementwiseOperator extends OperatorBase {
  readonly kind: 'elementwise';
  readonly forward: (a: number, b: number, c: number) => number;
}

/** An operator on whole tensors. */
export interface TensorOperator extends OperatorBase {
  readonly kind: 'tensor';
  readonly forward: TensorFunction;
  /** The number of multiplications, if they are many for each element. */
  readonly multiplications?: (operands: readonly Shape[], output: Shape) => number;
}

/** The forward computation of a tensor operator: writes every element of `output`. Buffers are row-major. */
export type TensorFunction = (
  operands: readonly Float64Array[],
  output: Float64Array,
  shapes: { readonly operands: readonly Shape[]; readonly output: Shape },
  attributes: Attributes,
) => void;

export type Operator = ElementwiseOperator | TensorOperator;

function normalizeFlag(name: keyof Attributes, attribute: Attributes[keyof Attributes]): Attributes[keyof Attributes] {
  return attribute === (name === 'largest') ? undefined : attribute;
}

function attributeEqual(a: Attributes[keyof Attributes], b: Attributes[keyof Attributes]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return Object.is(a, b);
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
