/** Runs a program of scalars in WebAssembly straight from its flat arrays. */

import { ascending } from '../../ir/ascending.ts';
import type { FlatProgram } from '../../ir/transfer.ts';
import { constant, leaf } from '../../operators/leaves.ts';
import { operators } from '../../operators/table.ts';
import type { Values } from '../execute.ts';
import { nodesPerSlice, PlainTape } from '../js/jsTape.ts';
import { singleSteps } from './codegen/scalarInstructions.ts';
import { copy, none, number } from './elementwiseOpcodes.ts';
import type { Machine } from './kernels.ts';
import { tape } from './opcodes.ts';

/** The step that each operator is on a tape, by its code. */
const stepsOfCodes = Uint8Array.from(operators, (operator) => {
  if (operator === constant) return number;
  return operator === leaf ? copy : (singleSteps.get(operator) ?? none);
});

/** In the instruction: the node to stop before, and where the next operand lies, which is kept there. */
const endWord = 3;
const nextOperandWord = 4;

/**
 * Runs a slice of the work at a time, so that whoever drives it may stop in between.
 * @returns views, of the machine's memory among others.
 * @throws RangeError when it doesn't fit into memory.
 */
export function* runNativeTape(machine: Machine, flat: FlatProgram): Generator<undefined, Values> {
  const length = flat.codes.length;
  const operands = machine.put(flat.operands);
  const numbers = machine.put(flat.numbers);
  const codes = machine.put(flat.codes);
  const values = machine.reserve(Float64Array.BYTES_PER_ELEMENT * length);
  const instruction = [tape, 9, 0, 0, operands, numbers, codes, values, machine.put(stepsOfCodes)];
  const start = machine.put(Int32Array.from(instruction));
  const words = new Int32Array(machine.buffer, start, instruction.length);
  const data = new Float64Array(machine.buffer, values, length);
  const plainTape = new PlainTape(flat, data);
  machine.computePlainly = (node) => {
    plainTape.compute(node, (words[nextOperandWord] - operands) >> 2);
    words[nextOperandWord] += Int32Array.BYTES_PER_ELEMENT * flat.arities[node];
  };
  for (let end = 0; end < length; ) {
    if (end > 0) yield undefined;
    end = Math.min(length, end + nodesPerSlice);
    words[endWord] = end;
    machine.run64(start, start + words.byteLength);
  }
  return { data, starts: ascending(length) };
}
