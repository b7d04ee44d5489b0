/**
 * Compiles the `forward` of an elementwise operator, a pure function of numbers, into an expression. It may use
 * arithmetic, comparisons, conditionals, functions of `Math` and of `engine/math`, and constants and arrow functions
 * of its own module, whose bodies are expressions.
 */

// TypeScript 7 has no parser that can be called from JavaScript; Vitest brings the one of Vite.
import { parseAst } from 'vitest/node';
import { type Comparison, type Condition, type Expression, intern, number } from './formula.ts';
import type { ModuleScope } from './moduleScope.ts';

export type Forward = (a: number, b: number, c: number) => number;

type Statement = ReturnType<typeof parseAst>['body'][number];
export type Node = Extract<Statement, { type: 'ExpressionStatement' }>['expression'];
type Arrow = Extract<Node, { type: 'ArrowFunctionExpression' }>;
type Argument = Extract<Node, { type: 'CallExpression' }>['arguments'][number];

/** The functions of `engine/math`, by function object. */
export type MathFunctions = ReadonlyMap<unknown, MathFunction>;

export interface MathFunction {
  /** Name of its file, without extension. */
  readonly module: string;
  readonly name: string;
  /** True if `assembly/math` has its vector counterpart. */
  readonly hasKernel: boolean;
}

/** A function of `engine/math` without a vector counterpart, which every formula that calls it needs. */
class MissingCounterpart extends Error {
  constructor({ module, name }: MathFunction) {
    super(
      `engine/math/${module}.ts has ${name}, but there is no \`export function ${name}<T>(\` in runtime/wasm/assembly/math/${module}.ts. Write it there, with the same operations in the same order.`,
    );
  }
}

/** @returns the expression and its number of operands. */
export function compileForward(
  forward: Forward,
  scope: ModuleScope,
  mathFunctions: MathFunctions,
): { readonly formula: Expression; readonly arity: number } {
  const parameters = Array.from({ length: forward.length }, (_, index) => intern({ kind: 'parameter', index }));
  const formula = new Compiler(scope, mathFunctions).applyValue(forward, parameters);
  return { formula, arity: parameters.length };
}

const comparisons: readonly string[] = ['<', '<=', '>', '>=', '===', '!=='] satisfies Comparison[];

class Compiler {
  readonly #scope: ModuleScope;
  readonly #mathFunctions: MathFunctions;

  constructor(scope: ModuleScope, mathFunctions: MathFunctions) {
    this.#scope = scope;
    this.#mathFunctions = mathFunctions;
  }

  /** Applies a function object of this process to expressions. */
  applyValue(f: unknown, operands: readonly Expression[]): Expression {
    if (typeof f !== 'function') throw new SyntaxError(`${f} is not a function`);
    const mathFunction = this.#mathFunctions.get(f);
    if (mathFunction) {
      const { module, name, hasKernel } = mathFunction;
      if (!hasKernel) throw new MissingCounterpart(mathFunction);
      return intern({ kind: 'call', module, name, operands });
    }
    if (Object.getOwnPropertyDescriptor(Math, f.name)?.value === f) return applyMath(f.name, operands);
    return this.#applyNode(parseFunction(f), operands);
  }

  #applyNode(callee: Node, operands: readonly Expression[]): Expression {
    switch (callee.type) {
      case 'ArrowFunctionExpression':
        return this.#applyArrow(callee, operands);
      case 'Identifier': {
        const declaration = this.#scope.declarations.get(callee.name);
        return declaration
          ? this.#applyNode(declaration, operands)
          : this.applyValue(this.#scope.imports.get(callee.name), operands);
      }
      case 'MemberExpression':
        if (isMember(callee, 'Math')) return applyMath(callee.property.name, operands);
    }
    throw unsupported(callee);
  }

  #applyArrow({ params, body }: Arrow, operands: readonly Expression[]): Expression {
    if (body.type === 'BlockStatement') throw unsupported(body);
    const names = params.map((parameter) => {
      if (parameter.type !== 'Identifier') throw unsupported(parameter);
      return parameter.name;
    });
    return this.#compile(body, new Map(names.map((name, index) => [name, operands[index]])));
  }

  #compile(node: Node, variables: ReadonlyMap<string, Expression>): Expression {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.#compile(node.expression, variables);
      case 'Literal':
        if (typeof node.value === 'number') return number(node.value);
        break;
      case 'Identifier': {
        const declaration = this.#scope.declarations.get(node.name);
        const variable = variables.get(node.name) ?? (declaration && this.#compile(declaration, new Map()));
        if (variable) return variable;
        break;
      }
      case 'MemberExpression': {
        const value = isMember(node, 'Math')
          ? numberNamed(Math, node)
          : isMember(node, 'Number')
            ? numberNamed(Number, node)
            : undefined;
        if (value !== undefined) return number(value);
        break;
      }
      case 'UnaryExpression':
        if (node.operator === '-') return negate(this.#compile(node.argument, variables));
        break;
      case 'BinaryExpression':
        if (node.left.type === 'PrivateIdentifier') break;
        return arithmetic(node.operator, this.#compile(node.left, variables), this.#compile(node.right, variables));
      case 'ConditionalExpression':
        return select(
          this.#compileCondition(node.test, variables),
          this.#compile(node.consequent, variables),
          this.#compile(node.alternate, variables),
        );
      case 'CallExpression':
        return this.#applyNode(node.callee, this.#compileAll(node.arguments, variables));
    }
    throw unsupported(node);
  }

  #compileAll(nodes: readonly Argument[], variables: ReadonlyMap<string, Expression>): readonly Expression[] {
    return nodes.map((node) => {
      if (node.type === 'SpreadElement') throw unsupported(node);
      return this.#compile(node, variables);
    });
  }

  #compileCondition(node: Node, variables: ReadonlyMap<string, Expression>): Condition {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return this.#compileCondition(node.expression, variables);
      case 'BinaryExpression':
        if (node.left.type === 'PrivateIdentifier' || !isComparison(node.operator)) break;
        return intern({
          kind: 'compare',
          comparison: node.operator,
          a: this.#compile(node.left, variables),
          b: this.#compile(node.right, variables),
        });
      case 'LogicalExpression':
        if (node.operator === '??') break;
        return logical(
          node.operator,
          this.#compileCondition(node.left, variables),
          this.#compileCondition(node.right, variables),
        );
      case 'UnaryExpression':
        if (node.operator !== '!') break;
        return intern({ kind: 'not', a: this.#compileCondition(node.argument, variables) });
      case 'CallExpression': {
        if (!isMember(node.callee, 'Number') || node.callee.property.name !== 'isNaN') break;
        const [x] = this.#compileAll(node.arguments, variables);
        return intern({ kind: 'compare', comparison: '!==', a: x, b: x });
      }
    }
    throw unsupported(node);
  }
}

function parseFunction(f: unknown): Node {
  const [statement] = parseAst(`(${f})`).body;
  if (statement.type !== 'ExpressionStatement') throw unsupported(statement);
  const { expression } = statement;
  return expression.type === 'ParenthesizedExpression' ? expression.expression : expression;
}

function isComparison(operator: string): operator is Comparison {
  return comparisons.includes(operator);
}

type NamedMember = Extract<Node, { type: 'MemberExpression' }> & { readonly property: { readonly name: string } };

/** True if the node reads a named property of `object`. */
function isMember(node: Node, object: string): node is NamedMember {
  return (
    node.type === 'MemberExpression' &&
    node.object.type === 'Identifier' &&
    node.object.name === object &&
    node.property.type === 'Identifier'
  );
}

function numberNamed(object: object, { property: { name } }: NamedMember): number | undefined {
  const value: unknown = Object.getOwnPropertyDescriptor(object, name)?.value;
  return typeof value === 'number' ? value : undefined;
}

function applyMath(name: string, operands: readonly Expression[]): Expression {
  const [a, b] = operands;
  switch (name) {
    case 'abs':
    case 'sqrt':
    case 'floor':
      return intern({ kind: 'unary', operation: name, x: a });
    case 'max':
    case 'min':
      if (operands.length !== 2) break;
      return intern({ kind: 'binary', operation: name, a, b });
    default:
      if (operands.length === 1) return intern({ kind: 'host', name, x: a });
  }
  throw new SyntaxError(`Math.${name} of ${operands.length} numbers has no kernel`);
}

function select(condition: Condition, consequent: Expression, alternate: Expression): Expression {
  return condition.kind === 'not'
    ? select(condition.a, alternate, consequent)
    : intern({ kind: 'select', condition, consequent, alternate });
}

/** Converts `x > 0 || isNaN(x)` to `!(x <= 0)`, a single comparison. */
function logical(operator: '&&' | '||', a: Condition, b: Condition): Condition {
  const isGreaterOrNaN =
    operator === '||' &&
    a.kind === 'compare' &&
    a.comparison === '>' &&
    a.b.kind === 'number' &&
    b.kind === 'compare' &&
    b.comparison === '!==' &&
    b.a === a.a &&
    b.b === a.a;
  if (isGreaterOrNaN) return intern({ kind: 'not', a: intern({ ...a, comparison: '<=' }) });
  return intern({ kind: operator === '&&' ? 'and' : 'or', a, b });
}

function negate(x: Expression): Expression {
  return x.kind === 'number' ? number(-x.value) : intern({ kind: 'unary', operation: 'negate', x });
}

/** Folds arithmetic on constants, in float64. */
function arithmetic(operator: string, a: Expression, b: Expression): Expression {
  const areNumbers = a.kind === 'number' && b.kind === 'number';
  switch (operator) {
    case '+':
      return areNumbers ? number(a.value + b.value) : intern({ kind: 'binary', operation: operator, a, b });
    case '-':
      return areNumbers ? number(a.value - b.value) : intern({ kind: 'binary', operation: operator, a, b });
    case '*':
      return areNumbers ? number(a.value * b.value) : intern({ kind: 'binary', operation: operator, a, b });
    case '/':
      return areNumbers ? number(a.value / b.value) : intern({ kind: 'binary', operation: operator, a, b });
  }
  throw new SyntaxError(`the operator ${operator} has no kernel`);
}

function unsupported(node: { readonly type: string }): SyntaxError {
  return new SyntaxError(`a ${node.type} has no kernel`);
}
