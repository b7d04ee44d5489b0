/** Lowers expressions to nodes. */

import * as l10n from '@vscode/l10n';
import { adjointOf, differentiate } from '../../../engine/autodiff/differentiate.ts';
import { constant } from '../../../engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../engine/ir/operator.ts';
import type { NodeId } from '../../../engine/ir/program.ts';
import { formatShape, isMismatch, shapesEqual } from '../../../engine/ir/shape.ts';
import { negate } from '../../../engine/operators/elementwise/arithmetic.ts';
import { logicalNot } from '../../../engine/operators/elementwise/logic.ts';
import { stack } from '../../../engine/operators/shapes/joining.ts';
import { filledNode, reshape } from '../../../engine/operators/shapes/shaping.ts';
import { type Index, resolveSlice, slice } from '../../../engine/operators/shapes/slicing.ts';
import { operatorBySymbol, operatorsByCall } from '../../../engine/operators/table.ts';
import { limits } from '../../modelLimits.ts';
import { isModelFile } from '../../names/modules/module.ts';
import { counterNamed } from '../../names/resolution/counters.ts';
import { type FileCall, fileCallOf } from '../../names/resolution/fileCalls.ts';
import { resolveFunction } from '../../names/resolution/resolveFunction.ts';
import { isProblem, type Problem, problem } from '../../problems/problems.ts';
import { type Expression, type IndexItem, indexIn, type Statement } from '../../syntax/ast.ts';
import { isRagged, literalTensor } from '../../syntax/literals.ts';
import { expressionsToLower } from '../../syntax/tree/tree.ts';
import type { Range } from '../../text/lines.ts';
import type { Steps } from '../blocks/recurrences.ts';
import type { CheckedBuilder, LoweringFailure, NodeResult } from '../checkedBuilder.ts';
import type { FileValues } from '../inputs/fileValues.ts';
import type { SourceMap } from '../sourceMap.ts';
import type { CounterLeaves } from '../statements/counterLeaves.ts';
import { lowerDraw } from './drawLowering.ts';
import type { Frame, LowerExpressions, StatementContext } from './frame.ts';
import type { Inliner } from './inliner.ts';
import type { Members } from './members.ts';
import type { ModeLowering } from './modeLowering.ts';
import { type Gradient, ModeTwins } from './modeTwins.ts';
import { type AddCall, evaluateConstant, lowerOperatorCall } from './operatorCall.ts';
import { findOuterBroadcast } from './outerBroadcast.ts';
import { withShapeAdvice } from './shapeAdvice.ts';

export class ExpressionLowering {
  /** Takes the warnings of code that is valid but probably unintended. */
  readonly #problems: Problem[];
  readonly #warnedExpressions = new Set<Expression>();
  readonly #builder: CheckedBuilder;
  readonly #files: FileValues;
  readonly #inliner: Inliner;
  readonly #members: Members;
  readonly #modes: ModeLowering;
  readonly #sourceMap: SourceMap;
  readonly #counters: CounterLeaves;
  readonly #gradients = new Map<NodeId, Gradient>();
  readonly #twins: ModeTwins;
  /** The nodes visited by backward passes of gradient expressions so far. */
  #backwardPassNodes = 0;

  constructor(
    builder: CheckedBuilder,
    files: FileValues,
    inliner: Inliner,
    members: Members,
    modes: ModeLowering,
    sourceMap: SourceMap,
    counters: CounterLeaves,
    problems: Problem[],
  ) {
    this.#counters = counters;
    this.#modes = modes;
    this.#problems = problems;
    this.#builder = builder;
    this.#files = files;
    this.#inliner = inliner;
    this.#members = members;
    this.#sourceMap = sourceMap;
    this.#twins = new ModeTwins(builder.program, modes, this.#gradients);
  }

  /** Lowers all expressions of a span. */
  readonly lower: LowerExpressions = (span, frame, context) => {
    frame.enter(span);
    const file = fileCallOf(context.statement);
    if (file) return this.#lowerFile(file, frame);
    const expressions = expressionsToLower(frame.module.tree, span);
    this.#sourceMap.record();
    const operandLists = this.#operandLists(expressions, frame);
    const recurrences = recurrencesIn(expressions, frame);
    const trained = trainedNames(context.statement);
    for (const expression of expressions) {
      // Strings and lists of tensors are lowered by the call that takes them, recurrences by the index of the step.
      if (expression.kind === 'string' || operandLists.has(expression) || recurrences?.has(expression)) continue;
      if (trained?.has(expression)) continue;
      const node = this.#lowerExpression(expression, frame, context);
      this.#sourceMap.record(indexIn(span, expression));
      if (typeof node !== 'number') return { cause: node };
      frame.setNode(expression, node);
    }
    return undefined;
  };

  #lowerFile(file: FileCall, frame: Frame): LoweringFailure | undefined {
    this.#sourceMap.record();
    const node = this.#files.lower(file, frame);
    this.#sourceMap.record(indexIn(file.definition, file.call));
    if (typeof node !== 'number') return { cause: node };
    frame.setNode(file.call, node);
    return undefined;
  }

  #lowerExpression(
    expression: Expression & { kind: Exclude<Expression['kind'], 'string'> },
    frame: Frame,
    context: StatementContext,
  ): NodeResult {
    const { program } = this.#builder;
    switch (expression.kind) {
      case 'number':
        return program.addConstant(expression.value);
      case 'name':
        return this.#inMode(this.#lowerName(expression, frame, context), frame.rangeOf(expression));
      case 'member':
        this.#builder.preventReuse();
        return this.#members.nodeOf(expression, frame);
      case 'list':
        return this.#lowerList(expression, frame);
      case 'negate':
        return expression.operand.kind === 'number'
          ? program.addConstant(-expression.operand.value)
          : this.#applyOperator(expression, negate, [expression.operand], frame);
      case 'not':
        return this.#applyOperator(expression, logicalNot, [expression.operand], frame);
      case 'transpose':
        return this.#applyOperator(expression, operatorBySymbol('postfix', '.T')!, [expression.operand], frame);
      case 'index':
        return this.#lowerIndex(expression, frame);
      case 'binary': {
        const { symbol, left, right } = expression;
        return this.#applyOperator(expression, operatorBySymbol('infix', symbol)!, [left, right], frame);
      }
      case 'call':
        return this.#lowerCall(expression, frame, context);
      case 'gradient':
        return this.#lowerGradient(expression, frame, context);
      case 'draw':
        return lowerDraw(expression, frame, this.#builder);
    }
  }

  #lowerName(expression: Expression & { kind: 'name' }, frame: Frame, { statement }: StatementContext): NodeResult {
    const { name } = expression;
    const counter = frame.depth === 0 ? counterNamed(name, statement, frame.module.names) : undefined;
    return counter === undefined ? frame.resolveName(name, expression) : this.#counters.nodeOf(counter);
  }

  /** A value that was lowered for training, as the current mode has it. */
  #inMode(node: NodeResult, range: Range): NodeResult {
    const { mode, hasTrainingCalls } = this.#modes;
    const { program } = this.#builder;
    if (typeof node !== 'number' || mode === 'training' || !hasTrainingCalls || !this.#twins.dependsOnMode(node))
      return node;
    // Twins are about as many as the nodes up to this one.
    return program.length + node > limits.programNodes
      ? problem('too-many-nodes', range, false)
      : this.#twins.twinOf(node);
  }

  /** The lists of operands of variadic operators. They do not become tensors, and their items may differ in shape. */
  #operandLists(expressions: readonly Expression[], frame: Frame): ReadonlySet<Expression> {
    const operandLists = new Set<Expression>();
    for (const expression of expressions) {
      if (expression.kind !== 'call') continue;
      const { name } = expression.callee;
      const isVariadicCall = operatorsByCall(name).some(({ isVariadic }) => isVariadic);
      if (!isVariadicCall || resolveFunction(name, frame.module, frame.rangeOf(expression).start)) continue;
      for (const { value } of expression.arguments)
        if (value.kind === 'list' && !value.isLiteral) operandLists.add(value);
    }
    return operandLists;
  }

  #lowerList(list: Expression & { kind: 'list' }, frame: Frame): NodeResult {
    if (!list.isLiteral) return this.#applyOperator(list, stack, list.items, frame, { axis: [0] });
    const literal = literalTensor(list)!;
    if (isRagged(literal))
      return problem(
        'ragged-list',
        frame.rangeOf(literal.item),
        formatShape(literal.expected),
        formatShape(literal.actual),
      );
    return this.#builder.add(frame.rangeOf(list), constant, [], literal);
  }

  #applyOperator(
    expression: Expression,
    operator: Operator,
    operands: readonly Expression[],
    frame: Frame,
    attributes?: Attributes,
  ): NodeResult {
    const nodes = operands.map((operand) => frame.nodeOf(operand));
    const result = this.#builder.add(frame.rangeOf(expression), operator, nodes, attributes);
    const node = this.#withShapeAdvice(result, operator, operands, nodes, attributes);
    return this.#warnIfOuterBroadcast(expression, node, frame);
  }

  #withShapeAdvice(
    result: NodeResult,
    operator: Operator,
    operands: readonly Expression[],
    nodes: readonly NodeId[],
    attributes?: Attributes,
  ): NodeResult {
    if (typeof result !== 'object' || result.code !== 'shape-mismatch') return result;
    const shapes = nodes.map((node) => this.#builder.shape(node));
    return withShapeAdvice(result, operator, operands, shapes, attributes);
  }

  /** Warns, once for each expression of the model's file, if broadcasting enlarged all operands of a node. */
  #warnIfOuterBroadcast(expression: Expression, node: NodeResult, frame: Frame): NodeResult {
    if (typeof node !== 'number' || !isModelFile(frame.module)) return node;
    const outerBroadcast = findOuterBroadcast(this.#builder.program, node);
    if (outerBroadcast && !this.#warnedExpressions.has(expression)) {
      this.#warnedExpressions.add(expression);
      const [left, right] = outerBroadcast.operands.map(formatShape);
      const range = frame.rangeOf(expression);
      this.#problems.push(problem('both-sides-broadcast', range, left, right, formatShape(outerBroadcast.result)));
    }
    return node;
  }

  /** `a[0, 1:3]`: a slice, with the axes that have a single index removed. */
  #lowerIndex(expression: Expression & { kind: 'index' }, frame: Frame): NodeResult {
    const range = frame.rangeOf(expression);
    const indices: Index[] = [];
    for (const item of expression.indices) {
      const index = this.#evaluateIndexItem(item, frame);
      if (isProblem(index)) return index;
      indices.push(index);
    }
    const { operand: operandExpression } = expression;
    const steps = operandExpression.kind === 'name' ? frame.recurrences.get(operandExpression.name) : undefined;
    if (steps) {
      const step = stepAt(steps, expression, indices.shift()!, frame);
      if (typeof step !== 'number' || indices.length === 0) return step;
      frame.setNode(operandExpression, step);
    }
    const operand = frame.nodeOf(operandExpression);
    const sliced = resolveSlice(this.#builder.shape(operand), indices);
    if (isMismatch(sliced)) return problem('shape-mismatch', range, sliced.mismatch);
    const { begin, step, shape, squeezedShape } = sliced;
    const node = this.#builder.add(range, slice, [operand], { begin, step, shape });
    if (typeof node !== 'number' || shapesEqual(shape, squeezedShape)) return node;
    return this.#builder.add(range, reshape, [node], { shape: squeezedShape });
  }

  #evaluateIndexItem(item: IndexItem, frame: Frame): Index | Problem {
    const evaluateInteger = (part: Expression): number | undefined => {
      const value = evaluateConstant(part, frame, this.#builder);
      return Number.isSafeInteger(value) ? value : undefined;
    };
    if (item.kind === 'at') {
      const at = evaluateInteger(item.at);
      return at === undefined ? problem('not-an-index', frame.rangeOf(item.at)) : { kind: 'at', index: at };
    }
    const bounds: { start?: number; stop?: number; step?: number } = {};
    for (const [name, part] of [
      ['start', item.from],
      ['stop', item.to],
      ['step', item.step],
    ] as const) {
      const value = part && evaluateInteger(part);
      if (part && value === undefined) return problem('not-an-index', frame.rangeOf(part));
      if (value !== undefined) bounds[name] = value;
    }
    return { kind: 'range', ...bounds };
  }

  #lowerCall(call: Expression & { kind: 'call' }, frame: Frame, context: StatementContext): NodeResult {
    const target = resolveFunction(call.callee.name, frame.module, frame.rangeOf(call).start);
    if (target) return this.#inliner.inlineCall(call, target, frame, context, this.lower);
    const addCall: AddCall = (operator, operands, attributes) => {
      const result = this.#modes.addCall(frame.rangeOf(call), operator, operands, attributes, context);
      const values = call.arguments.map(({ value }) => value);
      return this.#withShapeAdvice(result, operator, values, operands, attributes);
    };
    const node = lowerOperatorCall(call, operatorsByCall(call.callee.name), frame, this.#builder, addCall);
    return this.#warnIfOuterBroadcast(call, node, frame);
  }

  #lowerGradient(
    gradient: Expression & { kind: 'gradient' },
    frame: Frame,
    { objectiveBackwardPass }: StatementContext,
  ): NodeResult {
    const { of, wrt } = gradient;
    const { program } = this.#builder;
    this.#builder.preventReuse();
    const root = frame.nodeOf(of);
    const wrtNode = frame.nodeOf(wrt);
    const shape = program.shape(root);
    if (shape.length > 0)
      return problem(
        'gradient-of-tensor',
        frame.rangeOf(of),
        of.kind === 'name' ? of.name : l10n.t('this expression'),
        formatShape(shape),
      );
    const existingAdjoint =
      objectiveBackwardPass?.root === root ? adjointOf(objectiveBackwardPass, wrtNode) : undefined;
    if (existingAdjoint !== undefined) return existingAdjoint;
    // A backward pass is about as long as the program up to its root.
    if (program.length + root > limits.programNodes) return problem('too-many-nodes', frame.rangeOf(gradient), true);
    this.#backwardPassNodes += root;
    if (this.#backwardPassNodes > limits.backwardPassNodes)
      return problem('too-many-backward-passes', frame.rangeOf(gradient));
    const source = { kind: 'gradient', expression: gradient, expressionIndex: indexIn(frame.base, gradient) } as const;
    const endRegion = this.#sourceMap.beginRegion(source, frame.module);
    const backwardPass = differentiate(program, root, (node) => node === wrtNode);
    const node = adjointOf(backwardPass, wrtNode) ?? filledNode(program, 0, program.shape(wrtNode));
    endRegion(node);
    this.#gradients.set(node, { root, wrt: wrtNode });
    return node;
  }
}

/** The names after the `for` of `train`, which stand for params rather than values. */
function trainedNames(statement: Statement): ReadonlySet<Expression> | undefined {
  return statement.kind === 'train' && statement.trained ? new Set(statement.trained) : undefined;
}

/** The names of recurrences whose block is being lowered, which have no value as a whole yet. */
function recurrencesIn(
  expressions: readonly Expression[],
  { recurrences }: Frame,
): ReadonlySet<Expression> | undefined {
  if (recurrences.isEmpty) return undefined;
  return new Set(
    expressions.flatMap((expression) => {
      if (expression.kind !== 'index' || expression.operand.kind !== 'name') return [];
      return recurrences.get(expression.operand.name) ? [expression.operand] : [];
    }),
  );
}

/** The node of a step of a recurrence, such as `h[t - 1]`. */
function stepAt(steps: Steps, expression: Expression & { kind: 'index' }, index: Index, frame: Frame): NodeResult {
  const { name } = expression.operand as Expression & { kind: 'name' };
  if (index.kind === 'range') return problem('step-needed', frame.rangeOf(expression), name, steps.variable);
  const node = steps.nodes[index.index];
  if (node !== undefined || steps.hasFailed) return node;
  return problem('undefined-step', frame.rangeOf(expression), name, index.index, steps.nodes.length);
}
