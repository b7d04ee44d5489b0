/** Every displayed number parses back to the number that the engine computed. */

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../protocol/editor/settings.ts';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import type { NodeId } from '../../server/src/engine/ir/program.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { lensesOf } from '../../server/src/features/annotations/codeLens.ts';
import { lineDecorationsOf } from '../../server/src/features/annotations/lineDecorations.ts';
import { hoverAt } from '../../server/src/features/hover/hover.ts';
import { isDefinition, labelOf, rangeIn } from '../../server/src/language/syntax/ast.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { evaluated, valuesOf } from '../support/models/evaluated.ts';
import { sampleModels } from '../support/models/fuzzedTexts.ts';
import { parseNumber } from '../support/texts/parseNumber.ts';

/** All digits of a float64, so that numbers parse back exactly. */
const settings: Settings = { ...defaultSettings, digits: 17 };

const unary = ['-a', 'a^2', 'a^3', 'exp(a)', 'sin(a)', 'relu(a)', 'sigmoid(a)', 'tanh(a)', 'abs(a)', 'a / 3', '2^a'];
const binary = ['a + b', 'a - b', 'a * b', 'a / (b^2 + 1)', 'max(a, b)', 'where(a > b, a, b)', '(a - b)^2'];

/** Scalar models: some params, and nodes computed from preceding names. */
const scalarModels = fc
  .tuple(
    fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 1, maxLength: 3 }),
    fc.array(fc.record({ form: fc.constantFrom(...unary, ...binary), a: fc.nat(), b: fc.nat() }), {
      minLength: 1,
      maxLength: 8,
    }),
  )
  .map(([params, nodes]) => {
    const names = params.map((_, i) => `p${i}`);
    const lines = params.map((value, i) => `param p${i} = ${value / 10}`);
    for (const { form, a, b } of nodes) {
      const [left, right] = [a, b].map((at) => names[at % names.length]);
      lines.push(`n${names.length} = ${form.replace(/\b[ab]\b/g, (word) => (word === 'a' ? left : right))}`);
      names.push(`n${names.length}`);
    }
    return [...lines, `loss L = ${names.at(-1)} + ${names.at(-2) ?? '0'} * 0.5`].join('\n');
  });

test("lenses show the engine's values, gradients and updates", () => {
  fc.assert(fc.property(scalarModels, expectLensesToAgree));
  for (const model of sampleModels) expectLensesToAgree(model);
});

function expectLensesToAgree(text: string): void {
  const snapshot = evaluated(text);
  const titles = lensesOf(statementAnnotationsOf(snapshot), settings, 'file:///model.bp').map(
    ({ command }) => command!.title,
  );
  for (const statement of snapshot.tree.statements.filter(isDefinition)) {
    const name = labelOf(statement);
    const node = snapshot.model.statementNodes[statement.id];
    const lens = titles.find((title) => title.startsWith(`${name} = `));
    const isTensor = snapshot.model.program.shape(node).length > 0;
    if (lens === undefined || isTensor) continue;
    const numbers = /^\S+ = (\S+)(?: → (\S+))?(?: · ∂\S.*\/∂\S+ = (\S+))?$/.exec(lens)!;
    expect(parseNumber(numbers[1])).toBe(plus0(valueAt(snapshot, node)));
    if (numbers[2] !== undefined) expect(parseNumber(numbers[2])).toBe(plus0(updatesOf(snapshot).get(node)!.to[0]));
    if (numbers[3] !== undefined) expect(parseNumber(numbers[3])).toBe(gradientAt(snapshot, node));
    expect(numbers[3] !== undefined).toBe(gradientAt(snapshot, node) !== undefined && statement.kind !== 'loss');
  }
}

test("line ends show the engine's values, gradients and updates", () => {
  fc.assert(
    fc.property(scalarModels, (text) => {
      const snapshot = evaluated(text);
      for (const { line, value, gradient, update } of lineDecorationsOf(statementAnnotationsOf(snapshot), settings)) {
        const statement = snapshot.tree.statements[line];
        const node = snapshot.model.statementNodes[statement.id];
        expect(parseNumber(value)).toBe(plus0(valueAt(snapshot, node)));
        expect(gradient === '' ? undefined : parseNumber(gradient.replace('∂', ''))).toBe(gradientAt(snapshot, node));
        if (update) expect(parseNumber(update.replace(/^.*→/, ''))).toBe(plus0(updatesOf(snapshot).get(node)!.to[0]));
      }
    }),
  );
});

test("hovers show the engine's value and gradient, and products that add up to it", () => {
  fc.assert(fc.property(scalarModels, expectHoversToAgree));
});

function expectHoversToAgree(text: string): void {
  const snapshot = evaluated(text);
  const annotations = statementAnnotationsOf(snapshot);
  for (const statement of snapshot.tree.statements.filter(isDefinition)) {
    const node = snapshot.model.statementNodes[statement.id];
    const { contents } = hoverAt({ snapshot, annotations }, rangeIn(statement, statement.name).start, settings)!;
    const markdown = (contents as { value: string }).value.replaceAll('\\', '');
    const [, value, gradient] = /^\*\*\S+ = (\S+)\*\* scalar(?: · \*\*∂\S+ = (\S+)\*\*)?$/m.exec(markdown)!;
    expect(parseNumber(value)).toBe(plus0(valueAt(snapshot, node)));
    expect(gradient && parseNumber(gradient)).toBe(gradientAt(snapshot, node));
    const products = Array.from(markdown.matchAll(/^\| `.*` \| (.*) \|$/gm), ([, row]) => expectRowToAgree(text, row));
    if (products.length === 0) continue;
    const sum = products.reduce((total, product) => total + product);
    expectClose(sum, gradientAt(snapshot, node)!);
  }
}

/** Evaluates each part of `∂L/∂f · ∂f/∂q = −4 · z = −4 · −4 = **16**` that is valid in the language; the last part is the product. */
function expectRowToAgree(text: string, row: string): number {
  const steps = row.split(/ = (?!=)/);
  const product = parseNumber(steps.at(-1)!.replaceAll('*', ''));
  for (const step of steps.slice(0, -1)) {
    const source = step.replaceAll('·', '*').replaceAll('e−', 'e-');
    const worked = step.includes('∂') ? undefined : valuesOf(evaluated(`${text}\nstep = ${source}`), 'step');
    if (worked) expectClose(worked[0], product);
  }
  return product;
}

function expectClose(found: number, expected: number): void {
  // Infinite contributions of both signs add up to NaN.
  if (found !== expected && !(Number.isNaN(found) && Number.isNaN(expected)))
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(expected)));
}

function valueAt({ model, evaluation }: EvaluatedSnapshot, node: NodeId): number {
  return elementsOf(model.program, evaluation.values, node)[0];
}

function gradientAt(snapshot: EvaluatedSnapshot, node: NodeId): number | undefined {
  const { objective } = snapshot.model;
  const adjoint = objective && adjointOf(objective.backwardPass, node);
  return adjoint === undefined ? undefined : plus0(valueAt(snapshot, adjoint));
}

/** A negative zero is shown as 0. */
function plus0(value: number): number {
  return value + 0;
}
