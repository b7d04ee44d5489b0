/** PyTorch as the judge: random programs, and every elementwise operator at special values, in one Python process. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../server/src/engine/differentiate.ts';
import type { Operator } from '../../server/src/engine/operator.ts';
import { multiply } from '../../server/src/engine/ops/arithmetic.ts';
import { constant, leaf, number } from '../../server/src/engine/ops/leaves.ts';
import { sum } from '../../server/src/engine/ops/reductions.ts';
import { operators } from '../../server/src/engine/ops.ts';
import { type NodeId, Program } from '../../server/src/engine/program.ts';
import { pytorchScript } from '../../server/src/export/pytorch.ts';
import { evaluate } from '../support/evaluate.ts';
import { runPython, torchExpected } from '../support/python.ts';
import { addRoot, cook, type Ingredients, inDomain, type Recipe, recipes } from '../support/recipes.ts';

const elementwise = operators.filter(({ kind }) => kind === 'elementwise');
const computing = operators.filter(({ name }) => name !== 'constant' && name !== 'leaf');
const values = fc.integer({ min: -2900, max: 2900 }).map((thousandths) => thousandths / 1000);
const shapes = [[], [3], [1, 3], [2, 1], [2, 3], [3, 2], [3, 3], [2, 3, 2], [2, 2, 3]];

const randomPrograms: readonly (readonly [string, Ingredients])[] = [
  ['scalar', { operators: elementwise, shapes: [[]], values, steps: 40 }],
  ['tensor', { operators: computing, shapes, values, steps: 30 }],
];
const sampling = { seed: 5, numRuns: 200 };

describe.runIf(torchExpected)('PyTorch agrees to 1e-12', { timeout: 120_000 }, () => {
  const verdicts = new Map<string, readonly string[]>();

  beforeAll(async () => {
    const subjects = new Map<string, Subject>();
    for (const [, ingredients] of randomPrograms) {
      for (const recipe of fc.sample(recipes(ingredients), sampling))
        subjects.set(JSON.stringify(recipe), cooked(recipe));
    }
    for (const operator of elementwise) {
      for (const upstream of upstreams) subjects.set(`${operator.name} ${upstream}`, sweep(operator, upstream));
    }
    const disagreements = await judge([...subjects.values()]);
    [...subjects.keys()].forEach((key, i) => {
      verdicts.set(key, disagreements[i]);
    });
  }, 120_000);

  test.each(randomPrograms)('on every value and gradient of 200 random %s programs', async (_, ingredients) => {
    const agrees = fc.asyncProperty(recipes(ingredients), async (recipe) => {
      const [verdict] = [verdicts.get(JSON.stringify(recipe)) ?? (await judge([cooked(recipe)]))[0]];
      expect(verdict).toEqual([]);
    });
    await fc.assert(agrees, sampling);
  });

  describe.each(upstreams)('at special values, with %d coming back', (upstream) => {
    test.each(elementwise.map(({ name }) => name))('on %s', (name) => {
      expect(verdicts.get(`${name} ${upstream}`)).toEqual([]);
    });
  });
});

test.each(randomPrograms)('the random %s programs use every operator, and more than a few', (_, ingredients) => {
  const uses = new Map<Operator, number>();
  for (const recipe of fc.sample(recipes(ingredients), sampling)) {
    const { program } = cooked(recipe);
    for (let node = 0; node < program.length; node++) {
      uses.set(program.operator(node), (uses.get(program.operator(node)) ?? 0) + 1);
    }
  }
  for (const operator of ingredients.operators) expect(uses.get(operator) ?? 0, operator.name).toBeGreaterThan(10);
});

/** A program, and the scalar whose gradient is compared. */
interface Subject {
  readonly program: Program;
  readonly root: NodeId;
}

function cooked(recipe: Recipe): Subject {
  const program = cook(recipe, inDomain);
  return { program, root: addRoot(program) };
}

const upstreams = [1, Infinity];

const specialValues: Record<number, readonly number[]> = {
  1: [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 20, 20.5, -20, 1000, -1000, 1e-10, 1e200, -1e200, Infinity, -Infinity],
  2: [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1000, -1000, 1e-10, Infinity, -Infinity],
  3: [0, -0, 1, -1, 2, -2, Infinity, -Infinity],
};

/** An operator applied to every combination of special values, and the gradient that comes back to it. */
function sweep(operator: Operator, upstream: number): Subject {
  const program = new Program();
  const rows = combinations(operator.domain.map((_, position) => candidates(operator, position)));
  const leaves = operator.domain.map((_, position) => {
    const values = rows.map((row) => row[position]);
    return program.add(leaf, [program.add(constant, [], { shape: [rows.length], values })]);
  });
  const scaled = program.add(multiply, [program.add(operator, leaves), number(program, upstream)]);
  return { program, root: program.add(sum, [scaled]) };
}

/** Parameters with a default, such as a slope, are settings: an infinite one says nothing. */
function candidates({ domain, syntax }: Operator, position: number): readonly number[] {
  const isSetting = syntax?.kind === 'call' && syntax.parameters[position].default !== undefined;
  return specialValues[domain.length].filter((value) => !isSetting || Number.isFinite(value));
}

function combinations(choices: readonly (readonly number[])[]): number[][] {
  return choices.reduce<number[][]>(
    (rows, values) => rows.flatMap((row) => values.map((value) => [...row, value])),
    [[]],
  );
}

/** For each program, the nodes about which PyTorch says something else. */
async function judge(subjects: readonly Subject[]): Promise<string[][]> {
  const scripts = subjects.map(({ program, root }) => {
    const names = new Map(Array.from({ length: root + 1 }, (_, node) => [node, `n${node}`]));
    return `${pytorchScript(program, root, names)}report([${[...names.values()].join(', ')}])\n`;
  });
  const printed = await runPython([reporter, ...scripts].join('\n'));
  return printed
    .trimEnd()
    .split('\n')
    .map((line, i) => disagreements(subjects[i], readings(line)));
}

const reporter = `
import json

def report(nodes):
    flat = lambda tensor: None if tensor is None else tensor.flatten().tolist()
    print(json.dumps([{'value': flat(node.detach()), 'gradient': flat(node.grad)} for node in nodes]))
`;

interface Reading {
  readonly value: readonly number[];
  readonly gradient: readonly number[] | null;
}

/** Python writes NaN and the infinities as JSON has no way to. */
function readings(line: string): Reading[] {
  const quoted = line.replace(/-?Infinity|NaN/g, '"$&"');
  return JSON.parse(quoted, (_, value) => (typeof value === 'string' ? Number(value) : value));
}

function disagreements({ program, root }: Subject, theirs: readonly Reading[]): string[] {
  const gradient = differentiate(program, root, (node) => program.operator(node) === leaf);
  const ours = evaluate(program);
  return theirs.flatMap(({ value, gradient: theirGradient }, node) => {
    const name = `n${node}, ${program.operator(node).name}(${program.operands(node)})`;
    const adjoint = adjointOf(gradient, node);
    const nothing = new Float64Array(ours[node].length);
    return [
      ...differences(`value of ${name}`, ours[node], value),
      ...differences(`gradient of ${name}`, adjoint === undefined ? nothing : ours[adjoint], theirGradient ?? nothing),
    ];
  });
}

function differences(what: string, ours: ArrayLike<number>, theirs: ArrayLike<number>): string[] {
  const places = Array.from({ length: Math.max(ours.length, theirs.length) }, (_, i) => i);
  return places
    .filter((i) => !agree(ours[i], theirs[i]))
    .map((i) => `${what} at ${i}: ${ours[i]}, PyTorch ${theirs[i]}`);
}

function agree(ours: number, theirs: number): boolean {
  if (ours === theirs || (Number.isNaN(ours) && Number.isNaN(theirs))) return true;
  return Math.abs(ours - theirs) <= 1e-12 * Math.max(Math.abs(ours), Math.abs(theirs));
}
