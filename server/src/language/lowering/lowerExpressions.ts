/** Expressions to nodes, with their shapes: where operands don't fit, there is a problem and no node. */

import * as l10n from '@vscode/l10n';
import { adjointOf, differentiate, type Gradient } from '../../engine/autodiff/differentiate.ts';
import type { Attributes, Operator } from '../../engine/ir/operator.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import { isMismatch, sameShape, showShape } from '../../engine/ir/shape.ts';
import { negate } from '../../engine/operators/elementwise/arithmetic.ts';
import { stack } from '../../engine/operators/layout/joining.ts';
import { filled, reshape } from '../../engine/operators/layout/shaping.ts';
import { type Index, slice, sliceOf } from '../../engine/operators/layout/slicing.ts';
import { constant, number } from '../../engine/operators/leaves.ts';
import { operatorBySymbol, operatorsByCall } from '../../engine/operators/table.ts';
import { limits } from '../base/limits.ts';
import type { Range } from '../base/lines.ts';
import { functionOf } from '../names/functions.ts';
import { type Problem, problem } from '../problems/problems.ts';
import { isRagged, literalTensor } from '../syntax/literals.ts';
import { type Expression, type IndexItem, nodesOf, type Statement } from '../syntax/tree.ts';
import type { Builder, Failure, Unusable } from './builder.ts';
import type { Frame } from './frame.ts';
import type { Inlining } from './inline.ts';
import type { Members } from './members.ts';
import { knownOf, lowerOperatorCall } from './operatorCall.ts';
import { enlargement } from './outerBroadcast.ts';
import type { Origins } from './sourceMap.ts';

export class ExpressionLowering {
  /** The gradient that most expressions ask for, once it is there. */
  objective: Gradient | undefined;
  /** What is right and yet hardly meant. */
  readonly warnings: Problem[] = [];
  readonly #warned = new Set<Range>();
  readonly #builder: Builder;
  readonly #inlining: Inlining;
  readonly #members: Members;
  readonly #origins: Origins;
  /** How many nodes the reverse passes of single expressions have gone through. */
  #passed = 0;

  constructor(builder: Builder, inlining: Inlining, members: Members, origins: Origins) {
    this.#builder = builder;
    this.#inlining = inlining;
    this.#members = members;
    this.#origins = origins;
  }

  /** Makes nodes of all expressions of a span; what is wrong, where one of them has no node. */
  lower(span: Pick<Statement, 'first' | 'last'>, frame: Frame): Failure | undefined {
    const expressions = nodesOf(frame.module.tree, span);
    this.#origins.made();
    const lists = this.#listsOfTensors(expressions, frame);
    for (const expression of expressions) {
      // What a string means, or a list of tensors, what it stands in knows.
      if (expression.kind === 'string' || lists.has(expression)) continue;
      const node = this.#lowered(expression, frame);
      this.#origins.made(expression);
      if (typeof node !== 'number') return { unusable: node };
      frame.setNode(expression, node);
    }
    return undefined;
  }

  #lowered(expression: Expression & { kind: Exclude<Expression['kind'], 'string'> }, frame: Frame): NodeId | Unusable {
    const { program } = this.#builder;
    switch (expression.kind) {
      case 'number':
        return number(program, expression.value);
      case 'name':
        return frame.named(expression.name, expression);
      case 'member':
        this.#builder.reaches++;
        return this.#members.nodeOf(expression, frame);
      case 'list':
        return this.#list(expression, frame);
      case 'negate':
        return expression.operand.kind === 'number'
          ? number(program, -expression.operand.value)
          : this.#apply(expression, negate, [expression.operand], frame);
      case 'transpose':
        return this.#apply(expression, operatorBySymbol('postfix', '.T')!, [expression.operand], frame);
      case 'index':
        return this.#index(expression, frame);
      case 'binary': {
        const { symbol, left, right } = expression;
        return this.#apply(expression, operatorBySymbol('infix', symbol)!, [left, right], frame);
      }
      case 'call':
        return this.#call(expression, frame);
      case 'gradient':
        return this.#gradient(expression, frame);
    }
  }

  /** The lists that name the operands of an operator which takes any number: they are no tensors themselves, and may differ in shape. */
  #listsOfTensors(expressions: readonly Expression[], frame: Frame): ReadonlySet<Expression> {
    const lists = new Set<Expression>();
    for (const expression of expressions) {
      if (expression.kind !== 'call') continue;
      const { name } = expression.callee;
      const isJoin = operatorsByCall(name).some(({ isVariadic }) => isVariadic);
      if (!isJoin || functionOf(name, frame.module, expression.start)) continue;
      for (const { value } of expression.arguments) if (value.kind === 'list' && !value.isLiteral) lists.add(value);
    }
    return lists;
  }

  #list(list: Expression & { kind: 'list' }, frame: Frame): NodeId | Unusable {
    if (!list.isLiteral) return this.#apply(list, stack, list.items, frame, { axis: [0] });
    const literal = literalTensor(list)!;
    if (isRagged(literal))
      return problem('ragged-list', literal.item, showShape(literal.expected), showShape(literal.found));
    return this.#builder.add(list, constant, [], literal);
  }

  #apply(
    at: Range,
    operator: Operator,
    operands: readonly Expression[],
    frame: Frame,
    attributes?: Attributes,
  ): NodeId | Unusable {
    const nodes = operands.map((operand) => frame.nodeOf(operand));
    return this.#checked(at, this.#builder.add(at, operator, nodes, attributes), frame);
  }

  /** Warns, once for each expression of the file, where the operands of a new node are all enlarged. */
  #checked(at: Range, node: NodeId | Unusable, frame: Frame): NodeId | Unusable {
    if (typeof node !== 'number' || frame.module.path !== '') return node;
    const enlarged = enlargement(this.#builder.program, node);
    if (enlarged && !this.#warned.has(at)) {
      this.#warned.add(at);
      const [left, right] = enlarged.operands.map(showShape);
      this.warnings.push(problem('both-sides-broadcast', at, left, right, showShape(enlarged.result)));
    }
    return node;
  }

  /** `a[0, 1:3]`: a slice, and where a place is picked on an axis, without that axis. */
  #index(expression: Expression & { kind: 'index' }, frame: Frame): NodeId | Unusable {
    const operand = frame.nodeOf(expression.operand);
    const indices: Index[] = [];
    for (const item of expression.indices) {
      const index = this.#indexOf(item, frame);
      if ('code' in index) return index;
      indices.push(index);
    }
    const cut = sliceOf(this.#builder.shape(operand), indices);
    if (isMismatch(cut)) return problem('shape-mismatch', expression, cut.mismatch);
    const { begin, step, shape, kept } = cut;
    const sliced = this.#builder.add(expression, slice, [operand], { begin, step, shape });
    if (typeof sliced !== 'number' || sameShape(shape, kept)) return sliced;
    return this.#builder.add(expression, reshape, [sliced], { shape: kept });
  }

  #indexOf(item: IndexItem, frame: Frame): Index | NonNullable<Unusable> {
    const whole = (part: Expression): number | undefined => {
      const value = knownOf(part, frame, this.#builder);
      return Number.isSafeInteger(value) ? value : undefined;
    };
    if (item.kind === 'at') {
      const at = whole(item.at);
      return at === undefined ? problem('not-an-index', item.at) : { kind: 'at', at };
    }
    const parts: { start?: number; stop?: number; step?: number } = {};
    for (const [name, part] of [
      ['start', item.from],
      ['stop', item.to],
      ['step', item.step],
    ] as const) {
      const value = part && whole(part);
      if (part && value === undefined) return problem('not-an-index', part);
      if (value !== undefined) parts[name] = value;
    }
    return { kind: 'range', ...parts };
  }

  #call(call: Expression & { kind: 'call' }, frame: Frame): NodeId | Unusable {
    const reference = functionOf(call.callee.name, frame.module, call.start);
    if (reference) return this.#inlining.inlined(call, reference, frame, this);
    const node = lowerOperatorCall(call, operatorsByCall(call.callee.name), frame, this.#builder);
    return this.#checked(call, node, frame);
  }

  #gradient(gradient: Expression & { kind: 'gradient' }, frame: Frame): NodeId | Unusable {
    const { of, by } = gradient;
    const { program } = this.#builder;
    this.#builder.reaches++;
    const root = frame.nodeOf(of);
    const wanted = frame.nodeOf(by);
    const shape = program.shape(root);
    if (shape.length > 0)
      return problem('gradient-of-tensor', of, of.kind === 'name' ? of.name : l10n.t('this'), showShape(shape));
    const known = this.objective?.root === root ? adjointOf(this.objective, wanted) : undefined;
    if (known !== undefined) return known;
    // A reverse pass is about as long as the program up to its root.
    if (program.length + root > limits.nodes) return problem('too-many-nodes', gradient);
    this.#passed += root;
    if (this.#passed > limits.passed) return problem('too-many-passes', gradient);
    const end = this.#origins.begin({ kind: 'gradient', gradient }, frame.module);
    const reverse = differentiate(program, root, (node) => node === wanted);
    const node = adjointOf(reverse, wanted) ?? filled(program, 0, program.shape(wanted));
    end(node);
    return node;
  }
}
