/**
 * What the user reads at each statement: its value, its gradient and where a step takes it, or whether a claim holds.
 * Lenses, annotations and the command line print these. While a statement can't be evaluated it keeps its last reading,
 * marked stale, so that nothing moves and nothing is lost from sight.
 */

import type { Quantity } from '../display/quantity.ts';
import type { DefinitionKind, Statement } from '../language/syntax/tree.ts';
import { OwnReadings, placeOf } from './currentAnnotations.ts';
import { type Evaluated, isEvaluated, type Snapshot } from './snapshot.ts';
import { LastReadings } from './staleAnnotations.ts';

export type Reading = ValueReading | ClaimReading;

interface Placed {
  readonly statement: Statement;
  /** The lines on which the statement begins and ends, zero-based. */
  readonly line: number;
  readonly lastLine: number;
  /** Whether any of this is from an earlier version. */
  readonly stale: boolean;
}

export interface ValueReading extends Placed {
  readonly kind: 'value';
  readonly name: string;
  readonly role: DefinitionKind;
  readonly value: Quantity;
  readonly gradient: GradientReading | undefined;
  /** Where a step of training takes a param. */
  readonly update: Quantity | undefined;
}

export interface GradientReading {
  /** What the gradient is of, as in ∂L. */
  readonly of: string;
  readonly value: Quantity;
  /** Whether it is of this very value, or of losses of which this is one. */
  readonly isOwn: boolean;
}

export interface ClaimReading extends Placed {
  readonly kind: 'claim';
  readonly holds: boolean;
  readonly left: number;
  readonly right: number;
}

/** The readings of one version, with the text that they were read from: each is made when somebody looks at it, as most are not seen. */
export interface Readings {
  readonly snapshot: Snapshot;
  /** In the order of the text. */
  readonly list: readonly Reading[];
  /** Those that are of an earlier version, or in part, by the places of their statements. */
  readonly kept: ReadonlyMap<number, Reading>;
  /** The reading of the statement at a place, if it has one. */
  at(place: number): Reading | undefined;
  /** Of each statement whose value is a number of this version, its node; −1 of others. So all can be looked through without a reading being made. */
  readonly scalars: Int32Array;
}

export function readingsOf(snapshot: Snapshot, previous?: Readings): Readings {
  return isEvaluated(snapshot) ? new OfNumbers(snapshot, previous) : new Waiting(snapshot, previous);
}

/** The readings of a version that has been evaluated. What is kept of the last ones is found at once, and these are held no longer. */
class OfNumbers implements Readings {
  readonly snapshot: Evaluated;
  readonly kept: ReadonlyMap<number, Reading>;
  readonly #own: OwnReadings;
  #list: readonly Reading[] | undefined;

  constructor(snapshot: Evaluated, previous?: Readings) {
    this.snapshot = snapshot;
    this.#own = new OwnReadings(snapshot);
    this.kept = previous ? keptOf(snapshot, previous, this.#own) : nothingKept;
  }

  get list(): readonly Reading[] {
    this.#list ??= listOf(this);
    return this.#list;
  }

  at(place: number): Reading | undefined {
    return this.kept.get(place) ?? this.#own.at(place);
  }

  get scalars(): Int32Array {
    const { scalars } = this.#own;
    for (const place of this.kept.keys()) scalars[place] = -1;
    return scalars;
  }
}

/** The readings of a version without numbers: the last ones, as long as there are no others. */
class Waiting implements Readings {
  readonly snapshot: Snapshot;
  /** What was borrowed itself is not lent on: else versions that are typed fast would hold each other. */
  readonly #lender: Readings | undefined;
  #kept: ReadonlyMap<number, Reading> | undefined;
  #list: readonly Reading[] | undefined;

  constructor(snapshot: Snapshot, previous?: Readings) {
    this.snapshot = snapshot;
    this.#lender = previous instanceof Waiting ? (previous.#lender ?? previous) : previous;
  }

  get kept(): ReadonlyMap<number, Reading> {
    this.#kept ??= this.#lender ? keptOf(this.snapshot, this.#lender) : nothingKept;
    return this.#kept;
  }

  get list(): readonly Reading[] {
    this.#list ??= listOf(this);
    return this.#list;
  }

  at(place: number): Reading | undefined {
    return this.kept.get(place);
  }

  get scalars(): Int32Array {
    return new Int32Array(this.snapshot.tree.length).fill(-1);
  }
}

const nothingKept: ReadonlyMap<number, Reading> = new Map();

function listOf(readings: Readings): readonly Reading[] {
  const { length } = readings.snapshot.tree;
  const list: Reading[] = [];
  for (let place = 0; place < length; place++) {
    const reading = readings.at(place);
    if (reading) list.push(reading);
  }
  return list;
}

/** What statements keep of their last readings, whole or in part, as they have nothing, or not everything, of their own. */
function keptOf(snapshot: Snapshot, previous: Readings, own?: OwnReadings): ReadonlyMap<number, Reading> {
  const lacking = lackingIn(snapshot);
  const isComplete = own !== undefined && !lacking.gradient && !lacking.update;
  const last = new LastReadings(previous, snapshot);
  const readings = new Map<number, Reading>();
  for (let place = 0; place < snapshot.tree.length; place++) {
    if (isComplete && own.has(place)) continue;
    const statement = snapshot.tree.at(place);
    const earlier = last.of(statement);
    const reading = earlier && kept(snapshot, statement, lacking, earlier, own?.at(place));
    if (reading) readings.set(place, reading);
  }
  return readings;
}

/** What the file means to have and now lacks, because a statement can't be read or evaluated. */
interface Lacking {
  readonly gradient: boolean;
  readonly update: boolean;
}

function lackingIn({ model, tree }: Snapshot): Lacking {
  const isPicked = model.picked !== undefined;
  const gradient = !model.objective && (isPicked || tree.overview.placesOf('loss').length > 0);
  return { gradient, update: !isPicked && (gradient || !model.training) };
}

/** All of the last reading, or of that the gradient and the update while those are lacking; undefined where nothing is kept of it. */
function kept(
  snapshot: Snapshot,
  statement: Statement,
  lacking: Lacking,
  last: Reading,
  fresh?: Reading,
): Reading | undefined {
  if (last.kind === 'claim' || fresh?.kind === 'claim')
    return fresh ? undefined : { ...last, ...placeOf(snapshot, statement), stale: true };
  const keepsGradient = lacking.gradient && last.gradient !== undefined;
  const keepsUpdate = lacking.update && last.update !== undefined;
  if (fresh && !keepsGradient && !keepsUpdate) return undefined;
  const { name, role, value, gradient, update } = fresh ?? last;
  return {
    kind: 'value',
    ...placeOf(snapshot, statement),
    stale: true,
    name,
    role,
    value,
    gradient: keepsGradient ? last.gradient : gradient,
    update: keepsUpdate ? last.update : update,
  };
}
