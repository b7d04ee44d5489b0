/**
 * The elementwise operations that have kernels: every elementwise operator of the table, and the formulas of
 * `kernelFormulas.ts`. Each is compiled from its `forward`, unless `assembly/elementwise/operatorKernels.ts` has a
 * function of its name.
 */

import { globSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from '../paths.ts';
import { compileForward, type Forward, type MathFunctions } from './compileForward.ts';
import { type Expression, intern, isInline } from './formula.ts';
import { moduleScope } from './moduleScope.ts';

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
      const { formula, arity } = handWritten.includes(name)
        ? handWrittenCall(name, forward.length)
        : compile(name, () => compileForward(forward, scope, mathFunctions));
      ops.push({ name, module, isOperator, formula, arity, isInline: isInline(formula) });
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

function compile<Result>(name: string, compileOne: () => Result): Result {
  try {
    return compileOne();
  } catch (error) {
    throw new Error(
      `${name}: ${error instanceof Error ? error.message : error}. Write it in another way, or a function ${name}<T> in operatorKernels.ts.`,
    );
  }
}

function handWrittenCall(name: string, arity: number): { readonly formula: Expression; readonly arity: number } {
  const operands = Array.from({ length: arity }, (_, index) => intern<Expression>({ kind: 'parameter', index }));
  return { formula: intern({ kind: 'call', module: 'operatorKernels', name, operands }), arity };
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

/** The functions of `engine/math` that have a namesake in `assembly/math`. */
async function mathFunctionsOf(vectorFunctions: ReadonlyMap<string, readonly string[]>): Promise<MathFunctions> {
  const functions = new Map<unknown, { readonly module: string; readonly name: string }>();
  for (const [module, names] of vectorFunctions) {
    const url = pathToFileURL(join(engineFolder, 'math', `${module}.ts`));
    const exports: Readonly<Record<string, unknown>> = await import(url.href);
    for (const name of names) if (exports[name] !== undefined) functions.set(exports[name], { module, name });
  }
  return functions;
}

/** The import path of a file of the engine, relative to the folder `from`. */
export function importPath(from: string, to: string): string {
  const path = relative(join(engineFolder, from), join(engineFolder, to));
  return path.startsWith('.') ? path : `./${path}`;
}
