/** Named edge cases, compared with PyTorch in test/engine/operators/edgeCases.test.ts. */

import { constant } from '../../../server/src/engine/ir/constant.ts';
import type { Attributes, Operator } from '../../../server/src/engine/ir/operator.ts';
import { Program } from '../../../server/src/engine/ir/program.ts';
import { leaf } from '../../../server/src/engine/operators/identities.ts';
import { weightedSum } from '../oracles/finiteDifferences.ts';
import type { ComparedProgram } from '../oracles/pytorchComparison.ts';
import { axisEdges } from './edges/alongAxes.ts';
import { kinks, poles, powers, tiesAndBounds } from './edges/elementwise.ts';
import { linearAlgebraEdges } from './edges/linearAlgebra.ts';
import { powersAtZero } from './edges/powersAtZero.ts';
import { shapeEdges } from './edges/shapes.ts';
import { windowEdges } from './edges/windows.ts';
import type { Tensor } from './operatorCases.ts';

export interface EdgeCase {
  readonly name: string;
  readonly operator: Operator;
  readonly operands: readonly Tensor[];
  readonly attributes?: Attributes;
  /** The positions of constant operands; all others are leaves. */
  readonly constantOperands?: readonly number[];
}

const scalars = [...kinks, ...tiesAndBounds, ...powers, ...poles].map(
  ([name, operator, values]): EdgeCase => ({
    name,
    operator,
    operands: values.map((value) => ({ shape: [], values: [value] })),
  }),
);

const alongAxes = axisEdges.map(
  ([name, operator, shape, values, attributes]): EdgeCase => ({
    name,
    operator,
    operands: [{ shape, values }],
    attributes,
  }),
);

const windows = windowEdges.map(
  ([name, operator, operands, attributes]): EdgeCase => ({ name, operator, operands, attributes }),
);

const linearAlgebra = linearAlgebraEdges.map(([name, operator, operands]): EdgeCase => ({ name, operator, operands }));

export const edgeCases: readonly EdgeCase[] = [
  ...scalars,
  ...powersAtZero,
  ...alongAxes,
  ...shapeEdges,
  ...windows,
  ...linearAlgebra,
];

/** The program of an edge case; its root weighs every element of the output. */
export function edgeProgram({ operator, operands, attributes, constantOperands = [] }: EdgeCase): ComparedProgram {
  const program = new Program();
  const nodes = operands.map((operand, position) => {
    const start = program.add(constant, [], operand);
    return constantOperands.includes(position) ? start : program.add(leaf, [start]);
  });
  return { program, root: weightedSum(program, program.add(operator, nodes, attributes)) };
}
