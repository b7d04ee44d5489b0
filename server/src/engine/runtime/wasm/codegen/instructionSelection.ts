/**
 * Instruction selection: the table of emitters by operator. Operators without an emitter are computed in TypeScript.
 *
 * To add a kernel: give it an opcode in `opcodes.ts`, write it in a file of its kind in `assembly/` as a function of
 * the instruction's address, call it from `assembly/run.ts`, and add an emitter in a file of its kind beside this one.
 * In 64 bits the kernel must match the TypeScript loop to the last bit.
 */

import type { Operator } from '../../../ir/operator.ts';
import { outer } from '../../../operators/products.ts';
import { convolutions } from './convolutions.ts';
import { elementwiseEmitter, emitCopy, emitOuterProduct, tensorOpcodes, viewOperators } from './elementwise.ts';
import type { Emitter } from './instruction.ts';
import { losses } from './losses.ts';
import { poolings } from './poolings.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { softmaxes } from './softmaxes.ts';
import { stridedCopies } from './stridedCopies.ts';

export const emitters: ReadonlyMap<Operator, Emitter> = new Map<Operator, Emitter>([
  ...[...tensorOpcodes].map(([operator, opcode]) => [operator, elementwiseEmitter(opcode)] as const),
  ...viewOperators.map((operator) => [operator, emitCopy] as const),
  [outer, emitOuterProduct],
  ...products,
  ...convolutions,
  ...poolings,
  ...stridedCopies,
  ...reductions,
  ...softmaxes,
  ...losses,
]);
