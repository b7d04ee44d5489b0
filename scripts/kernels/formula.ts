/** Formulas of elementwise operators as expression graphs in which equal expressions are one object. */

export type Comparison = '<' | '<=' | '>' | '>=' | '===' | '!==';

export type Expression =
  | { readonly kind: 'parameter'; readonly index: number }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'unary'; readonly operation: 'negate' | 'abs' | 'sqrt' | 'floor'; readonly x: Expression }
  | {
      readonly kind: 'binary';
      readonly operation: '+' | '-' | '*' | '/' | 'max' | 'min';
      readonly a: Expression;
      readonly b: Expression;
    }
  | {
      readonly kind: 'select';
      readonly condition: Condition;
      readonly consequent: Expression;
      readonly alternate: Expression;
    }
  /** A function of `engine/math`, whose vector counterpart has the same name in `assembly/math`. */
  | {
      readonly kind: 'call';
      readonly module: string;
      readonly name: string;
      readonly operands: readonly Expression[];
    }
  /** A function of JavaScript's `Math` that has no WebAssembly instruction. */
  | { readonly kind: 'host'; readonly name: string; readonly x: Expression };

export type Condition =
  | { readonly kind: 'compare'; readonly comparison: Comparison; readonly a: Expression; readonly b: Expression }
  | { readonly kind: 'and' | 'or'; readonly a: Condition; readonly b: Condition }
  | { readonly kind: 'not'; readonly a: Condition };

const interned = new Map<string, Expression | Condition>();
const ids = new Map<Expression | Condition, number>();

/** The unique object for an expression, whose operands must be interned already. */
export function intern<E extends Expression | Condition>(expression: E): E {
  const key = JSON.stringify(expression, (name, value) => {
    if (name === '') return value;
    if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
    return ids.get(value) ?? value;
  });
  const existing = interned.get(key);
  if (existing) return existing as E;
  interned.set(key, expression);
  ids.set(expression, ids.size);
  return expression;
}

export function number(value: number): Expression {
  return intern({ kind: 'number', value });
}

export function operandsOf(expression: Expression | Condition): readonly (Expression | Condition)[] {
  switch (expression.kind) {
    case 'parameter':
    case 'number':
      return [];
    case 'unary':
    case 'host':
      return [expression.x];
    case 'binary':
    case 'compare':
    case 'and':
    case 'or':
      return [expression.a, expression.b];
    case 'not':
      return [expression.a];
    case 'select':
      return [expression.condition, expression.consequent, expression.alternate];
    case 'call':
      return expression.operands;
  }
}

/** True if the expression consists of instructions alone, without calls. */
export function isInline(expression: Expression | Condition): boolean {
  return expression.kind !== 'call' && expression.kind !== 'host' && operandsOf(expression).every(isInline);
}
