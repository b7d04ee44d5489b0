/** The interpreter of scalar programs in WebAssembly, directly from their flat arrays. */

import { constant } from '../../ir/constant.ts';
import type { Values } from '../../ir/values.ts';
import { iota } from '../../math/iota.ts';
import { leaf } from '../../operators/identities.ts';
import { operators } from '../../operators/table.ts';
import type { FlatProgram } from '../flatProgram.ts';
import { JsScalarInterpreter, nodesPerSlice } from '../js/jsScalarInterpreter.ts';
import { scalarOpcodes } from './codegen/scalarInstructions.ts';
import { copy, literal, unsupported } from './generated/elementwiseOpcodes.ts';
import { scalarProgram } from './opcodes.ts';
import type { WasmInstance } from './wasmInstance.ts';

/** The elementwise opcode of each operator, by its index in the operator table. */
const opcodeTable = Uint8Array.from(operators, (operator) => {
  if (operator === constant) return literal;
  return operator === leaf ? copy : (scalarOpcodes.get(operator) ?? unsupported);
});

/** Words of the instruction: the node to stop before, and the address of the next operand, which the kernel updates. */
const endWord = 3;
const nextOperandWord = 4;

/**
 * Runs in slices, so that the caller may stop in between.
 * @returns views, `data` of the instance's memory.
 * @throws RangeError when the program doesn't fit into memory.
 */
export function* runScalarProgramInWasm(instance: WasmInstance, flat: FlatProgram): Generator<undefined, Values> {
  const length = flat.codes.length;
  const operands = instance.allocateCopy(flat.operands);
  const constants = instance.allocateCopy(flat.constants);
  const codes = instance.allocateCopy(flat.codes);
  const values = instance.allocate(Float64Array.BYTES_PER_ELEMENT * length);
  const instruction = [scalarProgram, 9, 0, 0, operands, constants, codes, values, instance.allocateCopy(opcodeTable)];
  const start = instance.allocateCopy(Int32Array.from(instruction));
  const words = new Int32Array(instance.buffer, start, instruction.length);
  const data = new Float64Array(instance.buffer, values, length);
  const jsInterpreter = new JsScalarInterpreter(flat, data);
  instance.computeInJs = (node) => {
    jsInterpreter.compute(node, (words[nextOperandWord] - operands) >> 2);
    words[nextOperandWord] += Int32Array.BYTES_PER_ELEMENT * flat.arities[node];
  };
  for (let end = 0; end < length; ) {
    if (end > 0) yield undefined;
    end = Math.min(length, end + nodesPerSlice);
    words[endWord] = end;
    instance.run64(start, start + words.byteLength);
  }
  return { data, starts: iota(length) };
}
