/** Random models as text: functions in functions, layers, gradients of gradients, an import, several losses. Every recipe makes a sound one. */

import fc from 'fast-check';

/** What a model with an import is read with. */
export const library = {
  'library.bp': 'const half = 1 / 2\nfn squashed(x) {\n  y = tanh(x * half)\n  return y + x * 0.1\n}',
};

interface Recipe {
  readonly functions: readonly Part[];
  readonly statements: readonly Part[];
  readonly isImporting: boolean;
}

/** Numbers that choose, each from what there is to choose from. */
interface Part {
  readonly kind: number;
  readonly dials: readonly number[];
}

const part = fc.record({ kind: fc.nat(11), dials: fc.array(fc.nat(50), { minLength: 12, maxLength: 12 }) });

const recipe: fc.Arbitrary<Recipe> = fc.record({
  functions: fc.array(part, { maxLength: 4 }),
  statements: fc.array(part, { minLength: 1, maxLength: 14 }),
  isImporting: fc.boolean(),
});

/** The statements of a model, one a string; a function may take several lines. */
export const modelStatements: fc.Arbitrary<string[]> = recipe.map(statementsOf);

export const modelTexts: fc.Arbitrary<string> = modelStatements.map((statements) => statements.join('\n'));

function statementsOf({ functions, statements, isImporting }: Recipe): string[] {
  const lines = [
    ...(isImporting ? ['import "library.bp"'] : []),
    'param p = 0.5',
    'data X = [[0.1, 0.2], [-0.3, 0.4]]',
  ];
  const callable = ['tanh', 'sin', ...(isImporting ? ['squashed'] : [])];
  functions.forEach(({ kind, dials }, i) => {
    const a = expression(dials, ['x'], callable);
    const b = expression(dials.slice(6), ['x', 'a'], callable);
    const body =
      kind % 3 === 0 ? ` = ${a}` : ` {\n  a = ${a}\n  b = ${b}\n  return a * b${kind % 3 === 1 ? ' + x' : ''}\n}`;
    lines.push(`fn f${i}(x)${body}`);
    callable.push(`f${i}`);
  });
  const scalars = ['p'];
  const numbers = ['p'];
  statements.forEach(({ kind, dials }, i) => {
    const name = `v${i}`;
    const [line, isScalar] = statement(kind, name, dials, numbers, scalars, callable);
    lines.push(line);
    numbers.push(name);
    if (isScalar) scalars.push(name);
  });
  lines.push(
    `loss L = mean(${numbers.at(-1)}) + p * ${numbers[numbers.length >> 1]}${scalars.includes(numbers[numbers.length >> 1]) ? '' : '[0]'}`,
  );
  return lines;
}

function statement(
  kind: number,
  name: string,
  dials: readonly number[],
  numbers: readonly string[],
  scalars: readonly string[],
  callable: readonly string[],
): [line: string, isScalar: boolean] {
  const value = expression(dials, numbers, callable);
  const scalar = expression(dials, scalars, callable);
  switch (kind) {
    case 0:
      return [`param ${name} = ${dials[0] / 10}`, true];
    case 1:
      return [`param ${name} = [${dials[0] / 10}, -${dials[1] / 10}, 1]`, false];
    case 2:
      return [`const ${name} = ${dials[0] / 20} * 2`, true];
    case 3:
      return [`loss ${name} = ${scalar}`, true];
    case 4:
      return [`${name} = ∂(${scalar})/∂p`, true];
    case 5:
      return [`${name} = mean(dense(X @ [[${scalar}], [1]], 2))`, true];
    case 6:
      return [`${name} = sum(mlp(X * ${scalar}, 2, 1))`, true];
    case 7:
      return [`${name} = [${scalar}, 2, ${scalars[dials[3] % scalars.length]}]`, false];
    case 8:
      return [`${name} = ${scalar} - ${scalar}`, true];
    default:
      return [`${name} = sum(${value}) / 3`, true];
  }
}

/** A formula over some names: `f0(x * a) + 0.3`. */
function expression(dials: readonly number[], names: readonly string[], callable: readonly string[]): string {
  const [shape, first, second, one, two, number] = dials;
  const [f, g] = [callable[one % callable.length], callable[two % callable.length]];
  const [a, b] = [names[names.length - 1 - (first % names.length)], names[second % names.length]];
  return [
    `${a} * ${b}`,
    `${f}(${a})`,
    `${f}(${g}(${a}) - ${b})`,
    `${f}(${a}) * ${g}(${a})`,
    `${a} + ${number / 10}`,
    `(${a} - ${b})^2`,
    `${a} * ${a} + ${f}(${f}(${b}))`,
  ][shape % 7];
}
