/** Stable ids of nodes and groups, which do not change from version to version when only numbers change. */

import type { Model } from '../language/lowering/model.ts';
import { isValueDefinition, labelOf, type Statement } from '../language/syntax/ast.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import type { GroupKey } from './groups.ts';
import type { ProvenanceTable } from './provenance.ts';

/**
 * Named nodes use their name: `q`, `h.W`, inside a call `h/attention.scores`. All others are counted within their
 * parent: `L/1`, `h/dense/0`, and `h/dense:2` for the second call of dense.
 */
export class DisplayIds {
  readonly #expandedGraph: ExpandedGraph;
  readonly #provenanceTable: ProvenanceTable;
  readonly #model: Model;
  /**
   * For each vertex, the number of unnamed ones before it in the same region, or outside regions in the same
   * statement.
   */
  #counts: Int32Array | undefined;
  /**
   * For each region, the number of calls of its callee before it in the same region, or outside regions in the same
   * statement.
   */
  #occurrences: Int32Array | undefined;
  readonly #regionIds = new Map<number, string>();

  constructor(expandedGraph: ExpandedGraph, provenanceTable: ProvenanceTable, model: Model) {
    this.#expandedGraph = expandedGraph;
    this.#provenanceTable = provenanceTable;
    this.#model = model;
  }

  vertexId(vertex: number): string {
    const { name, isGlobal } = this.#provenanceTable.provenanceOf(vertex);
    const region = this.#provenanceTable.regionOf[vertex];
    if (name !== undefined && isGlobal) return name;
    if (region < 0) return this.#fileScopedId(vertex);
    const parentId = this.#regionId(region);
    if (name === undefined) return `${parentId}/${this.#countOf(vertex)}`;
    return this.#provenanceTable.regions[region].source.kind === 'const' ? parentId : `${parentId}.${name}`;
  }

  groupId(key: GroupKey): string {
    switch (key.kind) {
      case 'region':
        return this.#regionId(key.region);
      case 'repeat':
        return `${this.#regionId(key.region)}×`;
      case 'statement':
        return `${nameOf(key.statement)}/=`;
      case 'chunk':
        return `${key.parent ? this.groupId(key.parent) : ''}//${key.level}.${key.index}`;
    }
  }

  /** Only the sum of all losses is outside every statement. */
  #fileScopedId(vertex: number): string {
    const owner = this.#provenanceTable.owningStatement(vertex);
    const label = owner ? nameOf(owner) : (this.#model.objective?.label ?? '');
    const isObjectiveSum = owner === undefined && this.#expandedGraph.programNodes[vertex] === this.#expandedGraph.root;
    return isObjectiveSum ? label : `${label}/${this.#countOf(vertex)}`;
  }

  /** Creates the ids of enclosing regions iteratively, as calls nest to any depth. */
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
    if (source.kind === 'step') return `${source.statement.variable.name}=${source.step}`;
    return source.kind === 'call' ? source.definition.name.name : '∂';
  }

  /** Counted lazily: a large collapsed graph asks for few ids, or none. */
  #countOf(vertex: number): number {
    this.#counts ??= this.#countVertices();
    return this.#counts[vertex];
  }

  #occurrenceOf(region: number): number {
    this.#occurrences ??= this.#countOccurrences();
    return this.#occurrences[region];
  }

  #countVertices(): Int32Array {
    const { regionOf, regions } = this.#provenanceTable;
    const counts = new Int32Array(this.#expandedGraph.length);
    const countsByRegion = new Int32Array(regions.length);
    const countsByStatement = new Map<Statement | undefined, number>();
    for (let vertex = 0; vertex < counts.length; vertex++) {
      if (this.#provenanceTable.isNamed(vertex)) continue;
      const region = regionOf[vertex];
      if (region >= 0) {
        counts[vertex] = countsByRegion[region]++;
        continue;
      }
      const owner = this.#provenanceTable.owningStatement(vertex);
      const count = countsByStatement.get(owner) ?? 0;
      counts[vertex] = count;
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
      // A head has no name, so the steps of all blocks are counted together.
      const owner = source.kind === 'step' ? '' : this.#provenanceTable.statementOfRegion(region)?.id;
      const parent = outer >= 0 ? outer : `#${owner}`;
      const key = `${parent} ${this.#calleeOf(region)}`;
      const occurrence = occurrences.get(key) ?? 0;
      counts[region] = occurrence;
      occurrences.set(key, occurrence + 1);
    });
    return counts;
  }
}

function nameOf(statement: Statement): string {
  return isValueDefinition(statement) ? labelOf(statement) : '';
}
