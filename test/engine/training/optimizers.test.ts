/** Optimizers compared with torch.optim: two hundred mini-batch steps of a small network. */

import { beforeAll, describe, expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { type Shape, sizeOf } from '../../../server/src/engine/ir/shape.ts';
import { elementsOf } from '../../../server/src/engine/ir/values.ts';
import { Random } from '../../../server/src/engine/math/random.ts';
import { add, multiply, subtract } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { tanh } from '../../../server/src/engine/operators/elementwise/functions.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { Execution } from '../../../server/src/engine/runtime/execution.ts';
import { type Optimizer, optimizers, ranges } from '../../../server/src/engine/training/optimizers.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

type Hyperparameters = Readonly<Record<string, number>>;

const settings: readonly (readonly [optimizer: string, given: Hyperparameters])[] = [
  ['sgd', { lr: 0.1 }],
  ['sgd', { lr: 0.05, momentum: 0.9 }],
  ['sgd', { lr: 0.05, momentum: 0.9, nesterov: 1 }],
  ['sgd', { lr: 0.05, weight_decay: 0.1 }],
  ['sgd', { lr: 0.02, momentum: 0.8, nesterov: 1, weight_decay: 0.05 }],
  ['adam', {}],
  ['adam', { lr: 0.05 }],
  ['adam', { lr: 0.02, beta1: 0.5, beta2: 0.9, eps: 1e-3 }],
  ['adam', { lr: 0.02, weight_decay: 0.1 }],
  ['adam', { lr: 0.02, beta1: 0, beta2: 0 }],
  ['adamw', {}],
  ['adamw', { lr: 0.05, weight_decay: 0.5 }],
  ['adamw', { lr: 0.02, beta1: 0.5, beta2: 0.9, eps: 1e-3, weight_decay: 0 }],
  ['rmsprop', {}],
  ['rmsprop', { lr: 0.02, alpha: 0.9, eps: 1e-3 }],
  ['rmsprop', { lr: 0.005, momentum: 0.9 }],
  ['rmsprop', { lr: 0.005, momentum: 0.5, weight_decay: 0.1 }],
];

const samples = 12;
const batch = 4;
const steps = 200;

const shapes = { X: [samples, 3], Y: [samples, 2], W: [3, 4], b: [4], V: [4, 2] } as const satisfies Record<
  string,
  Shape
>;
const trained = ['W', 'b', 'V'] as const;
type Name = keyof typeof shapes;
type Trained = (typeof trained)[number];
const names: readonly Name[] = ['X', 'Y', ...trained];

describe.runIf(isPytorchRequired)('optimizers compared with PyTorch', () => {
  beforeAll(() => runPython('import torch'), 120_000);

  test.each(settings)('%s with %j takes the same steps', async (name, given) => {
    const optimizer = named(name);
    const hyperparameters = { ...defaultsOf(optimizer), ...given };
    const theirs = await torchTrajectory(name, hyperparameters);
    const ours = trajectory(optimizer, hyperparameters);
    expect(disagreements(ours, theirs)).toEqual([]);
    expect(ours).toHaveLength(steps);
    for (const param of trained) expect(ours[steps - 1][param]).not.toEqual(ours[0][param]);
  });

  test('every optimizer has the same defaults', async () => {
    for (const { name } of optimizers) {
      const printed = await runPython(`
import json, torch
defaults = torch.optim.${torchNames[name]}([torch.zeros(1)]).defaults
print(json.dumps({key: value for key, value in defaults.items() if value is not None}))
`);
      const { betas: [beta1, beta2] = [], nesterov, lr, ...rest } = JSON.parse(printed);
      const theirs = { beta1, beta2, nesterov: nesterov === undefined ? undefined : Number(nesterov), ...rest };
      const { lr: ours, ...others } = defaultsOf(named(name));
      expect(theirs).toMatchObject(others);
      expect(ours, name).toBe(name === 'sgd' ? 0.01 : lr);
    }
  });
});

test('every optimizer is tested with default and other hyperparameters', () => {
  for (const { name, hyperparameters } of optimizers) {
    const given = settings.filter(([optimizer]) => optimizer === name).flatMap(([, numbers]) => Object.keys(numbers));
    expect(new Set(given)).toEqual(new Set(hyperparameters.map((hyperparameter) => hyperparameter.name)));
  }
});

test.each(optimizers.map((optimizer) => [optimizer.name, optimizer] as const))(
  '%s updates its arrays in place',
  (_, optimizer) => {
    const [value, state] = [Float64Array.of(1, -2), optimizer.createState(2)];
    const memory = [...state.stateBuffers];
    expect(memory.every((numbers) => numbers.length === 2 && numbers.every((number) => number === 0))).toBe(true);
    const gradient = Float64Array.of(0.5, 0);
    optimizer.step(value, gradient, state, { ...defaultsOf(optimizer), weight_decay: 0 });
    expect(state.steps).toBe(1);
    expect(state.stateBuffers.map((numbers, i) => numbers === memory[i])).toEqual(memory.map(() => true));
    expect(value[0]).toBeLessThan(1);
    expect(value[1]).toBe(-2);
    expect(gradient).toEqual(Float64Array.of(0.5, 0));
  },
);

test.each(
  optimizers.flatMap(({ name, hyperparameters }) => hyperparameters.map((row) => [name, row.name, row] as const)),
)('the default of %s.%s is in its range', (_, __, { range, default: standard }) => {
  expect(ranges[range].contains(standard)).toBe(true);
});

test('an infinite value gives no NaN gradient without weight decay', () => {
  const value = Float64Array.of(Infinity);
  named('sgd').step(value, Float64Array.of(1), named('sgd').createState(1), defaultsOf(named('sgd')));
  expect(value).toEqual(Float64Array.of(Infinity));
});

type Point = Readonly<Record<Trained, readonly number[]>>;

/** The params after each step. */
function trajectory(optimizer: Optimizer, hyperparameters: Hyperparameters): readonly Point[] {
  const program = new Program();
  const input = (name: Name, shape: Shape = shapes[name]): NodeId =>
    program.add(leaf, [program.add(constant, [], { shape, values: start[name].slice(0, sizeOf(shape)) })]);
  const [X, Y] = [input('X', [batch, 3]), input('Y', [batch, 2])];
  const params = { W: input('W'), b: input('b'), V: input('V') };
  const hidden = program.add(tanh, [program.add(add, [program.add(matmul, [X, params.W]), params.b])]);
  const error = program.add(subtract, [program.add(matmul, [hidden, params.V]), Y]);
  const loss = program.add(mean, [program.add(multiply, [error, error])]);
  const gradient = differentiate(program, loss, (node) => Object.values(params).includes(node));

  const execution = new Execution(program);
  const values = trained.map((name) => Float64Array.from(start[name]));
  const states = values.map(({ length }) => optimizer.createState(length));
  return batches.map((rows) => {
    const run = execution.run(
      new Map([
        [X, rowsOf('X', rows)],
        [Y, rowsOf('Y', rows)],
        ...trained.map((name, i) => [params[name], values[i]] as const),
      ]),
    );
    for (const [i, name] of trained.entries()) {
      const slope = elementsOf(program, run, adjointOf(gradient, params[name])!);
      optimizer.step(values[i], slope, states[i], hyperparameters);
    }
    const [W, b, V] = values.map((value) => Array.from(value));
    return { W, b, V };
  });
}

const torchNames: Readonly<Record<string, string>> = { sgd: 'SGD', adam: 'Adam', adamw: 'AdamW', rmsprop: 'RMSprop' };

async function torchTrajectory(name: string, given: Hyperparameters): Promise<readonly Point[]> {
  const { beta1, beta2, nesterov, ...rest } = given;
  const named = Object.entries(rest).map(([key, value]) => `${key}=${value}`);
  if (beta1 !== undefined) named.push(`betas=(float(${beta1}), float(${beta2}))`);
  if (nesterov !== undefined) named.push(`nesterov=${nesterov === 1 ? 'True' : 'False'}`);
  const tensors = names.map((key) => {
    const elements = `torch.tensor(${JSON.stringify(start[key])}, dtype=torch.float64)`;
    return `${key} = ${elements}.reshape(${shapes[key].join(', ')})`;
  });
  const printed = await runPython(`
import json, torch
${tensors.join('\n')}
params = [param.requires_grad_() for param in (${trained.join(', ')})]
optimizer = torch.optim.${torchNames[name]}(params, ${named.join(', ')})
points = []
for rows in ${JSON.stringify(batches)}:
    optimizer.zero_grad()
    ((torch.tanh(X[rows] @ W + b) @ V - Y[rows]) ** 2).mean().backward()
    optimizer.step()
    points.append({name: param.detach().flatten().tolist() for name, param in zip(${JSON.stringify(trained)}, params)})
print(json.dumps(points))
`);
  return JSON.parse(printed);
}

/** The numbers that differ by more than 1e-10 relative to the larger one. */
function disagreements(ours: readonly Point[], theirs: readonly Point[]): readonly string[] {
  return theirs.flatMap((point, step) =>
    trained.flatMap((name) =>
      point[name].flatMap((their, i) => {
        const our = ours[step][name][i];
        const isNear = Math.abs(our - their) <= 1e-10 * Math.max(Math.abs(our), Math.abs(their));
        return isNear ? [] : [`${name}[${i}] after step ${step + 1}: ${our}, ${their} by PyTorch`];
      }),
    ),
  );
}

/** Numbers for every tensor. */
const start = {
  X: normalNumbers('X'),
  Y: normalNumbers('Y'),
  W: normalNumbers('W'),
  b: normalNumbers('b'),
  V: normalNumbers('V'),
};

function normalNumbers(name: Name): readonly number[] {
  const random = new Random(1, name);
  return Array.from({ length: sizeOf(shapes[name]) }, () => random.normal());
}

/** The rows of each batch; every epoch has a different order. */
const batches = batchesOf(new Random(1, 'batches'));

function batchesOf(random: Random): readonly (readonly number[])[] {
  const perEpoch = samples / batch;
  const epochs = Array.from({ length: Math.ceil(steps / perEpoch) }, () => Array.from(random.permutation(samples)));
  return epochs
    .flatMap((order) => Array.from({ length: perEpoch }, (_, i) => order.slice(i * batch, (i + 1) * batch)))
    .slice(0, steps);
}

function rowsOf(name: 'X' | 'Y', rows: readonly number[]): Float64Array {
  const [, width] = shapes[name];
  return Float64Array.from(rows.flatMap((row) => start[name].slice(row * width, (row + 1) * width)));
}

function named(name: string): Optimizer {
  return optimizers.find((optimizer) => optimizer.name === name)!;
}

function defaultsOf({ hyperparameters }: Optimizer): Record<string, number> {
  return Object.fromEntries(hyperparameters.map((hyperparameter) => [hyperparameter.name, hyperparameter.default]));
}
