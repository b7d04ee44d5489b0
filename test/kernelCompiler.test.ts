/** Errors of the build that compiles `forward` into kernels: each says what to do. */

import { expect, test } from 'vitest';
import type { Forward, MathFunctions } from '../scripts/kernels/compileForward.ts';
import { compiledFormula } from '../scripts/kernels/elementwiseOps.ts';
import { exp } from '../server/src/engine/math/exponential.ts';

/** The test runner rewrites calls of imports. */
const exponential = exp;
const scope = { declarations: new Map(), imports: new Map<string, unknown>([['exponential', exp]]) };

/** The `engine/math` of the tests has `exp` alone. */
const math = (hasKernel: boolean): MathFunctions => new Map([[exp, { module: 'exponential', name: 'exp', hasKernel }]]);

const compile = (forward: Forward, hasKernel = true) => compiledFormula('row', forward, scope, math(hasKernel));

test('a row of one or two operands may call functions', () => {
  expect(compile((a) => exponential(a) + 1)).toMatchObject({ arity: 1, isInline: false });
  expect(compile((a, b) => exponential(a) * b)).toMatchObject({ arity: 2, isInline: false });
});

test.each<[string, Forward]>([
  ['of engine/math', (a, b, c) => exponential(a) + b * c],
  ['of Math', (a, b, c) => Math.cosh(a) + b * c],
])('a row of three operands may not call a function %s', (_, forward) => {
  expect(() => compile(forward)).toThrow(/^row: the `forward` of a row of three operands can call no function/);
});

test('a row of three operands may consist of instructions', () => {
  expect(compile((a, b, c) => Math.min(Math.max(a, b), c))).toMatchObject({ arity: 3, isInline: true });
});

test('a function of engine/math without a counterpart is named with the file to write', () => {
  expect(() => compile(exp, false)).toThrow(
    /^engine\/math\/exponential.ts has exp, but .*`export function exp<T>\(` in runtime\/wasm\/assembly\/math\/exponential.ts\. Write it there/,
  );
});

test('any other construct is named with the way around it', () => {
  expect(() => compile((a) => a % 2)).toThrow(
    'row: the operator % has no kernel. Write it in another way, or export `function row<T>(` from operatorKernels.ts.',
  );
});
