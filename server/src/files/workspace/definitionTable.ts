/** The definitions and imports of a model, as columns of numbers: a folder may have millions. */

import { DefinitionScanner, definitionRoles } from './definitionScanner.ts';
import type { NameQuery } from './nameQuery.ts';
import { workspaceLimits } from './workspaceLimits.ts';

export interface FoundDefinition {
  readonly name: string;
  readonly role: (typeof definitionRoles)[number];
  /** Zero-based; the column is in UTF-16 units. */
  readonly line: number;
  readonly column: number;
}

const decoder = new TextDecoder();
const initialCapacity = 256;

export class DefinitionTable {
  /** The names of all definitions, one after another, in UTF-8. */
  #names = new Uint8Array(8 * initialCapacity);
  #nameEnds = new Uint32Array(initialCapacity);
  #lines = new Uint32Array(initialCapacity);
  #columns = new Uint32Array(initialCapacity);
  #roles = new Uint8Array(initialCapacity);
  #count = 0;
  readonly #imports: string[] = [];

  /** Scans a file in slices. @param slice the size of a slice in bytes. */
  static *scan(bytes: Uint8Array, slice: number): Generator<undefined, DefinitionTable> {
    const table = new DefinitionTable();
    const scanner = new DefinitionScanner(bytes, {
      onDefinition: (start, end, role, line, column) => table.#add(bytes, start, end, role, line, column),
      onImport(path) {
        if (table.#imports.length <= workspaceLimits.models) table.#imports.push(path);
      },
    });
    while (scanner.advance(slice)) yield;
    table.#trim();
    return table;
  }

  /** The paths of the imported files, as they are written. */
  get imports(): readonly string[] {
    return this.#imports;
  }

  get byteLength(): number {
    return this.#names.length + this.#count * 13;
  }

  /** The definitions whose names match, in text order. */
  *find(query: NameQuery): Generator<FoundDefinition> {
    const names = this.#names;
    for (let index = 0, start = 0; index < this.#count; index++) {
      const end = this.#nameEnds[index];
      if (query.matches(names, start, end)) {
        yield {
          name: decoder.decode(names.subarray(start, end)),
          role: definitionRoles[this.#roles[index]],
          line: this.#lines[index],
          column: this.#columns[index],
        };
      }
      start = end;
    }
  }

  #add(bytes: Uint8Array, start: number, end: number, role: number, line: number, column: number): void {
    const index = this.#count++;
    if (index === this.#lines.length) this.#resize(2 * index);
    const nameStart = index === 0 ? 0 : this.#nameEnds[index - 1];
    const nameEnd = nameStart + end - start;
    if (nameEnd > this.#names.length) this.#names = resized(this.#names, 2 * nameEnd);
    const names = this.#names;
    for (let from = start, to = nameStart; from < end; from++, to++) names[to] = bytes[from];
    this.#nameEnds[index] = nameEnd;
    this.#lines[index] = line;
    this.#columns[index] = column;
    this.#roles[index] = role;
  }

  #trim(): void {
    this.#names = resized(this.#names, this.#count === 0 ? 0 : this.#nameEnds[this.#count - 1]);
    this.#resize(this.#count);
  }

  #resize(length: number): void {
    this.#nameEnds = resized(this.#nameEnds, length);
    this.#lines = resized(this.#lines, length);
    this.#columns = resized(this.#columns, length);
    this.#roles = resized(this.#roles, length);
  }
}

function resized<Column extends Uint8Array | Uint32Array>(column: Column, length: number): Column {
  const copy = new (column.constructor as new (length: number) => Column)(length);
  copy.set(column.subarray(0, length));
  return copy;
}
