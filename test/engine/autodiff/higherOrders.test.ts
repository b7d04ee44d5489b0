/** First, second and third derivatives of random programs, compared with PyTorch. */

import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { operators } from '../../../server/src/engine/operators/table.ts';
import { gradientOf, gradientSum } from '../../support/oracles/finiteDifferences.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';
import { forwardScript, runPytorch } from '../../support/oracles/pytorchHessians.ts';
import { evaluate } from '../../support/programs/evaluate.ts';
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

const orders = 3;

/**
 * Relative to the largest number of the gradient, since contributions to an element may cancel. Second derivatives of PyTorch's
 * binary_cross_entropy are off by 1e-10, as it adds 1e-12 to p and to 1 − p.
 */
const tolerance = 1e-9;
/** In smaller gradients everything has cancelled. */
const minScale = 1e-3;

const values = [between(-2.9, 2.9), between(0.2, 3.9), between(-1, -0.5), between(0.5, 1)];

const kinds: readonly (readonly [kind: string, GeneratorOptions])[] = [
  ['scalar', { operators: operators.filter(({ kind }) => kind === 'elementwise'), shapes: [[]], values, steps: 15 }],
  [
    'tensor',
    {
      operators: operators.filter(
        (operator) => operator.vjp.length > 0 && operator !== leaf && !specOf(operator)?.isExcludedFromRandomPrograms,
      ),
      shapes: [[], [3], [1, 3], [2, 1], [2, 3], [3, 2]],
      values,
      steps: 12,
    },
  ],
];

/** The number of programs of each kind: five thousand of both. */
const { numRuns: count } = generatedCases(2_500);
const seed = 7;
const batchSize = 50;

describe.runIf(isPytorchRequired)('derivatives of random programs', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(kinds)(`are PyTorch's in ${count} %s programs, up to the third order`, async (_, options) => {
    const recipes = fc.sample(programRecipes(options), { seed, numRuns: count });
    for (let start = 0; start < count; start += batchSize) {
      const batch = recipes.slice(start, start + batchSize);
      const differences = await differencesOf(batch);
      expect(differences.flatMap((lines, i) => lines.map((line) => `program ${start + i}: ${line}`))).toEqual([]);
    }
  });
});

/** For each program one line for each gradient that differs. */
async function differencesOf(recipes: readonly ProgramRecipe[]): Promise<string[][]> {
  const programs = recipes.map((recipe) => buildProgram(recipe, inDomain));
  const subjects = programs.map((program) => {
    const leaves = Array.from({ length: program.length }, (_, node) => node).filter(
      (node) => program.operator(node) === leaf,
    );
    return { program, leaves, root: addRoot(program) };
  });
  const theirs = (await runPytorch(`
weighed = lambda g: (g.flatten() * (1 + 0.3 * torch.sin(1 + 7 * torch.arange(g.numel())))).sum()
${normalizationScript}
results = []
${subjects.map(({ program, leaves, root }) => scriptOf(program, leaves, root)).join('')}
print(json.dumps(results))
`)) as number[][][][];
  return subjects.map(({ program, leaves, root }, index) => {
    const ours = derivativesOf(program, leaves, root);
    return ours.flatMap((gradients, order) =>
      gradients.flatMap((gradient, i) => {
        const their = theirs[index][order][i];
        const scale = Math.max(minScale, ...gradient.map(Math.abs), ...their.map(Math.abs));
        const isClose = gradient.every((our, k) => our === their[k] || Math.abs(our - their[k]) <= tolerance * scale);
        return isClose ? [] : [`order ${order + 1} by n${leaves[i]}: ${gradient}, ${their} by PyTorch`];
      }),
    );
  });
}

/**
 * PyTorch's own normalizations have wrong third derivatives: those of the sum of a layer_norm, which is 0, are not 0. Composed of
 * other functions they are right.
 */
const normalizationScript = `
def normalized(x, axes, eps):
    return (x - x.mean(axes, keepdim=True)) / torch.sqrt(x.var(axes, correction=0, keepdim=True) + eps)

def layer_norm(x, shape, eps):
    return normalized(x, -1, eps)

def batch_norm(x, weight, bias, mean, variance, training, momentum, eps, cudnn):
    return normalized(x, [axis for axis in range(x.dim()) if axis != 1], eps)

def group_norm(x, groups, eps):
    return normalized(x.reshape(x.shape[0], groups, -1), 2, eps).reshape(x.shape)
`;

function scriptOf(program: Program, leaves: readonly NodeId[], root: NodeId): string {
  return `
${forwardScript(program, root).replaceAll(/torch\.(nn\.functional\.)?(layer|batch|group)_norm\(/g, '$2_norm(')}
xs = [${leaves.map((node) => `n${node}`).join(', ')}]
y = n${root}
results.append([])
for order in range(${orders}):
    gradients = grad(y, xs)
    results[-1].append([flat(g) for g in gradients])
    y = sum([weighed(g) for g in gradients], torch.zeros(()))
`;
}

/** The gradients of each order by each leaf; a gradient that doesn't exist counts as 0. */
function derivativesOf(program: Program, leaves: readonly NodeId[], root: NodeId): number[][][] {
  let scalar = root;
  const adjoints = Array.from({ length: orders }, () => {
    const gradient = gradientOf(program, scalar, leaves);
    scalar = gradientSum(program, gradient, leaves);
    return leaves.map((node) => gradient.adjoints[node]);
  });
  const values = evaluate(program);
  return adjoints.map((nodes) =>
    nodes.map((node, i) => Array.from(node >= 0 ? values[node] : values[leaves[i]].map(() => 0))),
  );
}

function between(low: number, high: number): fc.Arbitrary<number> {
  return fc.integer({ min: 1, max: 999 }).map((thousandths) => low + ((high - low) * thousandths) / 1000);
}
