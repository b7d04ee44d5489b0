/**
 * THE table of native kernels: operator → how it becomes instructions. What has no row is computed plainly, in TypeScript.
 *
 * To add a row: name its opcode in `kernels/opcodes.ts`, write the kernel in a file of its kind in `kernels/assembly/` as a
 * function of the instruction's address, call it from `assembly/run.ts`, and write the row's function in a file of its kind
 * beside this one. The plain kernel of the operator says what it computes, to the last bit in 64 bits.
 */

import type { Operator } from '../../../ir/operator.ts';
import { outer } from '../../../operators/linear/products.ts';
import { convolutions } from './convolutions.ts';
import { elementwiseEmitter, elementwiseOpcodeOf, emitCopy, emitOuterProduct, viewOperators } from './elementwise.ts';
import type { Emitter } from './instruction.ts';
import { losses } from './losses.ts';
import { poolings } from './poolings.ts';
import { products } from './products.ts';
import { reductions } from './reductions.ts';
import { softmaxes } from './softmaxes.ts';
import { moves } from './stridedCopies.ts';

export const emitters: ReadonlyMap<Operator, Emitter> = new Map<Operator, Emitter>([
  ...[...elementwiseOpcodeOf].map(([operator, opcode]) => [operator, elementwiseEmitter(opcode)] as const),
  ...viewOperators.map((operator) => [operator, emitCopy] as const),
  [outer, emitOuterProduct],
  ...products,
  ...convolutions,
  ...poolings,
  ...moves,
  ...reductions,
  ...softmaxes,
  ...losses,
]);
