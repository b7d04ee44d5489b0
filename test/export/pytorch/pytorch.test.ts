/** PyTorch export of a program. */

import { describe, expect, test } from 'vitest';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { type NodeId, Program } from '../../../server/src/engine/ir/program.ts';
import { add, less, multiply, subtract } from '../../../server/src/engine/operators/elementwise/arithmetic.ts';
import { power } from '../../../server/src/engine/operators/elementwise/power.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { matmul } from '../../../server/src/engine/operators/products.ts';
import { mean, sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { transpose } from '../../../server/src/engine/operators/shapes/shaping.ts';
import { PythonNames } from '../../../server/src/export/pytorch/pythonNames.ts';
import { pytorchScript } from '../../../server/src/export/pytorch/pytorch.ts';
import { isPytorchRequired, runPython } from '../../support/oracles/python.ts';

/** L = ((x + y) · z − target)² */
function lesson() {
  const program = new Program();
  const [x, y, z] = [-2, 5, -4].map((start) => program.add(leaf, [program.addConstant(start)]));
  const target = program.addConstant(-10);
  const q = program.add(add, [x, y]);
  const f = program.add(multiply, [q, z]);
  const L = program.add(power, [program.add(subtract, [target, f]), program.addConstant(2)]);
  const names = new Map(Object.entries({ x, y, z, target, q, f, L }).map(([name, node]) => [node, name]));
  return { program, L, names };
}

test('a script reads like its model', () => {
  const { program, L, names } = lesson();
  expect(pytorchScript(program, L, names)).toBe(`import torch

torch.set_default_dtype(torch.float64)

x = torch.nn.Parameter(torch.tensor(-2.0))
y = torch.nn.Parameter(torch.tensor(5.0))
z = torch.nn.Parameter(torch.tensor(-4.0))
target = torch.tensor(-10.0)
q = x + y
f = q * z
_9 = target - f
L = torch.pow(_9, torch.tensor(2.0))

for node in [q, f, L]:
    node.retain_grad()
L.backward()
`);
});

test('tensors are written once as nested lists, and axes as tuples', () => {
  const program = new Program();
  const data = program.add(constant, [], { shape: [2, 2], values: [1, 2.5, -0, 1e300] });
  const X = program.add(leaf, [data]);
  const product = program.add(matmul, [X, program.add(transpose, [data], { axis: [1, 0] })]);
  const rows = program.add(mean, [product], { axis: [1], keep: true });
  const L = program.add(sum, [rows]);
  expect(linesOf(program, L, { X, L })).toEqual([
    '_0 = torch.tensor([[1.0, 2.5], [-0.0, 1e+300]])',
    'X = torch.nn.Parameter(_0)',
    '_2 = _0.permute((1, 0))',
    '_3 = X @ _2',
    '_4 = torch.mean(_3, dim=(1,), keepdim=True)',
    'L = torch.sum(_4)',
  ]);
});

test.each([
  [Number.NaN, 'torch.nan'],
  [Infinity, 'torch.inf'],
  [-Infinity, '-torch.inf'],
  [1e21, '1e+21'],
  [0.1, '0.1'],
])('%d is written as %s', (value, text) => {
  const program = new Program();
  const c = program.addConstant(value);
  expect(linesOf(program, c, { c })).toEqual([`c = torch.tensor(${text})`]);
});

test('nodes that no named node depends on are omitted', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(1)]);
  program.add(add, [x, x]);
  const L = program.add(multiply, [x, x]);
  expect(linesOf(program, L, { x, L })).toEqual(['x = torch.nn.Parameter(torch.tensor(1.0))', 'L = x * x']);
});

test('backward() is omitted if the root depends on no param', () => {
  const program = new Program();
  const x = program.add(leaf, [program.addConstant(1)]);
  const L = program.add(less, [x, program.addConstant(2)]);
  expect(pytorchScript(program, L, new Map([[L, 'L']]))).not.toContain('backward');
});

test('names are made valid in Python', () => {
  const named = ['x', 'lambda', 'torch', '_3', 'h.W', 'h_W', 'ﬁt', 'fit', '사과'].map((name, node) => ({ node, name }));
  const names = ['x', 'lambda_', 'torch_', '_3_', 'h_W', 'h_W_2', 'fit', 'fit_2', '사과'];
  expect([...new PythonNames().ofNodes(named).values()]).toEqual(names);
});

describe.runIf(isPytorchRequired)('a script', () => {
  test('runs and leaves the gradients in the named tensors', async () => {
    const { program, L, names } = lesson();
    const printed = await runPython(
      `${pytorchScript(program, L, names)}print(L.item(), [v.grad.item() for v in (L, f, z, q, y, x)])`,
    );
    expect(printed.trim()).toBe('4.0 [1.0, -4.0, -12.0, 16.0, 16.0, 16.0]');
  });
});

/** The lines that compute something. */
function linesOf(program: Program, root: NodeId, named: Record<string, NodeId>): string[] {
  const names = new Map(Object.entries(named).map(([name, node]) => [node, name]));
  return pytorchScript(program, root, names)
    .split('\n')
    .filter((line) => line.includes(' = '));
}
