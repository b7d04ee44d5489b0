/** The readings of an earlier version, for statements that have none of their own. */

import { firstWhere } from '../language/base/partitionPoint.ts';
import { intentionOf, nameOf, placeOf, type Statement } from '../language/syntax/tree.ts';
import type { Reading, Readings } from './annotations.ts';
import { lineShift } from './lineShift.ts';
import type { Snapshot } from './snapshot.ts';

/** Finds the last reading of a statement, by its name, or where it has none, by where its line was. */
export class LastReadings {
  readonly #earlier: Readings;
  readonly #snapshot: Snapshot;
  /** Those that were kept themselves may stand where their name does not. */
  readonly #keptByName = new Map<string, Reading>();
  #previousLine: ((line: number) => number | undefined) | undefined;

  constructor(earlier: Readings, snapshot: Snapshot) {
    this.#earlier = earlier;
    this.#snapshot = snapshot;
    for (const reading of earlier.kept.values()) {
      if (reading.kind === 'value') this.#keptByName.set(reading.name, reading);
    }
  }

  of(statement: Statement): Reading | undefined {
    const last = this.#named(statement) ?? this.#there(statement);
    return last && this.#isElsewhere(last, statement) ? undefined : last;
  }

  #named(statement: Statement): Reading | undefined {
    const isValue = intentionOf(statement) !== 'fn';
    const name = isValue ? nameOf(statement)?.name : undefined;
    if (name === undefined) return undefined;
    return this.#keptByName.get(name) ?? this.#ownOf(name);
  }

  #ownOf(name: string): Reading | undefined {
    const { names, tree } = this.#earlier.snapshot;
    const definition = names.definitions.get(name);
    const reading = definition && this.#earlier.at(placeOf(tree, definition));
    return reading?.stale ? undefined : reading;
  }

  #there(statement: Statement): Reading | undefined {
    if (statement.kind !== 'broken' && statement.kind !== 'expect') return undefined;
    const line = this.#lineBefore(this.#snapshot.lines.positionAt(statement.start).line);
    return line === undefined ? undefined : this.#onLine(line);
  }

  get #lineBefore(): (line: number) => number | undefined {
    const { text, lines } = this.#earlier.snapshot;
    this.#previousLine ??= lineShift(text, lines, this.#snapshot.text, this.#snapshot.lines);
    return this.#previousLine;
  }

  /** The reading of the statement that begins on a line. */
  #onLine(line: number): Reading | undefined {
    const { lines, tree } = this.#earlier.snapshot;
    const start = lines.offsetAt({ line, character: 0 });
    const place = firstWhere(tree.overview.starts, (begins) => begins >= start);
    const isThere = place < tree.length && lines.positionAt(tree.overview.starts[place]).line === line;
    return isThere ? this.#earlier.at(place) : undefined;
  }

  /** Whether another statement has the name of a reading now. */
  #isElsewhere(reading: Reading, statement: Statement): boolean {
    const owner = reading.kind === 'value' ? this.#snapshot.names.definitions.get(reading.name) : undefined;
    return owner !== undefined && owner !== statement;
  }
}
