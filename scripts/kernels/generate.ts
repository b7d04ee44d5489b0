/**
 * Generates the sources that list the elementwise operations: opcodes for both languages, and formulas and dispatch in
 * AssemblyScript.
 */

import { blocksSource, scalarProgramSource, scalarsSource } from './dispatchSources.ts';
import { elementwiseOps, importPath, type KernelOp } from './elementwiseOps.ts';
import { formulasSource, hostFunctionsSource } from './formulaSources.ts';
import { header } from './header.ts';

/** Folders of the generated files, relative to the engine. */
const sharedFolder = 'runtime/wasm/generated';
const assemblyFolder = 'runtime/wasm/assembly/generated';

/** The generated texts, by path relative to the engine. */
export async function generatedSources(): Promise<ReadonlyMap<string, string>> {
  const ops = await elementwiseOps();
  const sources = new Map([
    [`${sharedFolder}/elementwiseOpcodes.ts`, opcodesSource(ops)],
    [`${sharedFolder}/operatorOpcodes.ts`, operatorOpcodesSource(ops)],
    [`${assemblyFolder}/formulas.ts`, formulasSource(ops)],
    [`${assemblyFolder}/hostFunctions.ts`, hostFunctionsSource(ops)],
    [`${assemblyFolder}/blocks.ts`, blocksSource(ops)],
    [`${assemblyFolder}/scalars.ts`, scalarsSource(ops)],
    [`${assemblyFolder}/scalarProgram.ts`, scalarProgramSource(ops)],
  ]);
  return new Map(Array.from(sources, ([path, source]) => [path, `${source}\n`]));
}

/** An opcode fits into a byte. */
function opcodesSource(ops: readonly KernelOp[]): string {
  const names = [...ops.map(({ name }) => name), 'literal', 'unsupported'];
  return [
    header(
      'Opcodes of the elementwise operations; the last two, of a constant and of a node without a kernel, occur in scalar programs only.',
    ),
    ...names.map((name, opcode) => `export const ${name} = ${opcode};`),
  ].join('\n');
}

function operatorOpcodesSource(ops: readonly KernelOp[]): string {
  const operators = ops.filter(({ isOperator }) => isOperator);
  const modules = [...new Set(operators.map(({ module }) => module))];
  return [
    header('The opcode of each elementwise operator.'),
    `import type { Operator } from '${importPath(sharedFolder, 'ir/operator.ts')}';`,
    ...modules.map((module) => {
      const names = operators.filter((operator) => operator.module === module).map(({ name }) => name);
      return `import { ${names.join(', ')} } from '${importPath(sharedFolder, module)}';`;
    }),
    "import * as opcodes from './elementwiseOpcodes.ts';",
    '',
    'export const opcodeByOperator: ReadonlyMap<Operator, number> = new Map<Operator, number>([',
    ...operators.map(({ name }) => `  [${name}, opcodes.${name}],`),
    ']);',
  ].join('\n');
}
