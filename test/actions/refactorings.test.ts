/** Refactorings by example: a selection, and the text each refactoring produces or the reason it is refused. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refactoringsAt } from '../../server/src/actions/refactorings.ts';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { referencesIn } from '../../server/src/language/names/references/references.ts';
import { fileSymbols } from '../../server/src/language/names/references/symbols.ts';
import { isRefusal } from '../../server/src/language/problems/refusal.ts';
import { applyEdits } from '../../server/src/language/text/edits.ts';
import { analyze, type EvaluatedSnapshot, type Snapshot } from '../../server/src/snapshot/snapshot.ts';
import { expectUnchanged } from '../support/fixtures/fixture.ts';
import { withCrlf } from '../support/models/crlf.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { filesOf } from '../support/models/memoryFiles.ts';
import { library, modelTexts } from '../support/models/randomModels.ts';

const fixtures: readonly (readonly [name: string, fixture: string])[] = [
  [
    'a product',
    `
# The lesson.
param x = 2
# Squared.
loss L = («x * 3» - 1)^2
--- Extract node product
# The lesson.
param x = 2
product = x * 3
# Squared.
loss L = (product - 1)^2
--- Extract fn f
# The lesson.
param x = 2
fn f(x) = x * 3
# Squared.
loss L = (f(x) - 1)^2`,
  ],
  [
    'a schedule',
    `
param x = 2
loss L = x^2
train sgd(lr = 0.1 * («1 - step / 10»))
--- Extract const difference
refused: This would cause an error: 'step' is not defined
--- Extract fn f
param x = 2
loss L = x^2
fn f(step) = 1 - step / 10
train sgd(lr = 0.1 * f(step))`,
  ],
  [
    'an expression in brackets',
    `
param x = 2
loss L = («x - 1»)^2
--- Extract node difference
param x = 2
difference = x - 1
loss L = difference^2
--- Extract fn f
param x = 2
fn f(x) = x - 1
loss L = f(x)^2`,
  ],
  [
    'an expression with its brackets',
    `
param x = 2
loss L = «(x - 1)»^2 + (x - 1) * 2
--- Extract node difference
param x = 2
difference = x - 1
loss L = difference^2 + (x - 1) * 2
--- Extract node difference from 2 occurrences
param x = 2
difference = x - 1
loss L = difference^2 + difference * 2
--- Extract fn f
param x = 2
fn f(x) = x - 1
loss L = f(x)^2 + (x - 1) * 2`,
  ],
  [
    'an argument',
    `
param x = 2
loss L = tanh(«x»)
--- Inline x
refused: x is a param, which training updates.`,
  ],
  [
    'a call',
    `
const total = 2
loss L = total * «tanh(total + 1)»
--- Extract node tanh
const total = 2
tanh = tanh(total + 1)
loss L = total * tanh
--- Extract fn f
const total = 2
fn f(total) = tanh(total + 1)
loss L = total * f(total)`,
  ],
  [
    'an expression over two lines',
    `
a = (1 + «2 *
  3»)
--- Extract node product
product = (2 *
  3)
a = (1 + product)
--- Extract fn f
fn f() = (2 *
  3)
a = (1 + f())`,
  ],
  [
    'an incomplete expression',
    `
a = 1 + «2 + 3»
--- Extract node
refused: The selection is not a complete expression.`,
  ],
  [
    'an expression in a const',
    `
const a = «2 * 3» + 1
b = 2
--- Extract const product
const product = 2 * 3
const a = product + 1
b = 2
--- Extract fn f
fn f() = 2 * 3
const a = f() + 1
b = 2`,
  ],
  [
    'an expression in data',
    `
data X = [1, 2]
data Y = «X * 2» + 1
--- Extract data product
data X = [1, 2]
data product = X * 2
data Y = product + 1
--- Extract fn f
data X = [1, 2]
fn f(X) = X * 2
data Y = f(X) + 1`,
  ],
  [
    'an expression in a const and in a node',
    `
data X = [1, 2]
const m = «mean(X)» + 1
a = mean(X)
--- Extract const mean
data X = [1, 2]
const mean = mean(X)
const m = mean + 1
a = mean(X)
--- Extract fn f
data X = [1, 2]
fn f(X) = mean(X)
const m = f(X) + 1
a = mean(X)`,
  ],
  [
    'a number in a param',
    `
param a = [1, «2»]
loss L = sum(a)
--- Extract const value
refused: The numbers of a param can't be extracted: training updates them.`,
  ],
  [
    'the length of a param',
    `
const n = 1
param W[«n + 1»] ~ zeros()
loss L = sum(W)
--- Extract const total
const n = 1
const total = n + 1
param W[total] ~ zeros()
loss L = sum(W)
--- Extract fn f
const n = 1
fn f(n) = n + 1
param W[f(n)] ~ zeros()
loss L = sum(W)`,
  ],
  [
    'a number',
    `
a = «0.5» * 2
b = 2
--- Extract node value
value = 0.5
a = value * 2
b = 2
--- Extract const value
const value = 0.5
a = value * 2
b = 2
--- Extract param value
param value = 0.5
a = value * 2
b = 2`,
  ],
  [
    'an expression in the body of a function',
    `
fn f(x) {
  # Twice.
  y = «x^2» + x^2
  return y + x^2
}
a = f(2) + 2^2
--- Extract node power
fn f(x) {
  power = x^2
  # Twice.
  y = power + x^2
  return y + x^2
}
a = f(2) + 2^2
--- Extract node power from 3 occurrences
fn f(x) {
  power = x^2
  # Twice.
  y = power + power
  return y + power
}
a = f(2) + 2^2
--- Extract fn f2
fn f2(x) = x^2
fn f(x) {
  # Twice.
  y = f2(x) + x^2
  return y + x^2
}
a = f(2) + 2^2`,
  ],
  [
    'an expression in the formula of a function',
    `
fn f(x) = «x^2» + 1
a = f(2)
--- Extract node power
fn f(x) {
  power = x^2
  return power + 1
}
a = f(2)
--- Extract fn f2
fn f2(x) = x^2
fn f(x) = f2(x) + 1
a = f(2)`,
  ],
  [
    'a call that creates params',
    `
h = sum(«dense([[1, 2]], 2)»)
--- Extract node dense2
refused: It calls a function that creates params, which are named after the calling statement.
--- Extract fn f
refused: It calls a function that creates params, which are named after the calling statement.`,
  ],
  [
    'a call that draws random numbers',
    `
h = 2 * «dropout([1, 2])»
--- Extract node dropout
refused: It draws random numbers, which depend on its order among all such calls.
--- Extract fn f
refused: It draws random numbers, which depend on its order among all such calls.`,
  ],
  [
    'the parameter of a draw',
    `
param s = 1
eps ~ normal(0, «exp(s)»)
--- Extract node exp
param s = 1
exp = exp(s)
eps ~ normal(0, exp)
--- Extract fn f
param s = 1
fn f(s) = exp(s)
eps ~ normal(0, f(s))`,
  ],
  [
    'a draw',
    `
eps«[2] ~ normal()»
h = eps
--- Extract node value
refused: It draws random numbers, which belong to the name of their statement.
--- Extract fn f
refused: It draws random numbers, which belong to the name of their statement.`,
  ],
  [
    'an expression in an expectation',
    `
param x = 2
expect «x * 2» ≈ 4
--- Extract node product
param x = 2
product = x * 2
expect product ≈ 4
--- Extract fn f
param x = 2
fn f(x) = x * 2
expect f(x) ≈ 4`,
  ],
  [
    'the variable of a gradient',
    `
param x = 2
loss L = x^2
g = ∂L/∂«x»
--- Inline x
refused: x is a param, which training updates.`,
  ],
  [
    'a gradient',
    `
param x = 2
loss L = x^2
g = 2 * «∂L/∂x»
--- Extract node value
param x = 2
loss L = x^2
value = ∂L/∂x
g = 2 * value
--- Extract fn f
refused: Calls that create params, and gradients, can't move into a function.`,
  ],
  [
    'an axis',
    `
a = sum([[1, 2]], axis = «[0, 1]»)
--- Extract node value
refused: This would cause an error: an axis must be a constant whole number such as 0 or −1, or a list of them
--- Extract const value
refused: This would cause an error: an axis must be a constant whole number such as 0 or −1, or a list of them
--- Extract param value
refused: This would cause an error: an axis must be a constant whole number such as 0 or −1, or a list of them`,
  ],
  [
    'an expression in a statement beside another one',
    `
fn f(x) { return «x * 2» + 1 }
a = f(1)
--- Extract node product
refused: The statement shares its line with another statement.
--- Extract fn f2
fn f2(x) = x * 2
fn f(x) { return f2(x) + 1 }
a = f(1)`,
  ],
  [
    'a node',
    `
param x = 2
«q» = x + 1
loss L = q^2 * q - q
--- Inline q
param x = 2
loss L = (x + 1)^2 * (x + 1) - (x + 1)`,
  ],
  [
    'a use of a node',
    `
param x = 2
# The sum.
q = x * 3 # three times
loss L = -«q» + (q)^2 + tanh(q)
--- Inline q
param x = 2
loss L = -(x * 3) + (x * 3)^2 + tanh(x * 3)`,
  ],
  [
    'a node that needs no brackets',
    `
param x = 2
«q» = -x
loss L = 3 - q * q + 2^q
--- Inline q
param x = 2
loss L = 3 - -x * -x + 2^-x`,
  ],
  [
    'a number before a transpose',
    `
«q» = 2
a = q.T
--- Inline q
a = (2).T`,
  ],
  [
    'a node in a body',
    `
fn f(x) {
  «y» = x + 1
  return y * 2
}
a = f(2)
--- Inline y
fn f(x) {
  return (x + 1) * 2
}
a = f(2)`,
  ],
  [
    'a node with a name that a function shadows',
    `
a = 2
«q» = a + 1
fn f(a) = q * a
b = f(2)
--- Inline q
refused: In f, 'a' has a different meaning.`,
  ],
  [
    'a node named in a gradient',
    `
param x = 2
«q» = x^2
loss L = q + 1
g = ∂L/∂q
--- Inline q
refused: A member or a gradient refers to q by name.`,
  ],
  [
    'a param',
    `
param «x» = 2
loss L = x^2
--- Inline x
refused: x is a param, which training updates.
--- Change x to a const
const x = 2
loss L = x^2`,
  ],
  [
    'a loss',
    `
param x = 2
loss «L» = x^2
expect L ≈ 4
--- Inline L
refused: L is a loss, which training minimizes.`,
  ],
  [
    'an unused node',
    `
«q» = 2
--- Inline q
refused: q is not used.`,
  ],
  [
    'a node that creates params',
    `
«h» = dense([[1, 2]], 2)
a = sum(h)
--- Inline h
refused: It calls a function that creates params, which are named after the calling statement.`,
  ],
  [
    'a const computed from samples',
    `
data X = [1, 2]
const «m» = mean(X)
a = X - m
--- Inline m
refused: m is computed over all samples; inlined, it would be computed over a mini-batch.
--- Change m to a param
data X = [1, 2]
param m = mean(X)
a = X - m`,
  ],
  [
    'a const that a const uses',
    `
const «k» = 1 + 1
const b = k * 2
--- Inline k
const b = (1 + 1) * 2
--- Change k to a param
refused: This would cause an error: 'k' is a param; a const can only use numbers, consts and data`,
  ],
  [
    'a node before a function named like an operator',
    `
«q» = tanh(1)
fn tanh(x) = x
a = q + tanh(2)
--- Inline q
refused: A function that it calls has a different meaning further down.`,
  ],
  [
    'a const that can become a param',
    `
const «k» = 0.5
loss L = k^2
--- Inline k
loss L = 0.5^2
--- Change k to a param
param k = 0.5
loss L = k^2`,
  ],
  [
    'a const that cannot become a param',
    `
const «k» = 0.5
const b = 2 * k
loss L = b * k
--- Inline k
const b = 2 * 0.5
loss L = b * 0.5
--- Change k to a param
refused: This would cause an error: 'k' is a param; a const can only use numbers, consts and data`,
  ],
  [
    'a random param',
    `
param «W»[2] ~ normal(0, 0.5)
loss L = sum(W)
--- Inline W
refused: W is a param, which training updates.
--- Replace the initializer of W with its values
param W = [-0.4335019603278968, -1.0104246921313194]
loss L = sum(W)`,
  ],
  [
    'a power',
    `
a = 2 «»** 3
--- Replace '**' with '^'
a = 2 ^ 3`,
  ],
  [
    'several statements',
    `
param x = 2
«a = x^2
# Half of it.
b = (a *
  0.5)

c = b + x» # all
loss L = c^2
--- Extract fn f
param x = 2
fn f(x) {
  a = x^2
  # Half of it.
  b = (a *
    0.5)

  c = b + x
  return c
}
c = f(x) # all
loss L = c^2`,
  ],
  [
    'statements with two values that are used elsewhere',
    `
param x = 2
«a = x^2
b = a * 0.5»
loss L = a * b
--- Extract fn f
refused: A function returns one value, but a and b are both used elsewhere.`,
  ],
  [
    'statements that include a param',
    `
«param x = 2
b = x * 0.5»
loss L = b
--- Extract fn f
refused: A function can only be extracted from nodes and consts.`,
  ],
  [
    'consts',
    `
const n = 2
«const a = n^2
const b = a * 0.5
»const c = b + 1
--- Extract fn f
const n = 2
fn f(n) {
  const a = n^2
  const b = a * 0.5
  return b
}
const b = f(n)
const c = b + 1`,
  ],
];

test.each(fixtures)('the refactorings of %s have the expected results', async (_, fixture) => {
  const outcome = await refactored(fixture.split('\n--- ')[0].slice(1));
  expectUnchanged(fixture, () => outcome);
});

test.each(fixtures)('the refactorings of %s have the expected results in a text with CRLF', async (_, fixture) => {
  const [marked, ...results] = fixture.slice(1).split('\n--- ');
  const after = results.map((result) => withCrlf(result.slice(result.indexOf('\n') + 1)));
  const { text, start, end } = selectionIn(withCrlf(marked));
  const found = await refactoringsAt(evaluated(text), { start, end }, async () => false);
  const texts = found.map(({ outcome }) =>
    isRefusal(outcome) ? withCrlf(`refused: ${outcome.refusal}`) : applyEdits(text, outcome),
  );
  expect(texts).toEqual(after);
});

/** A fixture with the results of all refactorings of its selection. */
async function refactored(fixture: string): Promise<string> {
  const { text, start, end } = selectionIn(fixture);
  const found = await refactoringsAt(evaluated(text), { start, end }, async () => false);
  const results = found.map(({ title, outcome }) =>
    isRefusal(outcome) ? `--- ${title}\nrefused: ${outcome.refusal}` : `--- ${title}\n${applyEdits(text, outcome)}`,
  );
  return [fixture, ...results].join('\n');
}

function selectionIn(fixture: string) {
  return { text: fixture.replace(/[«»]/g, ''), start: fixture.indexOf('«'), end: fixture.indexOf('»') - 1 };
}

describe('refactoring a random model', () => {
  test('keeps the numbers when extracting and inlining', async () => {
    let extracted = 0;
    let inlined = 0;
    await fc.assert(
      fc.asyncProperty(modelTexts, fc.nat(), async (text, choice) => {
        const before = evaluated(text, files);
        const { tree } = before;
        const { all } = referencesIn(before.module);
        const { statements } = before.tree;
        const first = choice % statements.length;
        const several = { start: statements[first].start, end: (statements[first + 2] ?? statements.at(-1)!).end };
        const selections = [tree.expressionAt(choice % tree.expressionCount).range, all[choice % all.length], several];
        const found = await Promise.all(
          selections.map((selection) => refactoringsAt(before, selection, async () => false)),
        );
        for (const { title, kind, outcome } of found.flat()) {
          if (isRefusal(outcome) || kind === 'refactor.rewrite' || title.startsWith('Extract param')) continue;
          const after = evaluated(applyEdits(text, outcome), files);
          expectSameNumbers(before, after);
          if (kind === 'refactor.inline') inlined++;
          else extracted++;
        }
      }),
      { numRuns: 100 },
    );
    expect(Math.min(extracted, inlined)).toBeGreaterThan(20);
  }, 120_000);

  test('restores the text when inlining an extracted expression', async () => {
    let returned = 0;
    await fc.assert(
      fc.asyncProperty(modelTexts, fc.nat(), async (text, choice) => {
        const before = evaluated(text, files);
        const { tree } = before;
        const selection = tree.expressionAt(choice % tree.expressionCount).range;
        const there = (await refactoringsAt(before, selection, async () => false)).find(({ title }) =>
          /^Extract (node|const) \w+$/.test(title),
        );
        if (!there || isRefusal(there.outcome)) return;
        const [, name] = /(\w+)$/.exec(there.title)!;
        const between = evaluated(applyEdits(text, there.outcome), files);
        const { range: definition } = fileSymbols(between.module).all.find((named) => named.name === name)!;
        const back = (await refactoringsAt(between, definition, async () => false)).find(
          ({ kind }) => kind === 'refactor.inline',
        )!;
        if (isRefusal(back.outcome)) return;
        const after = analyze(applyEdits(between.text, back.outcome), 0, before.context);
        expect(formOf(after)).toEqual(formOf(before));
        returned++;
      }),
      { numRuns: 100 },
    );
    expect(returned).toBeGreaterThan(20);
  }, 120_000);
});

const files = filesOf(library);

/** Expects the same bits of every value; gradients may be added up in another order, with the same accuracy. */
function expectSameNumbers(before: EvaluatedSnapshot, after: EvaluatedSnapshot): void {
  const exactness = 1e-9 * (1 + largest(before.evaluation.values.data));
  expect(after.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
  for (const name of before.names.definitions.keys()) {
    if (!after.names.definitions.has(name)) continue;
    expectSame(valuesOf(before, name) ?? [], valuesOf(after, name) ?? [], before.text.includes('∂') ? exactness : 0);
  }
  expect(after.model.params.map(({ name }) => name)).toEqual(before.model.params.map(({ name }) => name));
  expectSame(gradientsOf(before), gradientsOf(after), exactness);
}

/** @param exactness the largest allowed difference. */
function expectSame(was: readonly number[], is: readonly number[], exactness: number): void {
  if (exactness === 0) expect(is).toEqual(was);
  expect(is.length).toBe(was.length);
  for (const [i, value] of was.entries())
    if (Number.isFinite(value)) expect(Math.abs(is[i] - value)).toBeLessThanOrEqual(exactness);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
}

function gradientsOf({ model, evaluation }: EvaluatedSnapshot): readonly number[] {
  const { objective, params, program } = model;
  return params.flatMap(({ node }) => {
    const adjoint = objective && adjointOf(objective.backwardPass, node);
    return adjoint === undefined ? [] : [...elementsOf(program, evaluation.values, adjoint)];
  });
}

/** The expressions of a text without their positions. */
function formOf({ tree }: Snapshot): readonly string[] {
  return tree.expressions.map((expression) => {
    const { kind } = expression;
    if (kind === 'binary') return expression.symbol;
    if (kind === 'call') return `${expression.callee.name}(${expression.arguments.length})`;
    return kind === 'name' ? expression.name : kind === 'number' ? String(expression.value) : kind;
  });
}
