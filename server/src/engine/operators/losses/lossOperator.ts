/** Constructors for rows of elementwise losses, given the loss of one prediction and its target. */

import type {
  Attributes,
  NodeId,
  Parameter,
  ProgramBuilder,
  SampleIntervals,
  TensorOperator,
  Vjp,
} from '../../ir/operator.ts';
import { broadcastShapes, isMismatch, type Mismatch, type Shape, scalar, shapesEqual, sizeOf } from '../../ir/shape.ts';
import { elementLosses, reduceLosses } from '../../tensorLoops/losses.ts';
import { divide, multiply, negate, subtract } from '../elementwise/arithmetic.ts';
import { tensorOperator } from '../operatorRows.ts';
import { expand } from '../shapes/shaping.ts';

type LossRow = Pick<
  TensorOperator,
  'name' | 'doc' | 'example' | 'gradientDoc' | 'decisionThreshold' | 'domain' | 'torch'
> & {
  /** The parameter names of the prediction and the target. */
  readonly operands: readonly [string, string];
  /** Parameters between the operands and the reduction. */
  readonly settings?: readonly Parameter[];
  /** The problem with the attributes, if there is one. */
  readonly validate?: (attributes: Attributes) => Mismatch | undefined;
  readonly sampleIntervals: readonly [SampleIntervals, SampleIntervals];
};

interface ElementwiseLoss {
  readonly forward: (prediction: number, target: number, attributes: Attributes) => number;
  /** Rules for the loss of one element: their adjoint has the shape to which the operands broadcast. */
  readonly vjp: readonly [Vjp, Vjp];
}

/** A loss of each element of a prediction and a target, which broadcast. */
export function lossOperator({
  operands,
  settings = [],
  validate,
  forward,
  vjp,
  ...row
}: LossRow & ElementwiseLoss): TensorOperator {
  return tensorOperator({
    ...row,
    isBroadcasting: true,
    call: {
      name: row.name,
      parameters: [...operands.map((name) => ({ kind: 'operand', name }) as const), ...settings, reductionParameter],
    },
    shape: (shapes, attributes) => {
      const elements = validate?.(attributes) ?? broadcastShapes(shapes);
      return isMismatch(elements) ? elements : lossShape(elements, attributes);
    },
    forward: (values, output, shapes, attributes) => {
      const elementLoss = (prediction: number, target: number): number => forward(prediction, target, attributes);
      const losses = elementLosses(elementLoss, values, shapes.operands, broadcastShapes(shapes.operands) as Shape);
      reduceLosses(losses, losses.length, output, attributes.reduction ?? 'mean');
    },
    vjp: vjp.map(
      (rule): Vjp =>
        (p, g, nodes, output, operandIndex) =>
          rule(p, elementAdjoints(p, g, nodes, output), nodes, output, operandIndex),
    ),
  });
}

interface DifferenceLoss {
  readonly forward: (difference: number, attributes: Attributes) => number;
  /** The derivative at a node that holds the difference. */
  readonly derivative: (p: ProgramBuilder, difference: NodeId, attributes: Attributes) => NodeId;
}

/** A loss that depends on prediction − target alone: its two gradients differ only in sign. */
export function differenceLoss({ forward, derivative, ...row }: LossRow & DifferenceLoss): TensorOperator {
  const predictionVjp: Vjp = (p, g, [prediction, target], output) =>
    p.add(multiply, [g, derivative(p, p.add(subtract, [prediction, target]), p.attributes(output))]);
  return lossOperator({
    ...row,
    forward: (prediction, target, attributes) => forward(prediction - target, attributes),
    vjp: [predictionVjp, (p, ...rest) => p.add(negate, [predictionVjp(p, ...rest)])],
  });
}

/** The default distance from which a huber loss is linear. */
export const defaultDelta = 1;

/** PyTorch's bound of the logarithms in a binary cross-entropy. */
export const minLog = -100;

/** The last parameter of every loss. */
export const reductionParameter: Parameter = { kind: 'reduction', name: 'reduction', default: 'mean' };

/** The shape of losses of this shape after their reduction. */
export function lossShape(losses: Shape, { reduction }: Attributes): Shape {
  return reduction === 'none' ? losses : scalar;
}

/** The adjoint of each loss: for a mean, the adjoint divided by `count`. */
export function adjointPerLoss(p: ProgramBuilder, adjoint: NodeId, output: NodeId, count: number): NodeId {
  const { reduction = 'mean' } = p.attributes(output);
  return reduction === 'mean' ? p.add(divide, [adjoint, p.addConstant(count)]) : adjoint;
}

function elementAdjoints(p: ProgramBuilder, adjoint: NodeId, operands: readonly NodeId[], output: NodeId): NodeId {
  const shape = broadcastShapes(operands.map((operand) => p.shape(operand))) as Shape;
  const lossAdjoint = adjointPerLoss(p, adjoint, output, sizeOf(shape));
  return shapesEqual(p.shape(lossAdjoint), shape) ? lossAdjoint : p.add(expand, [lossAdjoint], { shape });
}

/** A loss of torch.nn.functional, which requires both operands to have the same shape. */
export function torchFunctional(
  name: string,
  [prediction, target]: readonly string[],
  { reduction = 'mean' }: Attributes,
  ...settings: readonly string[]
): string {
  const callArguments = [`*torch.broadcast_tensors(${prediction}, ${target})`, ...settings, `reduction='${reduction}'`];
  return `torch.nn.functional.${name}(${callArguments.join(', ')})`;
}

/** PyTorch's reduction of a tensor of losses. */
export function torchReduction(losses: string, { reduction = 'mean' }: Attributes): string {
  return reduction === 'none' ? losses : `torch.${reduction}(${losses})`;
}
