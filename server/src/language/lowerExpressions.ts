/** Expressions to nodes, with their shapes: where operands don't fit, a problem is found and the statement has no value. */

import { adjointOf, differentiate, type Gradient } from '../engine/differentiate.ts';
import type { Attributes, Operator } from '../engine/operator.ts';
import { negate } from '../engine/ops/arithmetic.ts';
import { constant, number } from '../engine/ops/leaves.ts';
import { filled } from '../engine/ops/shaping.ts';
import { operatorBySymbol, operators, operatorsByCall } from '../engine/ops.ts';
import { type NodeId, Program } from '../engine/program.ts';
import { isMismatch, showShape, sizeOf } from '../engine/shape.ts';
import { axisLiteral, bindArguments, integerLiteral, isProblem, type Signature } from './calls.ts';
import { limits } from './limits.ts';
import type { Range } from './lines.ts';
import { firstNonLiteral, isRagged, literalTensor } from './literals.ts';
import { type Problem, problem } from './problems.ts';
import { type Expression, nodesOf, type Statement, type Tree } from './tree.ts';

const noAttributes: Attributes = {};

/** An expression has no node: because of the problem, or because something it uses has none. */
type Unusable = Problem | undefined;

export class ExpressionLowering {
  readonly program = new Program();
  readonly expressionNodes: Int32Array;
  readonly problems: Problem[] = [];
  /** The gradient that most expressions ask for, once it is there. */
  objective: Gradient | undefined;
  readonly #tree: Tree;
  readonly #nodeOfName: (name: string) => NodeId | undefined;
  #elements = 0;

  constructor(tree: Tree, nodeOfName: (name: string) => NodeId | undefined) {
    this.#tree = tree;
    this.#nodeOfName = nodeOfName;
    this.expressionNodes = new Int32Array(tree.expressions.length).fill(-1);
  }

  /** Makes nodes of all expressions of a statement; false where one of them has no node. */
  lower(statement: Statement): boolean {
    for (const expression of nodesOf(this.#tree, statement)) {
      const node = this.#lowered(expression);
      if (typeof node !== 'number') {
        if (node) this.problems.push(node);
        return false;
      }
      this.expressionNodes[expression.index] = node;
    }
    return true;
  }

  nodeOf(expression: Expression): NodeId {
    return this.expressionNodes[expression.index];
  }

  #lowered(expression: Expression): NodeId | Unusable {
    switch (expression.kind) {
      case 'number':
        return number(this.program, expression.value);
      case 'name':
        return this.#nodeOfName(expression.name);
      case 'list':
        return this.#list(expression);
      case 'negate':
        return expression.operand.kind === 'number'
          ? number(this.program, -expression.operand.value)
          : this.#apply(expression, negate, [expression.operand]);
      case 'transpose':
        return this.#apply(expression, operatorBySymbol('postfix', '.T')!, [expression.operand]);
      case 'binary':
        return this.#apply(expression, operatorBySymbol('infix', expression.symbol)!, [
          expression.left,
          expression.right,
        ]);
      case 'call':
        return this.#call(expression);
      case 'gradient':
        return this.#gradient(expression);
    }
  }

  #list(list: Expression & { kind: 'list' }): NodeId | Unusable {
    const literal = literalTensor(list);
    if (literal === undefined) return problem('not-a-number-list', firstNonLiteral(list)!);
    if (isRagged(literal))
      return problem('ragged-list', literal.item, showShape(literal.expected), showShape(literal.found));
    return this.#add(list, constant, [], literal);
  }

  #apply(
    at: Range,
    operator: Operator,
    operands: readonly Expression[],
    attributes: Attributes = noAttributes,
  ): NodeId | Unusable {
    return this.#add(
      at,
      operator,
      operands.map((operand) => this.nodeOf(operand)),
      attributes,
    );
  }

  #add(at: Range, operator: Operator, operands: readonly NodeId[], attributes: Attributes): NodeId | Unusable {
    const shape = operator.shape(
      operands.map((operand) => this.program.shape(operand)),
      attributes,
    );
    if (isMismatch(shape)) return problem('shape-mismatch', at, shape.mismatch);
    const elements = this.#elements + sizeOf(shape);
    if (elements > limits.elements) return problem('too-many-elements', at, elements);
    this.#elements = elements;
    return this.program.add(operator, operands, attributes);
  }

  #call(call: Expression & { kind: 'call' }): NodeId | Unusable {
    const [operator] = operatorsByCall(call.callee.name);
    const bound = bindArguments(call.callee, signatures.get(operator)!, call.arguments);
    if (isProblem(bound)) return bound;
    const operands: NodeId[] = [];
    const attributes: { axis?: readonly number[]; keep?: boolean } = {};
    for (const parameter of parametersOf(operator)) {
      const given = bound.get(parameter.name);
      if (parameter.kind === 'operand') {
        operands.push(given ? this.nodeOf(given) : number(this.program, parameter.default ?? 0));
      } else if (given && parameter.kind === 'axis') {
        const axis = axisLiteral(given);
        if (axis === undefined) return problem('not-an-axis', given);
        attributes.axis = axis;
      } else if (given) {
        const keep = integerLiteral(given);
        if (keep !== 0 && keep !== 1) return problem('not-a-switch', given, parameter.name);
        attributes.keep = keep === 1;
      }
    }
    return this.#add(call, operator, operands, attributes);
  }

  #gradient(gradient: Expression & { kind: 'gradient' }): NodeId | Unusable {
    const { of, by } = gradient;
    const root = this.nodeOf(of);
    const wanted = this.nodeOf(by);
    const shape = this.program.shape(root);
    if (shape.length > 0)
      return problem('gradient-of-tensor', of, of.kind === 'name' ? of.name : 'this', showShape(shape));
    const known = this.objective?.root === root ? adjointOf(this.objective, wanted) : undefined;
    if (known !== undefined) return known;
    // A reverse pass is about as long as the program up to its root.
    if (this.program.length + root > limits.nodes) return problem('too-many-nodes', gradient);
    const reverse = differentiate(this.program, root, (node) => node === wanted);
    return adjointOf(reverse, wanted) ?? filled(this.program, 0, this.program.shape(wanted));
  }
}

function parametersOf(operator: Operator) {
  return operator.call?.parameters ?? [];
}

const signatures = new Map(operators.map((operator) => [operator, signatureOf(operator)]));

function signatureOf(operator: Operator): Signature {
  const parameters = parametersOf(operator).map((parameter) => ({
    name: parameter.name,
    isRequired: parameter.kind === 'operand' && parameter.default === undefined,
    ...(parameter.kind === 'operand' && parameter.default !== undefined && { default: parameter.default }),
  }));
  return { name: operator.call?.name ?? operator.name, parameters };
}
