/** Functions: each call is replaced by the body of what it calls, with nodes and params of its own. */

import type { NodeId } from '../../engine/ir/program.ts';
import { limits } from '../base/limits.ts';
import { type Bound, bindArguments, isProblem, type Signature } from '../names/bindArguments.ts';
import { Makers, signatureOf } from '../names/functions.ts';
import type { FunctionReference } from '../names/scope.ts';
import { inCall, type Problem, problem } from '../problems/problems.ts';
import { type Definition, type Expression, type FunctionDefinition, isDefinition } from '../syntax/tree.ts';
import type { Builder, Failure, Unusable } from './builder.ts';
import type { FileFrames } from './fileFrames.ts';
import { Frame } from './frame.ts';
import type { ExpressionLowering } from './lowerExpressions.ts';
import type { InlinedCall, ShownCall } from './model.ts';
import type { Params } from './params.ts';
import type { Origins } from './sourceMap.ts';

type Call = Expression & { kind: 'call' };

export class Inlining {
  /** The calls that stand in statements of the model's file, in the order of their nodes. */
  readonly calls: InlinedCall[] = [];
  /** The call whose nodes are shown in the body of each function: the first one that went well. */
  readonly shown = new Map<FunctionDefinition, ShownCall>();
  /** How the params of a call are called that stands in the statement which is lowered now; empty where there may be none. */
  path = '';
  readonly #builder: Builder;
  readonly #params: Params;
  readonly #frames: FileFrames;
  readonly #origins: Origins;
  readonly #makers = new Makers();
  readonly #signatures = new Map<FunctionDefinition, Signature>();
  /** The functions of which a call is shown that went well. */
  readonly #settled = new Set<FunctionDefinition>();
  /** The call in a statement of the model's file that is inlined now. */
  #current: (InlinedCall & { end: NodeId }) | undefined;
  /** How many expressions the bodies of all calls so far hold. */
  #size = 0;

  constructor(builder: Builder, params: Params, frames: FileFrames, origins: Origins) {
    this.#builder = builder;
    this.#params = params;
    this.#frames = frames;
    this.#origins = origins;
  }

  /** The node of what a call returns. */
  inlined(call: Call, reference: FunctionReference, frame: Frame, expressions: ExpressionLowering): NodeId | Unusable {
    const { definition, module } = reference;
    this.#builder.reaches++;
    if (frame.depth >= limits.calls) return problem('too-many-calls', call);
    const { path } = this;
    // The names of params take room as well, where a path is very long.
    this.#size += definition.last - definition.first + 1 + (path.length >> 6);
    if (this.#size > limits.inlined) return problem('too-much-inlined', call);
    const making = this.#makers.makingOf(reference);
    if (path === '' && making !== 'none') return problem('param-not-here', call, definition.name.name);
    const bound = bindArguments(call.callee, this.#signatureOf(reference), call.arguments);
    if (isProblem(bound)) return bound;
    const own = making === 'own' ? this.#params.claim(path, definition) : path;
    const inner = Frame.ofCall(this.#frames.of(module), definition, own, frame.depth + 1);
    const isOutermost = frame.depth === 0 && frame.module.path === '';
    if (isOutermost) this.#enter(call, reference);
    const end = this.#origins.begin({ kind: 'call', call, definition }, module);
    const result =
      this.#bind(definition, bound, frame, inner, expressions) ?? this.#run(definition, inner, expressions);
    this.path = path;
    end(typeof result === 'number' ? result : undefined);
    this.#show(definition, inner, typeof result === 'number');
    if (isOutermost) this.#leave();
    return typeof result === 'object' ? this.#inCall(result, call, reference) : result;
  }

  /** What is wrong in a body, told where it is called. */
  #inCall(found: Problem, call: Call, { definition, module }: FunctionReference): Problem {
    const line = module.lines.positionAt(found.start).line + 1;
    return inCall(found, { range: call, callee: definition.name.name, file: module.name, line });
  }

  #enter(call: Call, reference: FunctionReference): void {
    const { length: first } = this.#builder.program;
    this.#current = { call, statement: this.#params.statement!, function: reference, first, end: first };
    this.calls.push(this.#current);
  }

  #leave(): void {
    if (this.#current) this.#current.end = this.#builder.program.length;
    this.#current = undefined;
  }

  #show(definition: FunctionDefinition, frame: Frame, isWhole: boolean): void {
    if (!this.#current || this.#settled.has(definition) || (!isWhole && this.shown.has(definition))) return;
    if (isWhole) this.#settled.add(definition);
    frame.show();
    this.shown.set(definition, { call: this.#current, path: frame.path });
  }

  /** Gives each parameter its value; what is wrong with a default, told where the function stands. */
  #bind(
    { parameters }: FunctionDefinition,
    bound: Bound,
    outer: Frame,
    inner: Frame,
    expressions: ExpressionLowering,
  ): Problem | undefined {
    this.path = '';
    // No default sees a parameter, so none has its value yet.
    for (const { name, default: standard } of parameters) {
      if (!standard || bound.has(name.name)) continue;
      const failure = expressions.lower({ first: standard.first, last: standard.index + 1 }, inner);
      if (failure?.unusable) return failure.unusable;
    }
    for (const { name, default: standard } of parameters) {
      const given = bound.get(name.name);
      inner.define(name.name, given ? outer.nodeOf(given) : inner.nodeOf(standard!));
    }
    return undefined;
  }

  /** The node that the body returns. */
  #run({ body }: FunctionDefinition, frame: Frame, expressions: ExpressionLowering): NodeId | Unusable {
    for (const statement of body) {
      if (statement.kind === 'drawn') {
        this.path = '';
        const failure = this.#params.draw(statement, frame, expressions);
        if (failure) return failure.unusable;
      } else if (statement.kind === 'return') {
        this.path = frame.path;
        const failure = expressions.lower(statement, frame);
        return failure ? failure.unusable : frame.nodeOf(statement.value);
      } else if (isDefinition(statement)) {
        const failure = this.#define(statement, frame, expressions);
        if (failure) return failure.unusable;
      }
    }
    return undefined;
  }

  #define(statement: Definition, frame: Frame, expressions: ExpressionLowering): Failure | undefined {
    const { kind, name, value } = statement;
    this.path = kind === 'node' ? (frame.fullName(name.name) ?? '') : '';
    const failure = expressions.lower(statement, frame);
    if (failure) return failure;
    const node = frame.nodeOf(value);
    const misfit = kind === 'node' ? undefined : this.#params.dependence(statement, node);
    if (misfit) return { unusable: misfit };
    frame.define(name.name, kind === 'param' ? this.#params.make(name.name, node, statement, frame) : node);
    return undefined;
  }

  #signatureOf(reference: FunctionReference): Signature {
    const known = this.#signatures.get(reference.definition);
    if (known) return known;
    const signature = signatureOf(reference);
    this.#signatures.set(reference.definition, signature);
    return signature;
  }
}
