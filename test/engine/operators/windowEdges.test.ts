/** Values and gradients of convolutions and pooling at edges. edgeCases.test.ts compares them with PyTorch. */

import { expect, test } from 'vitest';
import { adjointOf, differentiate } from '../../../server/src/engine/autodiff/differentiate.ts';
import { constant } from '../../../server/src/engine/ir/constant.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { sum } from '../../../server/src/engine/operators/reductions/reductions.ts';
import { windowEdges } from '../../support/programs/edges/windows.ts';
import { evaluate } from '../../support/programs/evaluate.ts';

test.each(windowEdges)(
  '%s has the expected value and gradients',
  (_, operator, operands, attributes, value, gradients) => {
    const program = new Program();
    const leaves = operands.map((operand) => program.add(leaf, [program.add(constant, [], operand)]));
    const output = program.add(operator, leaves, attributes);
    const gradient = differentiate(program, program.add(sum, [output]), (node) => leaves.includes(node));
    const values = evaluate(program).map((elements) => [...elements]);
    expect(values[output]).toEqual(value);
    expect(leaves.map((node) => values[adjointOf(gradient, node)!])).toEqual(gradients);
  },
);
