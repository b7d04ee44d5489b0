/** Inliner: lowers the body of a function for each call, with nodes and params of its own. */

import type { NodeId } from '../../../engine/ir/program.ts';
import { limits } from '../../modelLimits.ts';
import { type BoundArguments, bindArguments, type Signature } from '../../names/calls/bindArguments.ts';
import { signatureOf } from '../../names/calls/functionSignature.ts';
import { ParamCreationAnalysis } from '../../names/calls/paramCreation.ts';
import { isModelFile, type ResolvedFunction } from '../../names/modules/module.ts';
import { isProblem, type Problem, problem, problemInCall } from '../../problems/problems.ts';
import {
  type Definition,
  type Expression,
  type FunctionDefinition,
  indexIn,
  isInitialStep,
  isValueDefinition,
  type Statement,
  spanIn,
  type ValueDefinition,
} from '../../syntax/ast.ts';
import type { Range } from '../../text/lines.ts';
import { BlockLowering, type BlockOwner } from '../blocks/blockLowering.ts';
import type { CheckedBuilder, LoweringFailure, NodeResult } from '../checkedBuilder.ts';
import type { ConstLowering } from '../inputs/constLowering.ts';
import type { ParamLowering } from '../inputs/paramLowering.ts';
import type { InlinedCall, ShownCall } from '../model.ts';
import type { SourceMap } from '../sourceMap.ts';
import type { FileFrames } from './fileFrames.ts';
import type { Frame, LowerExpressions, StatementContext } from './frame.ts';

type Call = Expression & { kind: 'call' };

export class Inliner {
  /** The calls in statements of the model's file, in the order of their nodes. */
  readonly calls: InlinedCall[] = [];
  /** The call whose nodes are shown in the body of each function: the first that was lowered completely. */
  readonly shown = new Map<FunctionDefinition, ShownCall>();
  readonly #builder: CheckedBuilder;
  readonly #params: ParamLowering;
  readonly #consts: ConstLowering;
  readonly #frames: FileFrames;
  readonly #sourceMap: SourceMap;
  readonly #paramCreation = new ParamCreationAnalysis();
  readonly #signatures = new Map<FunctionDefinition, Signature>();
  /** The functions whose shown call was lowered completely. */
  readonly #shownComplete = new Set<FunctionDefinition>();
  /** The call in a statement of the model's file that is being inlined. */
  #currentCall: (InlinedCall & { end: NodeId }) | undefined;
  /** The number of expressions in the bodies of all calls so far. */
  #expressionCount = 0;

  constructor(
    builder: CheckedBuilder,
    params: ParamLowering,
    consts: ConstLowering,
    frames: FileFrames,
    sourceMap: SourceMap,
  ) {
    this.#builder = builder;
    this.#params = params;
    this.#consts = consts;
    this.#frames = frames;
    this.#sourceMap = sourceMap;
  }

  /** Lowers a call to the node of its result. */
  inlineCall(
    call: Call,
    target: ResolvedFunction,
    frame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): NodeResult {
    const { definition, module } = target;
    const range = frame.rangeOf(call);
    this.#builder.preventReuse();
    if (frame.depth >= limits.callDepth) return problem('too-many-calls', range);
    const { paramPrefix } = context;
    // The names of params take memory too if a path is very long.
    this.#expressionCount += definition.endExpression - definition.firstExpression + 1 + (paramPrefix.length >> 6);
    if (this.#expressionCount > limits.inlinedExpressions) return problem('too-much-inlined', range);
    const creation = this.#paramCreation.paramCreationOf(target);
    if (paramPrefix === '' && creation !== 'none') return problem('misplaced-param', range, definition.name.name);
    const bound = bindArguments(frame.base, call.callee, this.#signatureOf(target), call.arguments);
    if (isProblem(bound)) return bound;
    const bodyPrefix =
      creation === 'own'
        ? this.#params.allocatePrefix(paramPrefix, definition, frame.pathOfCall(call), context.isLaterStep)
        : paramPrefix;
    const bodyFrame = frame.ofCall(call, this.#frames.frameOf(module), definition, bodyPrefix);
    const isOutermost = frame.depth === 0 && isModelFile(frame.module);
    if (isOutermost) this.#beginCall(call, target, context);
    const endRegion = this.#sourceMap.beginRegion(
      { kind: 'call', expression: call, expressionIndex: indexIn(frame.base, call), definition },
      module,
    );
    const result =
      this.#bindParameters(definition, bound, frame, bodyFrame, context, lowerExpressions) ??
      this.#lowerBody(definition, bodyFrame, context, lowerExpressions);
    endRegion(typeof result === 'number' ? result : undefined);
    this.#showCall(definition, bodyFrame, typeof result === 'number');
    if (isOutermost) this.#endCall();
    return typeof result === 'object' ? this.#describeInCall(result, range, target) : result;
  }

  /** Reports a problem of the body at the call. */
  #describeInCall(cause: Problem, range: Range, { definition, module }: ResolvedFunction): Problem {
    const line = module.lines.positionAt(cause.start).line + 1;
    return problemInCall(cause, { range, callee: definition.name.name, file: module.name, line });
  }

  #beginCall(call: Call, target: ResolvedFunction, { statement }: StatementContext): void {
    const { length: first } = this.#builder.program;
    this.#currentCall = { call, statement, function: target, first, end: first };
    this.calls.push(this.#currentCall);
  }

  #endCall(): void {
    if (this.#currentCall) this.#currentCall.end = this.#builder.program.length;
    this.#currentCall = undefined;
  }

  #showCall(definition: FunctionDefinition, frame: Frame, isComplete: boolean): void {
    if (!this.#currentCall || this.#shownComplete.has(definition) || (!isComplete && this.shown.has(definition)))
      return;
    if (isComplete) this.#shownComplete.add(definition);
    frame.showInFile();
    this.shown.set(definition, { call: this.#currentCall, paramPrefix: frame.paramPrefix });
  }

  /** Defines the value of each parameter; returns a problem in a default. */
  #bindParameters(
    definition: FunctionDefinition,
    bound: BoundArguments,
    callerFrame: Frame,
    bodyFrame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): Problem | undefined {
    const { parameters, baseOffset, baseIndex } = definition;
    const defaultContext = { ...context, paramPrefix: '' };
    // Defaults can't use parameters, so they are lowered before any parameter is defined.
    for (const { name, default: defaultValue } of parameters) {
      if (!defaultValue || bound.has(name.name)) continue;
      const span = { ...spanIn(definition, defaultValue), baseOffset, baseIndex };
      const failure = lowerExpressions(span, bodyFrame, defaultContext);
      if (failure?.cause) return failure.cause;
    }
    for (const { name, default: defaultValue } of parameters) {
      const argument = bound.get(name.name);
      bodyFrame.define(name.name, argument ? callerFrame.nodeOf(argument) : bodyFrame.nodeOf(defaultValue!));
    }
    return undefined;
  }

  /** Lowers a body to the node that it returns. */
  #lowerBody(
    { body }: FunctionDefinition,
    frame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): NodeResult {
    for (let index = 0; index < body.length; index++) {
      const statement = body[index];
      if (statement.kind === 'return') {
        const failure = lowerExpressions(statement, frame, { ...context, paramPrefix: frame.paramPrefix });
        return failure ? failure.cause : frame.nodeOf(statement.value);
      }
      if (statement.kind === 'for') {
        const owner = this.#blockOwner(body, frame, context, lowerExpressions);
        const failure = new BlockLowering(this.#builder, this.#sourceMap, lowerExpressions, owner, index).lower();
        if (failure) return failure.cause;
        index += statement.blockLength;
      } else if (isValueDefinition(statement)) {
        const node = this.#lowerDefinition(statement, frame, context, lowerExpressions);
        if (typeof node !== 'number') return node.cause;
        if (!isInitialStep(statement)) frame.define(statement.name.name, node);
      }
    }
    return undefined;
  }

  #blockOwner(
    body: readonly Statement[],
    frame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): BlockOwner {
    return {
      frame,
      context,
      statementAt: (index) => body[index],
      initialSteps: (name, headIndex) =>
        body
          .slice(0, headIndex)
          .filter(isInitialStep)
          .filter((step) => !step.blocks && step.name.name === name),
      initialNode: (statement) => {
        frame.enter(statement);
        return frame.nodeOf(statement.value);
      },
      lowerDefinition: (statement, isLaterStep) =>
        this.#lowerDefinition(
          statement,
          frame,
          { ...context, isLaterStep: isLaterStep || context.isLaterStep === true },
          lowerExpressions,
        ),
      define: (statement, node) => {
        if (!isInitialStep(statement)) frame.define(statement.name.name, node);
      },
      acceptFailure: () => false,
    };
  }

  #lowerDefinition(
    statement: ValueDefinition,
    frame: Frame,
    context: StatementContext,
    lowerExpressions: LowerExpressions,
  ): NodeId | LoweringFailure {
    if (statement.kind === 'randomParam')
      return this.#params.addRandomParam(statement, frame, { ...context, paramPrefix: '' }, lowerExpressions);
    const { kind, name, value } = statement;
    const lowerValue = (paramPrefix: string): NodeId | LoweringFailure =>
      lowerExpressions(statement, frame, { ...context, paramPrefix }) ?? frame.nodeOf(value);
    const result =
      kind === 'node'
        ? lowerValue(frame.fullName(name.name) ?? '')
        : this.#lowerOnTrainingSamples(statement, frame, () => lowerValue(''));
    const node = kind === 'const' ? this.#consts.defineInCall(frame, statement, result, context) : result;
    if (typeof node !== 'number') return node;
    if (kind === 'const') frame.setNode(value, node);
    return kind === 'param' ? this.#params.addParam(node, statement, frame, context) : node;
  }

  #lowerOnTrainingSamples(
    statement: Definition,
    { module }: Frame,
    lowerValue: () => NodeId | LoweringFailure,
  ): NodeId | LoweringFailure {
    const id = isModelFile(module) ? statement.id : undefined;
    return this.#builder.lowerOnTrainingSamples(id, () => {
      const result = lowerValue();
      const node = typeof result === 'number' ? this.#builder.valueOnTrainingSamples(result) : result;
      const dependency = typeof node === 'number' ? this.#params.findParamDependence(statement, node) : undefined;
      return dependency ? { cause: dependency } : node;
    });
  }

  #signatureOf(target: ResolvedFunction): Signature {
    const cached = this.#signatures.get(target.definition);
    if (cached) return cached;
    const signature = signatureOf(target);
    this.#signatures.set(target.definition, signature);
    return signature;
  }
}
