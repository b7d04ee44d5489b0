/** Products of matrices that are small enough to be multiplied in sight, row by column. */

import type { MatrixProduct, WrittenMatrix } from '../../../../protocol/panel/playback.ts';
import { formatNumber } from '../../display/numbers.ts';
import type { NodeId } from '../../engine/ir/program.ts';
import type { Shape } from '../../engine/ir/shape.ts';
import { dot, matmul } from '../../engine/operators/products.ts';
import { reshape } from '../../engine/operators/shapes/shaping.ts';
import { type Abbreviate, termOf, termText } from '../../explain/formula.ts';
import type { FormulaTerms } from '../../explain/formulaTerms.ts';

/** The result has at most this many rows and columns, and so has each operand. */
const maxLength = 6;
/** Columns of the operands and the result together, so that they fit side by side. */
const maxColumns = 12;

/**
 * The product that computes a node, in whose shape vectors may be those of a matrix with one row or one column; null if it
 * is none, or not small enough.
 * @param abbreviate the terms that label the operands.
 */
export function matrixProductOf(
  terms: FormulaTerms,
  node: NodeId,
  abbreviate: Abbreviate,
  result: Pick<WrittenMatrix, 'label' | 'tone'>,
): MatrixProduct | null {
  const { program } = terms;
  if (program.operator(node) === reshape) return matrixProductOf(terms, program.operand(node, 0), abbreviate, result);
  if (program.operator(node) !== matmul && program.operator(node) !== dot) return null;
  const [left, right] = program.operands(node);
  const leftSize = matrixSize(program.shape(left), 'row');
  const rightSize = matrixSize(program.shape(right), 'column');
  if (leftSize === undefined || rightSize === undefined) return null;
  const [rows, inner] = leftSize;
  const [, columns] = rightSize;
  const isSmall = Math.min(rows, inner, columns) > 0 && Math.max(rows, inner, columns) <= maxLength;
  if (!isSmall || inner + columns + columns > maxColumns) return null;
  const operand = (part: NodeId, columnCount: number): WrittenMatrix => {
    const term = termOf(program, part, abbreviate);
    const isGradient = term.text.some(({ tone }) => tone === 'gradient');
    return {
      label: termText(term),
      tone: isGradient ? 'gradient' : 'value',
      rows: rowsOf(terms, part, columnCount),
    };
  };
  return {
    left: operand(left, inner),
    right: operand(right, columns),
    result: { ...result, rows: rowsOf(terms, node, columns) },
  };
}

/** Rows and columns; undefined for more than two axes. */
function matrixSize(shape: Shape, vectorIs: 'row' | 'column'): readonly [number, number] | undefined {
  if (shape.length === 1) return vectorIs === 'row' ? [1, shape[0]] : [shape[0], 1];
  return shape.length === 2 ? [shape[0], shape[1]] : undefined;
}

function rowsOf(terms: FormulaTerms, node: NodeId, columnCount: number): readonly (readonly string[])[] {
  const elements = Array.from(terms.elements(node), (element) => formatNumber(element, terms.digits));
  return Array.from({ length: elements.length / columnCount }, (_, row) =>
    elements.slice(row * columnCount, (row + 1) * columnCount),
  );
}
