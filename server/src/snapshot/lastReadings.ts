/** The readings of an earlier version, for statements that have none of their own. */

import { intentionOf, type Statement } from '../language/tree.ts';
import { lineShift } from './lineShift.ts';
import { placeOf } from './ownReadings.ts';
import type { Reading, Readings } from './readings.ts';
import type { Snapshot } from './snapshot.ts';

/** Finds the last reading of a statement, by its name, or where it has none, by where its line was. */
export class LastReadings {
  readonly #byName = new Map<string, Reading>();
  readonly #byLine = new Map<number, Reading>();
  readonly #previousLine: (line: number) => number | undefined;
  readonly #snapshot: Snapshot;

  constructor({ snapshot: earlier, list }: Readings, snapshot: Snapshot) {
    this.#snapshot = snapshot;
    this.#previousLine = lineShift(earlier.text, earlier.lines, snapshot.text, snapshot.lines);
    for (const reading of list) {
      if (reading.kind === 'value') this.#byName.set(reading.name, reading);
      this.#byLine.set(reading.line, reading);
    }
  }

  of(statement: Statement): Reading | undefined {
    const last = this.#named(statement) ?? this.#there(statement);
    return last && this.#isElsewhere(last, statement) ? undefined : last;
  }

  #named(statement: Statement): Reading | undefined {
    const isValue = intentionOf(statement) !== 'fn';
    const name = isValue && 'name' in statement ? statement.name?.name : undefined;
    return name === undefined ? undefined : this.#byName.get(name);
  }

  #there(statement: Statement): Reading | undefined {
    if (statement.kind !== 'broken' && statement.kind !== 'expect') return undefined;
    const line = this.#previousLine(placeOf(this.#snapshot, statement).line);
    return line === undefined ? undefined : this.#byLine.get(line);
  }

  /** Whether another statement has the name of a reading now. */
  #isElsewhere(reading: Reading, statement: Statement): boolean {
    const owner = reading.kind === 'value' ? this.#snapshot.names.definitions.get(reading.name) : undefined;
    return owner !== undefined && owner !== statement;
  }
}
