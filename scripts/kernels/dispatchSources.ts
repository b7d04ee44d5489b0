/** Generates the dispatch by opcode: over blocks of elements, in scalar instructions and in scalar programs. */

import type { KernelOp } from './elementwiseOps.ts';
import { arityNames, fastPathOps } from './formulaSources.ts';
import { header } from './header.ts';

/**
 * Each case ends with `break` and the function returns nothing; otherwise the optimizer merges the loops into one that
 * compares opcodes.
 */
export function blocksSource(ops: readonly KernelOp[]): string {
  const operands = ['a, strideA', 'b, strideB', 'c, strideC'];
  const vectorOperands = ['a, strideA >> 2', 'b, strideB >> 2'];
  return [
    header('Applies an elementwise operation to a block of elements.'),
    "import * as opcodes from '../../generated/elementwiseOpcodes';",
    "import { applyBinaryFunction, pairLoop, vectorLoop } from '../elementwise/functionLoops';",
    "import { binaryLoop, ternaryLoop, unaryLoop } from '../elementwise/unrolledLoops';",
    '',
    '/**',
    ' * @param bytes the length of the block.',
    ' * @param strideA the distance between two chunks of an operand; 0 for a scalar.',
    ' */',
    'export function applyOp<T>(',
    '  opcode: i32, bytes: usize, output: usize, a: usize, strideA: usize, b: usize, strideB: usize, c: usize, strideC: usize,',
    '): void {',
    '  switch (opcode) {',
    ...ops.flatMap(({ name, arity, isInline }) => {
      const loop = isInline ? `${arityNames[arity].toLowerCase()}Loop` : `apply${arityNames[arity]}Function`;
      const stridedOperands = (isInline ? operands : vectorOperands).slice(0, arity);
      const opcode = isInline ? `opcodes.${name}` : 'opcode';
      return [
        `    case opcodes.${name}:`,
        `      ${loop}<T>(${opcode}, bytes, output, ${stridedOperands.join(', ')});`,
        '      break;',
      ];
    }),
    '    default:',
    '      unreachable();',
    '  }',
    '}',
    '',
    '/**',
    ' * Applies a function to a block, two vectors at a time if the function has a fast path.',
    ' * @param bytes the length of the block.',
    ' * @param strideX the distance between two vectors; 0 for a scalar.',
    ' */',
    'export function applyUnaryFunction<T>(opcode: i32, bytes: usize, output: usize, x: usize, strideX: usize): void {',
    '  let pairedBytes = bytes & ~31;',
    '  switch (opcode) {',
    ...fastPathOps(ops).flatMap(({ name }) => [
      `    case opcodes.${name}:`,
      `      pairLoop<T>(opcodes.${name}, pairedBytes, output, x, strideX);`,
      '      break;',
    ]),
    '    default:',
    '      pairedBytes = 0;',
    '  }',
    '  vectorLoop<T>(opcode, bytes - pairedBytes, output + pairedBytes, x + (pairedBytes >> 4) * strideX, strideX);',
    '}',
  ].join('\n');
}

/** Only operators and copies have scalar instructions. */
function hasScalarInstruction({ name, isOperator }: KernelOp): boolean {
  return isOperator || name === 'copy';
}

export function scalarsSource(ops: readonly KernelOp[]): string {
  return [
    header('Runs instructions on single numbers.'),
    "import * as opcodes from '../../generated/elementwiseOpcodes';",
    "import { firstScalarOpcode } from '../../opcodes';",
    "import { runBinary, runBinaryFunction, runTernary, runUnary, runUnaryFunction } from '../elementwise/scalarInstructions';",
    '',
    '/** Runs scalar instructions and returns the address of the first other instruction. */',
    'export function runScalars<T>(start: usize, end: usize): usize {',
    '  let at = start;',
    '  while (at < end) {',
    '    const opcode = load<i32>(at) - firstScalarOpcode;',
    '    switch (opcode) {',
    ...ops
      .filter(hasScalarInstruction)
      .flatMap(({ name, arity, isInline }) => [
        `      case opcodes.${name}:`,
        `        at = run${arityNames[arity]}${isInline ? `<T>(opcodes.${name}` : 'Function<T>(opcode'}, at);`,
        '        break;',
      ]),
    '      default:',
    '        return at;',
    '    }',
    '  }',
    '  return at;',
    '}',
  ].join('\n');
}

export function scalarProgramSource(ops: readonly KernelOp[]): string {
  return [
    header(
      'Interprets a scalar program from its flat arrays, which is faster than emitting instructions for a single run.',
    ),
    "import * as opcodes from '../../generated/elementwiseOpcodes';",
    "import { computeInJs } from '../host';",
    "import { computeBinary, computeBinaryFunction, computeTernary, computeUnary, computeUnaryFunction } from '../elementwise/scalarNodes';",
    '',
    '/**',
    ' * Arguments: the first node, the node to stop before, the addresses of the next operand and of the next literal, and the',
    ' * addresses of the codes, of the values, and of the opcode of each code. Node, operand and literal are updated.',
    ' */',
    'export function runScalarProgram(at: usize): void {',
    '  let node = load<i32>(at, 8);',
    '  const end = load<i32>(at, 12);',
    '  let operands = <usize>load<u32>(at, 16);',
    '  let literals = <usize>load<u32>(at, 20);',
    '  const codes = <usize>load<u32>(at, 24);',
    '  const values = <usize>load<u32>(at, 28);',
    '  const opcodeTable = <usize>load<u32>(at, 32);',
    '  for (; node < end; node++) {',
    '    const output = values + (<usize>node << 3);',
    '    const opcode = <i32>load<u8>(opcodeTable + load<u8>(codes + node));',
    '    switch (opcode) {',
    '      case opcodes.literal:',
    '        store<f64>(output, load<f64>(literals));',
    '        literals += 8;',
    '        break;',
    ...ops
      .filter(hasScalarInstruction)
      .flatMap(({ name, arity, isInline }) => [
        `      case opcodes.${name}:`,
        `        operands = compute${arityNames[arity]}${isInline ? `(opcodes.${name}` : 'Function(opcode'}, output, operands, values);`,
        '        break;',
      ]),
    '      case opcodes.unsupported:',
    '        store<u32>(at, operands, 16);',
    '        // The host advances the address by the operands of the node.',
    '        computeInJs(node);',
    '        operands = load<u32>(at, 16);',
    '        break;',
    '      default:',
    '        unreachable();',
    '    }',
    '  }',
    '  store<i32>(at, node, 8);',
    '  store<u32>(at, operands, 16);',
    '  store<u32>(at, literals, 20);',
    '}',
  ].join('\n');
}
