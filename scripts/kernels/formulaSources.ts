/** Generates the formulas of the elementwise operations, and the functions of `Math` that they call. */

import { exportedFunctions, type KernelOp } from './elementwiseOps.ts';
import { emitFunction, parameterNames, scalars, vectors } from './emitExpression.ts';
import { type Condition, type Expression, operandsOf } from './formula.ts';
import { header } from './header.ts';

export const arityNames = ['', 'Unary', 'Binary', 'Ternary'];

export function formulasSource(ops: readonly KernelOp[]): string {
  const inline = ops.filter((op) => op.isInline);
  const functions = ops.filter((op) => !op.isInline);
  const fastPaths = fastPathOps(ops);
  return [
    header('The formulas of the elementwise operations, on vectors and on single numbers.'),
    "import * as opcodes from '../../generated/elementwiseOpcodes';",
    "import * as operatorKernels from '../elementwise/operatorKernels';",
    "import { callEachLane } from '../elementwise/hostCalls';",
    "import { allTrue, negateLanes, negativeZero, one } from '../lanes';",
    ...[...exportedFunctions().keys()].map((module) => `import * as ${module} from '../math/${module}';`),
    "import * as host from './hostFunctions';",
    '',
    ...ops.map(({ name, formula, arity }) => emitFunction(`${name}Vector`, formula, arity, vectors)),
    '',
    ...inline.map(({ name, formula, arity }) => emitFunction(`${name}Scalar`, formula, arity, scalars)),
    '',
    ...[1, 2, 3].flatMap((arity) => [
      constantDispatch(`vector${arityNames[arity]}`, inline, arity, 'v128', 'Vector'),
      constantDispatch(`scalar${arityNames[arity]}`, inline, arity, 'T', 'Scalar'),
    ]),
    ...[1, 2].map((arity) => switchDispatch(`function${arityNames[arity]}`, functions, arity)),
    '/** True if no lane of either vector is a special case of the function. */',
    '@inline',
    'export function isFastPath<T>(opcode: i32, a: v128, b: v128): bool {',
    ...fastPaths.map(({ name, call: { module }, mask }) =>
      mask
        ? `  if (opcode == opcodes.${name}) return allTrue<T>(v128.and(${module}.${mask}<T>(a), ${module}.${mask}<T>(b)));`
        : `  if (opcode == opcodes.${name}) return true;`,
    ),
    '  return unreachable();',
    '}',
    '',
    '/** The function, for lanes that are no special cases. */',
    '@inline',
    'export function fastPath<T>(opcode: i32, x: v128): v128 {',
    ...fastPaths.map(
      ({ name, call: { module }, variant }) => `  if (opcode == opcodes.${name}) return ${module}.${variant}<T>(x);`,
    ),
    '  return unreachable();',
    '}',
  ].join('\n');
}

/** An inlined function that dispatches on a constant opcode, and so compiles to the formula alone. */
function constantDispatch(name: string, ops: readonly KernelOp[], arity: number, type: string, suffix: string): string {
  const parameters = parameterNames.slice(0, arity);
  return [
    '@inline',
    `export function ${name}<T>(opcode: i32, ${parameters.map((parameter) => `${parameter}: ${type}`).join(', ')}): ${type} {`,
    ...ops
      .filter((op) => op.arity === arity)
      .map((op) => `  if (opcode == opcodes.${op.name}) return ${op.name}${suffix}<T>(${parameters.join(', ')});`),
    '  return unreachable();',
    '}',
    '',
  ].join('\n');
}

function switchDispatch(name: string, ops: readonly KernelOp[], arity: number): string {
  const parameters = parameterNames.slice(0, arity);
  return [
    `export function ${name}<T>(opcode: i32, ${parameters.map((parameter) => `${parameter}: v128`).join(', ')}): v128 {`,
    '  switch (opcode) {',
    ...ops
      .filter((op) => op.arity === arity)
      .flatMap((op) => [`    case opcodes.${op.name}:`, `      return ${op.name}Vector<T>(${parameters.join(', ')});`]),
    '    default:',
    '      return unreachable();',
    '  }',
    '}',
    '',
  ].join('\n');
}

interface FastPathOp {
  readonly name: string;
  readonly call: Extract<Expression, { kind: 'call' }>;
  /** The name of the variant without special cases. */
  readonly variant: string;
  /** The name of the function that masks the lanes without special cases; undefined if there are never any. */
  readonly mask: string | undefined;
}

/** Functions `f` of `assembly/math` with a fast path `fastF`, which processes two vectors at a time. */
export function fastPathOps(ops: readonly KernelOp[]): readonly FastPathOp[] {
  return ops.flatMap(({ name, formula }) => {
    if (formula.kind !== 'call') return [];
    const functions = exportedFunctions().get(formula.module) ?? [];
    const capitalized = `${formula.name[0].toUpperCase()}${formula.name.slice(1)}`;
    const variant = functions.find((candidate) => candidate === `fast${capitalized}`);
    const mask = functions.find((candidate) => candidate === `fast${capitalized}Mask`);
    return variant ? [{ name, call: formula, variant, mask }] : [];
  });
}

/** The functions of `Math` that formulas call. */
function hostFunctionNames(ops: readonly KernelOp[]): readonly string[] {
  const names = new Set<string>();
  const visit = (part: Expression | Condition): void => {
    if (part.kind === 'host') names.add(part.name);
    operandsOf(part).forEach(visit);
  };
  for (const { formula } of ops) visit(formula);
  return [...names].sort();
}

export function hostFunctionsSource(ops: readonly KernelOp[]): string {
  const names = hostFunctionNames(ops);
  return [
    header("The functions of JavaScript's `Math` that formulas call, each by a number."),
    ...names.flatMap((name, index) => [
      `@external("Math", "${name}")`,
      `declare function ${name}64(x: f64): f64;`,
      `export const ${name} = ${index};`,
      '',
    ]),
    'export function callHost(index: i32, x: f64): f64 {',
    '  switch (index) {',
    ...names.flatMap((name) => [`    case ${name}:`, `      return ${name}64(x);`]),
    '    default:',
    '      return unreachable();',
    '  }',
    '}',
  ].join('\n');
}
