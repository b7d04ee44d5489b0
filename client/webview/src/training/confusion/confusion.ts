/** Confusion counts of a set of samples, and their shares. */

import type { ConfusionMatrixInfo } from '../../../../../protocol/panel/training.ts';

export type MatrixInfo = ConfusionMatrixInfo & { readonly kind: 'matrix' };

/** The samples that a matrix counts. */
export type SampleSet = 'training' | 'heldOut';

export interface MatrixRow {
  readonly counts: readonly number[];
  readonly total: number;
}

/** A row for each class of the samples. */
export function rowsOf(classCount: number, counts: readonly number[]): readonly MatrixRow[] {
  return Array.from({ length: classCount }, (_, row) => {
    const rowCounts = Array.from({ length: classCount }, (_, column) => counts[row * classCount + column] ?? 0);
    return { counts: rowCounts, total: sumOf(rowCounts) };
  });
}

/** The number of samples that are predicted correctly, and of all that are counted. */
export function correctCount(rows: readonly MatrixRow[]): { readonly correct: number; readonly counted: number } {
  return {
    correct: sumOf(rows.map(({ counts }, index) => counts[index] ?? 0)),
    counted: sumOf(rows.map(({ total }) => total)),
  };
}

/** The share of a tint at a cell that has all samples of its row; texts stay legible on it. */
const maxTint = 42;

/** The tint of a cell in percent: its share of the samples of its class. */
export function tintOf(count: number, { total }: MatrixRow): number {
  const share = total > 0 ? count / total : 0;
  return Math.round(maxTint * Math.max(0, Math.min(1, share)));
}

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
