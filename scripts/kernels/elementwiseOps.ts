/**
 * The elementwise operations that have kernels: every elementwise operator of the table, and the formulas of
 * `kernelFormulas.ts`. Each is compiled from its `forward`, unless `assembly/elementwise/operatorKernels.ts` has a
 * function of its name.
 */

import { globSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../paths.ts';
import { compileForward, type Forward, type MathFunction, type MathFunctions } from './compileForward.ts';
import { type Expression, intern, isInline } from './formula.ts';
import { type ModuleScope, moduleScope } from './moduleScope.ts';

export const engineFolder = join(root, 'server', 'src', 'engine');
export const assemblyFolder = join(engineFolder, 'runtime', 'wasm', 'assembly');

const operatorFolder = 'operators/elementwise';
/** Formulas that are exported as functions rather than as rows. */
const kernelFormulasModule = 'operators/kernelFormulas.ts';

export interface KernelOp {
  /** Name of the opcode; for an operator, also the name that its module exports. */
  readonly name: string;
  /** Path of the module, relative to the engine. */
  readonly module: string;
  readonly isOperator: boolean;
  readonly formula: Expression;
  readonly arity: number;
  /** True if it consists of instructions alone, without calls; then it also has scalar and unrolled kernels. */
  readonly isInline: boolean;
}

export async function elementwiseOps(): Promise<readonly KernelOp[]> {
  const modules = globSync([`${operatorFolder}/*.ts`, kernelFormulasModule], { cwd: engineFolder }).sort();
  const mathFunctions = await mathFunctionsOf(exportedFunctions());
  const handWritten = functionsIn(join(assemblyFolder, 'elementwise', 'operatorKernels.ts'));
  const ops: KernelOp[] = [];
  const operators: unknown[] = [];
  for (const module of modules) {
    const url = pathToFileURL(join(engineFolder, module));
    const scope = await moduleScope(url);
    const exports: Readonly<Record<string, unknown>> = await import(url.href);
    for (const [name, value] of Object.entries(exports)) {
      const isOperator = isElementwiseOperator(value);
      if (!isOperator && module !== kernelFormulasModule) continue;
      if (isOperator) operators.push(value);
      const forward = isOperator ? value.forward : (value as Forward);
      const compiled = handWritten.includes(name)
        ? handWrittenFormula(name, forward.length)
        : compiledFormula(name, forward, scope, mathFunctions);
      ops.push({ name, module, isOperator, ...compiled });
    }
  }
  await requireAllOperators(new Set(operators));
  return ops.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** @throws Error when the table has an elementwise operator that no module of the folder exports. */
async function requireAllOperators(compiled: ReadonlySet<unknown>): Promise<void> {
  const table: typeof import('../../server/src/engine/operators/table.ts') = await import(
    pathToFileURL(join(engineFolder, 'operators', 'table.ts')).href
  );
  const missing = table.operators.find((operator) => operator.kind === 'elementwise' && !compiled.has(operator));
  if (missing) throw new Error(`${missing.name} is elementwise, so a file of ${operatorFolder}/ must export its row.`);
}

function isElementwiseOperator(value: unknown): value is { readonly forward: Forward } {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'elementwise';
}

type Formula = Pick<KernelOp, 'formula' | 'arity' | 'isInline'>;

/** @throws Error if `forward` can't be compiled; its message says what to do. */
export function compiledFormula(
  name: string,
  forward: Forward,
  scope: ModuleScope,
  mathFunctions: MathFunctions,
): Formula {
  try {
    const { formula, arity } = compileForward(forward, scope, mathFunctions);
    return checkedFormula(name, formula, arity);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Error(
      `${name}: ${error.message}. Write it in another way, or export \`function ${name}<T>(\` from operatorKernels.ts.`,
    );
  }
}

function handWrittenFormula(name: string, arity: number): Formula {
  const operands = Array.from({ length: arity }, (_, index) => intern<Expression>({ kind: 'parameter', index }));
  return checkedFormula(name, intern({ kind: 'call', module: 'operatorKernels', name, operands }), arity);
}

/** The loops over functions take at most two operands. */
function checkedFormula(name: string, formula: Expression, arity: number): Formula {
  if (arity > 2 && !isInline(formula)) {
    throw new Error(
      `${name}: the \`forward\` of a row of three operands can call no function except Math.abs, sqrt, floor, max and min. Use these and conditions only, or define it as a function in nn.bp.`,
    );
  }
  return { formula, arity, isInline: isInline(formula) };
}

/** The generic functions that an AssemblyScript file exports. */
function functionsIn(file: string): readonly string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(/^export function (\w+)<T>\(/gm), ([, name]) => name);
}

/** The functions of each file in `assembly/math`, by file name. */
export function exportedFunctions(): ReadonlyMap<string, readonly string[]> {
  const files = globSync('math/*.ts', { cwd: assemblyFolder }).sort();
  return new Map(files.map((file) => [basename(file, '.ts'), functionsIn(join(assemblyFolder, file))]));
}

/** The functions of `engine/math`. A counterpart has the name of the function and of its file. */
async function mathFunctionsOf(vectorFunctions: ReadonlyMap<string, readonly string[]>): Promise<MathFunctions> {
  const functions: [unknown, MathFunction][] = [];
  for (const file of globSync('math/*.ts', { cwd: engineFolder }).sort()) {
    const module = basename(file, '.ts');
    const exports: Readonly<Record<string, unknown>> = await import(pathToFileURL(join(engineFolder, file)).href);
    for (const [name, value] of Object.entries(exports)) {
      if (typeof value !== 'function') continue;
      functions.push([value, { module, name, hasKernel: vectorFunctions.get(module)?.includes(name) === true }]);
    }
  }
  return new Map(functions);
}

/** The import path of a file of the engine, relative to the folder `from`. */
export function importPath(from: string, to: string): string {
  const path = relative(join(engineFolder, from), join(engineFolder, to));
  return path.startsWith('.') ? path : `./${path}`;
}
