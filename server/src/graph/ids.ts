/** What the nodes and groups of a graph are known by, from one version of the text to the next: no number changes it. */

import type { Model } from '../language/lowering/model.ts';
import { isNaming, type Statement } from '../language/syntax/tree.ts';
import type { Circuit } from './components.ts';
import type { Made } from './groups.ts';
import type { Standings } from './provenance.ts';

/**
 * What has a name is known by it: `q`, `h.W`, in a call `h/attention.scores`. All else is counted in what it stands in:
 * `L/1`, `h/dense/0`, and `h/dense:2` for the second call of dense.
 */
export class Ids {
  readonly #circuit: Circuit;
  readonly #standings: Standings;
  readonly #model: Model;
  /** By component, how many without a name come before it in the same part, or outside of parts in the same statement. */
  #counts: Int32Array | undefined;
  /** By part, how many of its callee come before it in the same part, or outside of parts in the same statement. */
  #turns: Int32Array | undefined;
  readonly #parts = new Map<number, string>();

  constructor(circuit: Circuit, standings: Standings, model: Model) {
    this.#circuit = circuit;
    this.#standings = standings;
    this.#model = model;
  }

  ofComponent(component: number): string {
    const { name, isGlobal } = this.#standings.standingOf(component);
    const part = this.#standings.partOf[component];
    if (name !== undefined && isGlobal) return name;
    if (part < 0) return this.#countedInFile(component);
    const around = this.#ofPart(part);
    if (name === undefined) return `${around}/${this.#countOf(component)}`;
    return this.#standings.parts[part].maker.kind === 'const' ? around : `${around}.${name}`;
  }

  ofGroup(made: Made): string {
    switch (made.kind) {
      case 'part':
        return this.#ofPart(made.part);
      case 'statement':
        return `${nameOf(made.statement)}/=`;
      case 'run':
        return `${made.within ? this.ofGroup(made.within) : ''}//${made.level}.${made.place}`;
    }
  }

  /** Outside of all statements there is only the sum of all losses. */
  #countedInFile(component: number): string {
    const owner = this.#standings.ownerOf(component);
    const label = owner ? nameOf(owner) : (this.#model.objective?.label ?? '');
    const isSum = owner === undefined && this.#circuit.nodes[component] === this.#circuit.root;
    return isSum ? label : `${label}/${this.#countOf(component)}`;
  }

  /** Calls nest as deep as they like, so those around that have no name yet get theirs one after another. */
  #ofPart(part: number): string {
    const nameless: number[] = [];
    for (let outer = part; outer >= 0 && !this.#parts.has(outer); outer = this.#standings.around[outer])
      nameless.push(outer);
    for (const inner of nameless.reverse()) this.#parts.set(inner, this.#namedPart(inner));
    return this.#parts.get(part)!;
  }

  #namedPart(part: number): string {
    const { maker, module } = this.#standings.parts[part];
    if (maker.kind === 'const') return `${module.path}:${maker.definition.name.name}`;
    const turn = this.#turnOf(part);
    return `${this.#aroundPart(part)}/${this.#calleeOf(part)}${turn === 0 ? '' : `:${turn + 1}`}`;
  }

  #aroundPart(part: number): string {
    const outer = this.#standings.around[part];
    if (outer >= 0) return this.#parts.get(outer)!;
    const statement = this.#standings.statementOfPart(part);
    return statement ? nameOf(statement) : '';
  }

  #calleeOf(part: number): string {
    const { maker } = this.#standings.parts[part];
    return maker.kind === 'call' ? maker.definition.name.name : '∂';
  }

  /** Of a large graph that is folded few are asked for, or none: they are counted when the first one is. */
  #countOf(component: number): number {
    this.#counts ??= this.#countedComponents();
    return this.#counts[component];
  }

  #turnOf(part: number): number {
    this.#turns ??= this.#countedParts();
    return this.#turns[part];
  }

  #countedComponents(): Int32Array {
    const { partOf, parts } = this.#standings;
    const counts = new Int32Array(this.#circuit.length);
    const inParts = new Int32Array(parts.length);
    const inStatements = new Map<Statement | undefined, number>();
    for (let component = 0; component < counts.length; component++) {
      if (this.#standings.isNamed(component)) continue;
      const part = partOf[component];
      if (part >= 0) {
        counts[component] = inParts[part]++;
        continue;
      }
      const owner = this.#standings.ownerOf(component);
      const count = inStatements.get(owner) ?? 0;
      counts[component] = count;
      inStatements.set(owner, count + 1);
    }
    return counts;
  }

  #countedParts(): Int32Array {
    const counts = new Int32Array(this.#standings.parts.length);
    const turns = new Map<string, number>();
    this.#standings.parts.forEach(({ maker }, part) => {
      if (maker.kind === 'const') return;
      const outer = this.#standings.around[part];
      const around = outer >= 0 ? outer : `#${this.#standings.statementOfPart(part)?.index}`;
      const key = `${around} ${this.#calleeOf(part)}`;
      const turn = turns.get(key) ?? 0;
      counts[part] = turn;
      turns.set(key, turn + 1);
    });
    return counts;
  }
}

function nameOf(statement: Statement): string {
  return isNaming(statement) ? statement.name.name : '';
}
