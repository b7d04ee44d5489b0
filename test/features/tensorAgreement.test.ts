/** Displayed shape, mean, spread, norm and first elements of tensors match the engine's values. */

import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../protocol/editor/settings.ts';
import { examples as folder } from '../../scripts/paths.ts';
import { allParts } from '../../server/src/display/displayOptions.ts';
import type { Quantity } from '../../server/src/display/quantity.ts';
import { adjointOf } from '../../server/src/engine/autodiff/differentiate.ts';
import { elementsOf } from '../../server/src/engine/ir/values.ts';
import { Execution } from '../../server/src/engine/runtime/execution.ts';
import { hoverAt } from '../../server/src/features/hover/hover.ts';
import { nodeAt } from '../../server/src/language/lowering/model.ts';
import { isValueDefinition, rangeIn, type ValueDefinition } from '../../server/src/language/syntax/ast.ts';
import { readSnapshot } from '../../server/src/node/bp/command.ts';
import { formatAnnotation } from '../../server/src/snapshot/annotations/annotationText.ts';
import { statementAnnotationsOf } from '../../server/src/snapshot/annotations/statementAnnotations.ts';
import type { EvaluatedSnapshot } from '../../server/src/snapshot/snapshot.ts';
import { updatesOf } from '../../server/src/snapshot/training/paramUpdates.ts';
import { withValues } from '../../server/src/snapshot/withValues.ts';
import { parseNumber } from '../support/texts/parseNumber.ts';

/** All digits of a float64, so that numbers parse back exactly except for the summation order. */
const digits = 17;

const files = globSync('*.bp', { cwd: folder });

async function evaluatedExample(file: string): Promise<EvaluatedSnapshot> {
  const snapshot = await readSnapshot(join(folder, file));
  return withValues(snapshot, new Execution(snapshot.model.program).run());
}

interface Tensor {
  readonly statement: ValueDefinition;
  readonly shape: readonly number[];
  readonly value: Float64Array;
  readonly gradient: Float64Array | undefined;
  /** The value after a step. */
  readonly to: Float64Array | undefined;
}

function tensorsOf(snapshot: EvaluatedSnapshot): Tensor[] {
  const { tree, model, evaluation } = snapshot;
  const { program, objective } = model;
  const updates = updatesOf(snapshot);
  return tree.statements.filter(isValueDefinition).flatMap((statement) => {
    const node = nodeAt(model.statementNodes, statement.id)!;
    const shape = program.shape(node);
    if (shape.length === 0) return [];
    const adjoint = objective && adjointOf(objective.backwardPass, node);
    const elements = (of: number) => elementsOf(program, evaluation.values, of);
    const gradient = adjoint === undefined ? undefined : elements(adjoint);
    return [{ statement, shape, value: elements(node), gradient, to: updates.get(node)?.to }];
  });
}

function isTextual(quantity: Quantity): boolean {
  return quantity.kind === 'tensor' && quantity.texts !== undefined;
}

test.each(files)("the lenses of %s show the engine's tensors", async (file) => {
  const snapshot = await evaluatedExample(file);
  const annotations = statementAnnotationsOf(snapshot).list;
  const shown = new Map(
    annotations.map((reading) => [reading.statement, formatAnnotation(reading, { digits, show: allParts })]),
  );
  // Indices of tokens are shown as the texts of the file.
  const textual = annotations.filter((reading) => reading.kind === 'value' && isTextual(reading.value));
  for (const { statement } of textual) {
    const text = shown.get(statement)!;
    if (text.startsWith('names ')) expect(text).toMatch(/^names = \[512×17\] "yuheng", "diondre", "xavien", …/);
    else expect(text).toMatch(/^new_names = \[5×17\] "[a-z]+", "[a-z]+", "[a-z]+", …$/);
  }
  const numeric = tensorsOf(snapshot).filter(({ statement }) =>
    textual.every((reading) => reading.statement !== statement),
  );
  for (const { statement, shape, value, gradient, to } of numeric) {
    if (value.length <= maxWrittenOut) {
      const written = (elements: Float64Array): string => writtenOut([...elements], shape);
      const name = shown.get(statement)!.split(' ', 1)[0];
      const parts = [
        `${name} = ${written(value)}`,
        to && ` → ${written(to)}`,
        gradient && ` · ∂${snapshot.model.objective!.label}/∂${name} = ${written(gradient)}`,
      ];
      expect(exactly(shown.get(statement)!)).toBe(exactly(parts.join('')));
      continue;
    }
    const pattern = /^\S+ = \[(.+)\] (≈ 0|\S+) ± (\S+) [▁-█]+(?: → (\S+) ± (\S+))?(?: · ‖∂\S+\/∂\S+‖ = (\S+))?$/;
    const [, dimensions, mean, spread, meanTo, spreadTo, norm] = pattern.exec(shown.get(statement)!)!;
    expect(dimensions.split('×').map(Number)).toEqual(shape);
    close(mean === '≈ 0' ? 0 : parseNumber(mean), meanOf(value), value);
    close(parseNumber(spread), spreadOf(value), value);
    expect(norm !== undefined).toBe(gradient !== undefined);
    if (norm) close(parseNumber(norm), normOf(gradient!), Float64Array.of(normOf(gradient!)));
    expect(meanTo !== undefined).toBe(to !== undefined);
    if (!meanTo) continue;
    close(parseNumber(meanTo), meanOf(to!), to!);
    close(parseNumber(spreadTo), spreadOf(to!), to!);
  }
});

test.each(files)("the hovers of %s show the first elements of the engine's tensors", async (file) => {
  const snapshot = await evaluatedExample(file);
  const annotations = statementAnnotationsOf(snapshot);
  for (const { statement, shape, value, gradient } of tensorsOf(snapshot)) {
    if (value.length <= maxWrittenOut) continue;
    const { contents } = hoverAt({ snapshot, annotations }, rangeIn(statement, statement.name).start, {
      ...defaultSettings,
      digits,
    })!;
    const tables = (contents as { value: string }).value
      .split('\n\n')
      .filter((part) => /^\| \S+ .*\n\| ---/.test(part));
    const [values, gradients] = tables.filter((table) => /^\| (\[|∂)/.test(table));
    expectFirst(values, value, shape);
    expect(gradients !== undefined).toBe(gradient !== undefined);
    if (gradient) expectFirst(gradients, gradient, shape);
  }
});

const maxWrittenOut = 6;

function normOf(values: Float64Array): number {
  return Math.sqrt(values.reduce((sum, element) => sum + element ** 2, 0));
}

/** Nested lists, in JavaScript's shortest digits. */
function writtenOut(elements: readonly number[], [length, ...rest]: readonly number[]): string {
  if (length === undefined) return String(elements[0]! + 0).replaceAll('-', '−');
  const size = elements.length / length;
  const items = Array.from({ length }, (_, i) => writtenOut(elements.slice(i * size, (i + 1) * size), rest));
  return `[${items.join(', ')}]`;
}

/** A text with its numbers in JavaScript's shortest digits. */
function exactly(text: string): string {
  return text.replace(/[−\d][\d.e−]*/g, (number) => String(parseNumber(number)));
}

/** Checks that each cell of a table is the element of its row and column. */
function expectFirst(table: string, elements: Float64Array, shape: readonly number[]): void {
  const columns = shape.at(-1)!;
  const rows = table.split('\n').slice(2);
  let cells = 0;
  for (const line of rows) {
    const [row, ...numbers] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    if (row === '⋮') continue;
    for (const [column, cell] of numbers.entries()) {
      if (cell === '…') continue;
      expect(parseNumber(cell)).toBe(elements[Number(row) * columns + column] + 0);
      cells++;
    }
  }
  expect(cells).toBeGreaterThan(0);
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

function spreadOf(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(values.map((value) => (value - mean) ** 2)));
}

/** Expects equality up to the rounding of sums over the elements. */
function close(shown: number, computed: number, elements: Float64Array): void {
  const size = elements.reduce((largest, element) => Math.max(largest, Math.abs(element)), 0);
  expect(Math.abs(shown - computed)).toBeLessThanOrEqual(1e-12 * size);
}
