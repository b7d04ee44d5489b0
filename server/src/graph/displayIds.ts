/** What the nodes and groups of a graph are known by, from one version of the text to the next: no number changes it. */

import type { Model } from '../language/lowering/model.ts';
import { isValueDefinition, type Statement } from '../language/syntax/nodes.ts';
import type { ComponentGraph } from './componentGraph.ts';
import type { GroupKey } from './groups.ts';
import type { ProvenanceTable } from './provenance.ts';

/**
 * What has a name is known by it: `q`, `h.W`, in a call `h/attention.scores`. All else is counted in what it stands in:
 * `L/1`, `h/dense/0`, and `h/dense:2` for the second call of dense.
 */
export class DisplayIds {
  readonly #componentGraph: ComponentGraph;
  readonly #provenanceTable: ProvenanceTable;
  readonly #model: Model;
  /** By component, how many without a name come before it in the same part, or outside of parts in the same statement. */
  #counts: Int32Array | undefined;
  /** By part, how many of its callee come before it in the same part, or outside of parts in the same statement. */
  #occurrences: Int32Array | undefined;
  readonly #regionIds = new Map<number, string>();

  constructor(componentGraph: ComponentGraph, provenanceTable: ProvenanceTable, model: Model) {
    this.#componentGraph = componentGraph;
    this.#provenanceTable = provenanceTable;
    this.#model = model;
  }

  componentId(component: number): string {
    const { name, isGlobal } = this.#provenanceTable.provenanceOf(component);
    const region = this.#provenanceTable.regionOf[component];
    if (name !== undefined && isGlobal) return name;
    if (region < 0) return this.#fileScopedId(component);
    const parentId = this.#regionId(region);
    if (name === undefined) return `${parentId}/${this.#countOf(component)}`;
    return this.#provenanceTable.regions[region].source.kind === 'const' ? parentId : `${parentId}.${name}`;
  }

  groupId(key: GroupKey): string {
    switch (key.kind) {
      case 'part':
        return this.#regionId(key.region);
      case 'statement':
        return `${nameOf(key.statement)}/=`;
      case 'run':
        return `${key.parent ? this.groupId(key.parent) : ''}//${key.level}.${key.index}`;
    }
  }

  /** Outside of all statements there is only the sum of all losses. */
  #fileScopedId(component: number): string {
    const owner = this.#provenanceTable.owningStatement(component);
    const label = owner ? nameOf(owner) : (this.#model.objective?.label ?? '');
    const isObjectiveSum = owner === undefined && this.#componentGraph.nodes[component] === this.#componentGraph.root;
    return isObjectiveSum ? label : `${label}/${this.#countOf(component)}`;
  }

  /** Calls nest as deep as they like, so those around that have no name yet get theirs one after another. */
  #regionId(region: number): string {
    const unnamedRegions: number[] = [];
    for (
      let outer = region;
      outer >= 0 && !this.#regionIds.has(outer);
      outer = this.#provenanceTable.parentRegion[outer]
    )
      unnamedRegions.push(outer);
    for (const inner of unnamedRegions.reverse()) this.#regionIds.set(inner, this.#createRegionId(inner));
    return this.#regionIds.get(region)!;
  }

  #createRegionId(region: number): string {
    const { source, module } = this.#provenanceTable.regions[region];
    if (source.kind === 'const') return `${module.path}:${source.definition.name.name}`;
    const occurrence = this.#occurrenceOf(region);
    return `${this.#parentId(region)}/${this.#calleeOf(region)}${occurrence === 0 ? '' : `:${occurrence + 1}`}`;
  }

  #parentId(region: number): string {
    const outer = this.#provenanceTable.parentRegion[region];
    if (outer >= 0) return this.#regionIds.get(outer)!;
    const statement = this.#provenanceTable.statementOfRegion(region);
    return statement ? nameOf(statement) : '';
  }

  #calleeOf(region: number): string {
    const { source } = this.#provenanceTable.regions[region];
    return source.kind === 'call' ? source.definition.name.name : '∂';
  }

  /** Of a large graph that is folded few are asked for, or none: they are counted when the first one is. */
  #countOf(component: number): number {
    this.#counts ??= this.#countComponents();
    return this.#counts[component];
  }

  #occurrenceOf(region: number): number {
    this.#occurrences ??= this.#countOccurrences();
    return this.#occurrences[region];
  }

  #countComponents(): Int32Array {
    const { regionOf, regions } = this.#provenanceTable;
    const counts = new Int32Array(this.#componentGraph.length);
    const countsByRegion = new Int32Array(regions.length);
    const countsByStatement = new Map<Statement | undefined, number>();
    for (let component = 0; component < counts.length; component++) {
      if (this.#provenanceTable.isNamed(component)) continue;
      const region = regionOf[component];
      if (region >= 0) {
        counts[component] = countsByRegion[region]++;
        continue;
      }
      const owner = this.#provenanceTable.owningStatement(component);
      const count = countsByStatement.get(owner) ?? 0;
      counts[component] = count;
      countsByStatement.set(owner, count + 1);
    }
    return counts;
  }

  #countOccurrences(): Int32Array {
    const counts = new Int32Array(this.#provenanceTable.regions.length);
    const occurrences = new Map<string, number>();
    this.#provenanceTable.regions.forEach(({ source }, region) => {
      if (source.kind === 'const') return;
      const outer = this.#provenanceTable.parentRegion[region];
      const parent = outer >= 0 ? outer : `#${this.#provenanceTable.statementOfRegion(region)?.id}`;
      const key = `${parent} ${this.#calleeOf(region)}`;
      const occurrence = occurrences.get(key) ?? 0;
      counts[region] = occurrence;
      occurrences.set(key, occurrence + 1);
    });
    return counts;
  }
}

function nameOf(statement: Statement): string {
  return isValueDefinition(statement) ? statement.name.name : '';
}
