/** Random valid models as text: nested functions, layers, gradients of gradients, an import, several losses. */

import fc from 'fast-check';

/** The file that random models import. */
export const library = {
  'library.bp': 'const half = 1 / 2\nfn squashed(x) {\n  y = tanh(x * half)\n  return y + x * 0.1\n}',
};

interface ModelRecipe {
  readonly functions: readonly StatementRecipe[];
  readonly statements: readonly StatementRecipe[];
  readonly isImporting: boolean;
}

/** Numbers that choose among the available alternatives. */
interface StatementRecipe {
  readonly kind: number;
  readonly choices: readonly number[];
}

const statementRecipe = fc.record({
  kind: fc.nat(11),
  choices: fc.array(fc.nat(50), { minLength: 12, maxLength: 12 }),
});

const modelRecipe: fc.Arbitrary<ModelRecipe> = fc.record({
  functions: fc.array(statementRecipe, { maxLength: 4 }),
  statements: fc.array(statementRecipe, { minLength: 1, maxLength: 14 }),
  isImporting: fc.boolean(),
});

/** The statements of a model, one a string; a function may take several lines. */
export const modelStatements: fc.Arbitrary<string[]> = modelRecipe.map(statementsOf);

export const modelTexts: fc.Arbitrary<string> = modelStatements.map((statements) => statements.join('\n'));

function statementsOf({ functions, statements, isImporting }: ModelRecipe): string[] {
  const lines = [
    ...(isImporting ? ['import "library.bp"'] : []),
    'param p = 0.5',
    'data X = [[0.1, 0.2], [-0.3, 0.4]]',
  ];
  const callable = ['tanh', 'sin', ...(isImporting ? ['squashed'] : [])];
  functions.forEach(({ kind, choices }, i) => {
    const a = expression(choices, ['x'], callable);
    const b = expression(choices.slice(6), ['x', 'a'], callable);
    const body =
      kind % 3 === 0 ? ` = ${a}` : ` {\n  a = ${a}\n  b = ${b}\n  return a * b${kind % 3 === 1 ? ' + x' : ''}\n}`;
    lines.push(`fn f${i}(x)${body}`);
    callable.push(`f${i}`);
  });
  const scalars = ['p'];
  const names = ['p'];
  statements.forEach(({ kind, choices }, i) => {
    const name = `v${i}`;
    const [line, isScalar] = statement(kind, name, choices, names, scalars, callable);
    lines.push(line);
    names.push(name);
    if (isScalar) scalars.push(name);
  });
  lines.push(
    `loss L = mean(${names.at(-1)}) + p * ${names[names.length >> 1]}${scalars.includes(names[names.length >> 1]) ? '' : '[0]'}`,
  );
  return lines;
}

function statement(
  kind: number,
  name: string,
  choices: readonly number[],
  names: readonly string[],
  scalars: readonly string[],
  callable: readonly string[],
): [line: string, isScalar: boolean] {
  const value = expression(choices, names, callable);
  const scalar = expression(choices, scalars, callable);
  switch (kind) {
    case 0:
      return [`param ${name} = ${choices[0] / 10}`, true];
    case 1:
      return [`param ${name} = [${choices[0] / 10}, -${choices[1] / 10}, 1]`, false];
    case 2:
      return [`const ${name} = ${choices[0] / 20} * 2`, true];
    case 3:
      return [`loss ${name} = ${scalar}`, true];
    case 4:
      return [`${name} = ∂(${scalar})/∂p`, true];
    case 5:
      return [`${name} = mean(dense(X @ [[${scalar}], [1]], 2))`, true];
    case 6:
      return [`${name} = sum(mlp(X * ${scalar}, 2, 1))`, true];
    case 7:
      return [`${name} = [${scalar}, 2, ${scalars[choices[3] % scalars.length]}]`, false];
    case 8:
      return [`${name} = ${scalar} - ${scalar}`, true];
    case 9:
      // Three steps: every tensor of a model has three elements, as any two may be subtracted.
      return [`${name}[0] = ${scalar}\nfor t in 1..2 {\n  ${name}[t] = ${recurrence(name, choices, scalar)}\n}`, false];
    case 10:
      return [
        `${name}[0] = ${scalar}\n${name}[1] = 1\nfor t in 2..2 {\n  a${name} = ${scalar}\n  ${name}[t] = a${name} - ${name}[t - 1] * ${name}[t - 2]\n}`,
        false,
      ];
    default:
      return [`${name} = sum(${value}) / 3`, true];
  }
}

/** The value of a step. */
function recurrence(name: string, choices: readonly number[], scalar: string): string {
  return [`tanh(${name}[t - 1]) + t * ${scalar}`, `sum(mlp(X * ${name}[t - 1], 2, 1))`, `${name}[0] * ${scalar} / t`][
    choices[2] % 3
  ];
}

/** A formula over some names: `f0(x * a) + 0.3`. */
function expression(choices: readonly number[], names: readonly string[], callable: readonly string[]): string {
  const [shape, first, second, one, two, number] = choices;
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
