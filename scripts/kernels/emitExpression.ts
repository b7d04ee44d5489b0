/** Emits an expression as AssemblyScript, for vectors, whose conditions are masks, and for scalars. */

import { type Comparison, type Condition, type Expression, operandsOf } from './formula.ts';

/** Parameter names, in order. */
export const parameterNames = ['a', 'b', 'c'];

/** Emitters of operations, given their operands as text. */
interface Dialect {
  readonly type: string;
  readonly expression: (expression: Expression, text: (part: Expression | Condition) => string) => string;
  readonly condition: (condition: Condition, text: (part: Expression | Condition) => string) => string;
}

/** An inlined function that computes the expression; shared subexpressions are computed once. */
export function emitFunction(name: string, formula: Expression, arity: number, dialect: Dialect): string {
  const useCounts = new Map<Expression | Condition, number>();
  countUses(formula, useCounts);
  const names = new Map<Expression | Condition, string>();
  const lines: string[] = [];
  const text = (part: Expression | Condition): string => {
    const existing = names.get(part);
    if (existing !== undefined) return existing;
    const written = isCondition(part) ? dialect.condition(part, text) : dialect.expression(part, text);
    if (part === formula || useCounts.get(part) === 1 || operandsOf(part).length === 0 || isCondition(part))
      return written;
    const local = `t${lines.length}`;
    lines.push(`  const ${local} = ${written};`);
    names.set(part, local);
    return local;
  };
  const result = text(formula);
  const parameters = parameterNames.slice(0, arity).map((parameter) => `${parameter}: ${dialect.type}`);
  const head = `function ${name}<T>(${parameters.join(', ')}): ${dialect.type} {`;
  if (lines.length === 0) return `@inline ${head} return ${result}; }`;
  return [`@inline ${head}`, ...lines, `  return ${result};`, '}'].join('\n');
}

function countUses(part: Expression | Condition, useCounts: Map<Expression | Condition, number>): void {
  const count = useCounts.get(part) ?? 0;
  useCounts.set(part, count + 1);
  if (count === 0) for (const operand of operandsOf(part)) countUses(operand, useCounts);
}

function isCondition(part: Expression | Condition): part is Condition {
  return part.kind === 'compare' || part.kind === 'and' || part.kind === 'or' || part.kind === 'not';
}

const vectorOperations = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  max: 'max',
  min: 'min',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '===': 'eq',
  '!==': 'ne',
} as const;

export const vectors: Dialect = {
  type: 'v128',
  expression: (expression, text) => {
    switch (expression.kind) {
      case 'parameter':
        return parameterNames[expression.index];
      case 'number':
        if (expression.value === 1) return 'one<T>()';
        return `v128.splat<T>(${numberText(expression.value)} as T)`;
      case 'unary':
        if (expression.operation !== 'negate') return `v128.${expression.operation}<T>(${text(expression.x)})`;
        // Sets the sign bit of the magnitude.
        if (isMagnitude(expression.x)) return `v128.or(${text(expression.x.x)}, negativeZero<T>())`;
        return `negateLanes<T>(${text(expression.x)})`;
      case 'binary':
        return `v128.${vectorOperations[expression.operation]}<T>(${text(expression.a)}, ${text(expression.b)})`;
      case 'select': {
        const { condition, consequent, alternate } = expression;
        if (isZero(alternate)) return `v128.and(${text(consequent)}, ${text(condition)})`;
        if (isZero(consequent)) return `v128.andnot(${text(alternate)}, ${text(condition)})`;
        return `v128.bitselect(${text(consequent)}, ${text(alternate)}, ${text(condition)})`;
      }
      case 'call':
        return `${expression.module}.${expression.name}<T>(${expression.operands.map(text).join(', ')})`;
      case 'host':
        return `callEachLane<T>(host.${expression.name}, ${text(expression.x)})`;
    }
  },
  condition: (condition, text) => {
    switch (condition.kind) {
      case 'compare':
        return `v128.${vectorOperations[condition.comparison]}<T>(${text(condition.a)}, ${text(condition.b)})`;
      case 'and':
      case 'or':
        return `v128.${condition.kind}(${text(condition.a)}, ${text(condition.b)})`;
      case 'not':
        return `v128.not(${text(condition.a)})`;
    }
  },
};

const scalarComparisons: Readonly<Record<Comparison, string>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '===': '==',
  '!==': '!=',
};

export const scalars: Dialect = {
  type: 'T',
  expression: (expression, text) => {
    switch (expression.kind) {
      case 'parameter':
        return parameterNames[expression.index];
      case 'number':
        return `<T>${numberText(expression.value)}`;
      case 'unary':
        return expression.operation === 'negate'
          ? `<T>-${text(expression.x)}`
          : `${expression.operation}<T>(${text(expression.x)})`;
      case 'binary':
        return expression.operation === 'max' || expression.operation === 'min'
          ? `${expression.operation}<T>(${text(expression.a)}, ${text(expression.b)})`
          : `<T>(${text(expression.a)} ${expression.operation} ${text(expression.b)})`;
      case 'select': {
        const { condition, consequent, alternate } = expression;
        if (isZero(alternate) && consequent.kind === 'number' && consequent.value === 1)
          return `<T>(${text(condition)})`;
        if (operandsOf(consequent).length + operandsOf(alternate).length === 0)
          return `select<T>(${text(consequent)}, ${text(alternate)}, ${text(condition)})`;
        return `(${text(condition)} ? ${text(consequent)} : ${text(alternate)})`;
      }
      default:
        throw new SyntaxError(`a ${expression.kind} is computed on vectors only`);
    }
  },
  condition: (condition, text) => {
    switch (condition.kind) {
      case 'compare':
        return `${text(condition.a)} ${scalarComparisons[condition.comparison]} ${text(condition.b)}`;
      case 'and':
        return `(${text(condition.a)} && ${text(condition.b)})`;
      case 'or':
        return `(${text(condition.a)} || ${text(condition.b)})`;
      case 'not':
        return `!(${text(condition.a)})`;
    }
  },
};

function isMagnitude(x: Expression): x is Extract<Expression, { kind: 'unary' }> {
  return x.kind === 'unary' && x.operation === 'abs';
}

function isZero(x: Expression): boolean {
  return x.kind === 'number' && Object.is(x.value, 0);
}

function numberText(value: number): string {
  return Object.is(value, -0) ? '-0.0' : String(value);
}
