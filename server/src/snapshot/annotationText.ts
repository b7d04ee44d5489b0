/** A reading in one line, as it stands in a lens and on the command line. */

import * as l10n from '@vscode/l10n';
import { showNumber } from '../display/numbers.ts';
import { showParts, showSize, showUpdate } from '../display/quantity.ts';
import type { Shown } from '../display/shown.ts';
import { shortened } from '../language/base/truncate.ts';
import { type DefinitionKind, isDefinition } from '../language/syntax/tree.ts';
import type { ClaimReading, Reading, ValueReading } from './annotations.ts';

/** A const that is a number written out says it all itself. */
export function isWorthALens(reading: Reading): boolean {
  return reading.kind === 'claim' || reading.role !== 'const' || !isPlainNumber(reading);
}

/** Whether the statement is a name and a number written out. */
export function isPlainNumber({ value, statement }: ValueReading): boolean {
  if (value.kind !== 'scalar' || !isDefinition(statement)) return false;
  const { kind } = statement.value;
  return kind === 'number' || kind === 'negate';
}

/** Of which statements anything is shown. */
export type ShownStatements = Readonly<Record<DefinitionKind | 'expect', boolean>>;

export function isShown(reading: Reading, statements: ShownStatements): boolean {
  return statements[reading.kind === 'claim' ? 'expect' : reading.role];
}

/** `x = −2 · ∂L/∂x = 16 → −2.16`, or `✓ 16 ≈ 16`; empty where nothing of it is to be shown. */
export function showReading(reading: Reading, shown: Shown): string {
  const text = reading.kind === 'claim' ? showClaim(reading, shown) : showValue(reading, shown);
  return reading.stale && text !== '' ? l10n.t`${text} · stale` : text;
}

function showClaim({ holds, left, right }: ClaimReading, { digits, show }: Shown): string {
  if (!show.value) return markOf({ holds });
  return `${markOf({ holds })} ${showNumber(left, digits)} ${holds ? '≈' : '≉'} ${showNumber(right, digits)}`;
}

/** Whether a claim holds. */
export function markOf({ holds }: Pick<ClaimReading, 'holds'>): string {
  return holds ? '✓' : '✗';
}

function showValue(reading: ValueReading, shown: Shown): string {
  const { digits, show } = shown;
  const { value, update } = reading;
  const name = shortened(reading.name);
  const gradient = show.gradient ? showGradient(reading, digits) : undefined;
  const said = showParts(value, shown);
  const named = said && `${name}${show.value ? ' =' : ''} ${said}`;
  const start = [named, gradient].filter((part) => part).join(' · ');
  return show.update && update ? `${start || name} → ${showUpdate(value, update, digits)}` : start;
}

/** `∂L/∂x = 16`; undefined where there is none, or it is of this very value. */
export function showGradient({ name, gradient }: ValueReading, digits: number): string | undefined {
  if (gradient === undefined || gradient.isOwn) return undefined;
  const by = `∂${gradient.of}/∂${shortened(name)}`;
  return `${gradient.value.kind === 'scalar' ? by : `‖${by}‖`} = ${showSize(gradient.value, digits)}`;
}
