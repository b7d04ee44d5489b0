/** Functions: each call is replaced by the body of what it calls, with nodes and params of its own. */

import type { NodeId } from '../engine/program.ts';
import type { Unusable } from './builder.ts';
import { bindArguments, isProblem, type Signature } from './calls.ts';
import { Frame } from './frame.ts';
import { limits } from './limits.ts';
import type { ExpressionLowering } from './lowerExpressions.ts';
import type { Module } from './modules.ts';
import type { Params } from './params.ts';
import { inCall, type Problem, problem } from './problems.ts';
import type { FunctionReference } from './scope.ts';
import { similarName } from './suggest.ts';
import type { Expression, FunctionDefinition, Statement } from './tree.ts';

type Call = Expression & { kind: 'call' };

export class Inlining {
  readonly #params: Params;
  readonly #frameOf: (module: Module) => Frame;
  readonly #makers = new Map<FunctionDefinition, boolean>();
  /** How the params of a call are called that stands in the statement which is lowered now; empty where there may be none. */
  path = '';

  constructor(params: Params, frameOf: (module: Module) => Frame) {
    this.#params = params;
    this.#frameOf = frameOf;
  }

  /** What a name calls in a file: its own functions come before those of others, and those before the operators. */
  functionOf(name: string, module: Module): FunctionReference | undefined {
    const own = module.names.functions.get(name);
    if (own?.kind === 'fn') return { module, definition: own };
    return module.names.scope.functions.get(name);
  }

  /** The node of what a call returns. */
  inlined(call: Call, reference: FunctionReference, frame: Frame, expressions: ExpressionLowering): NodeId | Unusable {
    const { definition, module } = reference;
    if (frame.depth >= limits.calls) return problem('too-many-calls', call);
    if (this.path === '' && this.#madeBy(reference)) return problem('param-not-here', call, definition.name.name);
    const bound = bindArguments(call.callee, signatureOf(definition), call.arguments);
    if (isProblem(bound)) return bound;
    const path = this.#pathOf(reference);
    const inner = Frame.ofCall(this.#frameOf(module), definition, path, frame.depth + 1);
    for (const { name, default: standard } of definition.parameters) {
      const given = bound.get(name.name);
      if (!given && standard) {
        const failure = expressions.lower({ first: standard.first, last: standard.index + 1 }, inner);
        if (failure) return failure.unusable && this.#inCall(failure.unusable, call, reference);
      }
      inner.define(name.name, given ? frame.nodeOf(given) : inner.nodeOf(standard!));
    }
    const outer = this.path;
    const result = this.#run(definition.body, inner, expressions);
    this.path = outer;
    return typeof result === 'object' ? this.#inCall(result, call, reference) : result;
  }

  /** What is wrong in a body, told where it is called. */
  #inCall(found: Problem, call: Call, { definition, module }: FunctionReference): Problem {
    const line = module.lines.positionAt(found.start).line + 1;
    const place = module.name === '' ? `, line ${line}` : ` of ${module.name}, line ${line}`;
    return inCall(found, call, definition.name.name, place);
  }

  /** The node that the body returns. */
  #run(body: readonly Statement[], frame: Frame, expressions: ExpressionLowering): NodeId | Unusable {
    for (const statement of body) {
      if (statement.kind === 'drawn') {
        const failure = this.#params.draw(statement, frame, expressions);
        if (failure) return failure.unusable;
      } else if ('value' in statement) {
        const name = statement.kind === 'return' ? undefined : statement.name.name;
        this.path = name === undefined ? frame.path : joined(frame.path, name);
        const failure = expressions.lower(statement, frame);
        if (failure) return failure.unusable;
        const node = frame.nodeOf(statement.value);
        if (name === undefined) return node;
        frame.define(name, statement.kind === 'param' ? this.#params.make(name, node, statement, frame) : node);
      }
    }
    return undefined;
  }

  /** A call that makes params takes a path for itself: `h`, or where another call has it, `h_2`. */
  #pathOf(reference: FunctionReference): string {
    return this.path !== '' && this.#makesParams(reference) ? this.#params.claim(this.path) : this.path;
  }

  /** Whether params are named after calls of a function: because it has some, or because statements with names do. */
  #makesParams({ definition, module }: FunctionReference): boolean {
    const known = this.#makers.get(definition);
    if (known !== undefined) return known;
    this.#makers.set(definition, false);
    const makes = definition.body.some((statement) => {
      if (statement.kind === 'param' || statement.kind === 'drawn') return true;
      return statement.kind !== 'return' && this.#callsMaker(statement, module);
    });
    this.#makers.set(definition, makes);
    return makes;
  }

  #callsMaker({ first, last }: Statement, module: Module): boolean {
    return module.tree.expressions.slice(first, last).some((expression) => {
      const called = expression.kind === 'call' ? this.functionOf(expression.callee.name, module) : undefined;
      return called !== undefined && this.#madeBy(called);
    });
  }

  /** Whether any param is made by calling a function. */
  #madeBy(reference: FunctionReference): boolean {
    if (this.#makesParams(reference)) return true;
    return reference.definition.body.some((statement) => this.#callsMaker(statement, reference.module));
  }

  /** The param that a call made: `h.W`. */
  memberOf(member: Expression & { kind: 'member' }, frame: Frame): NodeId | Unusable {
    const { owner, path } = member;
    if (frame.valueOf(owner.name) === undefined) return frame.whyMissing(owner);
    const base = joined(frame.path, owner.name);
    const full = [base, ...path].join('.');
    const node = this.#params.nodeOf(full);
    if (node !== undefined) return node;
    const members = this.#params.namesUnder(base);
    const wanted = path.join('.');
    if (members.length === 0) return problem('no-members', member, owner.name);
    return problem('undefined-member', member, owner.name, wanted, members.join(', '), similarName(wanted, members));
  }
}

function joined(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

function signatureOf({ name, parameters }: FunctionDefinition): Signature {
  return {
    name: name.name,
    parameters: parameters.map((parameter) => ({
      name: parameter.name.name,
      isRequired: parameter.default === undefined,
      ...(parameter.default && { default: '…' }),
    })),
  };
}
