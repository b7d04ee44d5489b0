/** Random programs and every elementwise operator at special values, compared with PyTorch. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { multiply } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import {
  type ComparedProgram,
  pytorchDifferences,
  pytorchDifferencesOfEach,
  type Rounding,
} from '../../support/oracles/pytorchComparison.ts';
import { specOf } from '../../support/programs/operatorCases.ts';
import {
  addRoot,
  buildProgram,
  type GeneratorOptions,
  inDomain,
  type ProgramRecipe,
  programRecipes,
} from '../../support/programs/randomPrograms.ts';
import { generatedCases } from '../../support/setup/thorough.ts';

const elementwise = operators.filter(({ kind }) => kind === 'elementwise');

const values = [between(-2.9, 2.9), between(0.2, 3.9), between(-1, -0.5), between(0.5, 1)];

const randomPrograms: readonly (readonly [kind: string, GeneratorOptions, rounding: Rounding])[] = [
  ['scalar', { operators: elementwise, shapes: [[]], values, steps: 40 }, { values: 0, gradients: 1e-13 }],
  [
    'tensor',
    {
      operators: operators.filter(
        (operator) => operator.vjp.length > 0 && operator !== leaf && !specOf(operator)?.isExcludedFromRandomPrograms,
      ),
      shapes: [[], [3], [1, 3], [2, 1], [2, 3], [3, 2], [3, 3], [2, 3, 2], [2, 2, 3]],
      values,
      steps: 80,
    },
    { values: 1e-13, gradients: 1e-13 },
  ],
];

/** The number of programs of each kind. */
const { numRuns: count } = generatedCases(1_000);
const seed = 5;
const batchSize = 50;

describe.runIf(isPytorchRequired)('the comparison with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(randomPrograms)(
    `passes for every value and gradient of ${count} random %s programs`,
    async (_, options, rounding) => {
      const all = fc.sample(programRecipes(options), { seed, numRuns: count });
      for (let start = 0; start < count; start += batchSize) {
        const batch = all.slice(start, start + batchSize);
        if (await allAgree(batch, rounding)) continue;
        for (const index of batch.keys()) await expectAgreement(options, start + index, rounding);
        expect.unreachable('a program fails among others, but not alone');
      }
    },
  );

  describe.each([1, Infinity])('at special values, with an upstream gradient of %d', (upstream) => {
    test.each(elementwise.map((operator) => [operator.name, operator] as const))(
      'passes for %s',
      async (_, operator) => {
        const { program, root } = sweep(operator, upstream);
        expect(await pytorchDifferences(program, root)).toEqual([]);
      },
    );
  });
});

test.each(randomPrograms)('the random %s programs use every operator more than ten times', (_, options) => {
  const uses = new Map<Operator, number>();
  for (const recipe of fc.sample(programRecipes(options), { seed, numRuns: count })) {
    const { program } = built(recipe);
    for (let node = 0; node < program.length; node++) {
      uses.set(program.operator(node), (uses.get(program.operator(node)) ?? 0) + 1);
    }
  }
  for (const operator of options.operators) expect(uses.get(operator) ?? 0, operator.name).toBeGreaterThan(10);
});

/** Returns whether PyTorch agrees on every program of a batch. */
async function allAgree(batch: readonly ProgramRecipe[], rounding: Rounding): Promise<boolean> {
  try {
    const disagreements = await pytorchDifferencesOfEach(batch.map(built), rounding);
    return disagreements.every((lines) => lines.length === 0);
  } catch {
    return false;
  }
}

/** Compares one random program by itself, and shrinks it if PyTorch disagrees. */
async function expectAgreement(options: GeneratorOptions, index: number, rounding: Rounding): Promise<void> {
  const agrees = fc.asyncProperty(programRecipes(options), async (recipe) => {
    expect(await pytorchDifferencesOfEach([built(recipe)], rounding)).toEqual([[]]);
  });
  await fc.assert(agrees, { seed, path: `${index}`, numRuns: 1 });
}

function built(recipe: ProgramRecipe): ComparedProgram {
  const program = buildProgram(recipe, inDomain);
  return { program, root: addRoot(program) };
}

const specialValues: Record<number, readonly number[]> = {
  1: [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 20, 20.5, -20, 1000, -1000, 1e-10, 1e200, -1e200, Infinity, -Infinity],
  2: [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1000, -1000, 1e-10, Infinity, -Infinity],
  3: [0, -0, 1, -1, 2, -2, Infinity, -Infinity],
};

/** An operator applied to every combination of special values, with an upstream gradient. */
function sweep(operator: Operator, upstream: number): ComparedProgram {
  const program = new Program();
  const rows = combinations(operator.sampleIntervals.map((_, position) => candidates(operator, position)));
  const leaves = operator.sampleIntervals.map((_, position) => {
    const values = rows.map((row) => row[position]);
    return program.add(leaf, [program.add(constant, [], { shape: [rows.length], values })]);
  });
  const scaled = program.add(multiply, [program.add(operator, leaves), program.addConstant(upstream)]);
  return { program, root: program.add(sum, [scaled]) };
}

/** Parameters with a default, such as a slope, are settings: an infinite one tests nothing. */
function candidates({ sampleIntervals: intervals, call }: Operator, position: number): readonly number[] {
  const parameter = call?.parameters[position];
  const isSetting = parameter?.kind === 'operand' && parameter.default !== undefined;
  return specialValues[intervals.length].filter((value) => !isSetting || Number.isFinite(value));
}

function combinations(choices: readonly (readonly number[])[]): number[][] {
  return choices.reduce<number[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

function between(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 999 }).map((thousandths) => low + ((high - low) * thousandths) / 1000);
}
