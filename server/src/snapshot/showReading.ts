/** A reading in one line, as it stands in a lens and on the command line. */

import * as l10n from '@vscode/l10n';
import { showNumber } from '../display/numbers.ts';
import { showQuantity, showSize, showUpdate } from '../display/quantity.ts';
import { shortened } from '../language/shortened.ts';
import { isDefinition } from '../language/tree.ts';
import type { ClaimReading, Reading, ValueReading } from './readings.ts';

/** A const that is a number written out says it all itself. */
export function isWorthALens(reading: Reading): boolean {
  return reading.kind === 'claim' || reading.role !== 'const' || !isPlainNumber(reading);
}

function isPlainNumber({ value, statement }: ValueReading): boolean {
  if (value.kind !== 'scalar' || !isDefinition(statement)) return false;
  const { kind } = statement.value;
  return kind === 'number' || kind === 'negate';
}

/** `x = −2 · ∂L/∂x = 16 → −2.16`, or `✓ 16 ≈ 16`. */
export function showReading(reading: Reading, digits: number): string {
  const text = reading.kind === 'claim' ? showClaim(reading, digits) : showValue(reading, digits);
  return reading.stale ? l10n.t`${text} · stale` : text;
}

function showClaim({ holds, left, right }: ClaimReading, digits: number): string {
  return `${holds ? '✓' : '✗'} ${showNumber(left, digits)} ${holds ? '≈' : '≉'} ${showNumber(right, digits)}`;
}

function showValue(reading: ValueReading, digits: number): string {
  const { name, value, update } = reading;
  const shown = `${shortened(name)} = ${showQuantity(value, digits)}`;
  const gradient = showGradient(reading, digits);
  if (gradient === undefined) return shown;
  return `${shown} · ${gradient}${update ? ` → ${showUpdate(value, update, digits)}` : ''}`;
}

/** `∂L/∂x = 16`; undefined where there is none, or it is of this very value. */
export function showGradient({ name, gradient }: ValueReading, digits: number): string | undefined {
  if (gradient === undefined || gradient.isOwn) return undefined;
  const by = `∂${gradient.of}/∂${shortened(name)}`;
  return `${gradient.value.kind === 'scalar' ? by : `‖${by}‖`} = ${showSize(gradient.value, digits)}`;
}
