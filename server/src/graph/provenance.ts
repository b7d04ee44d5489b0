/** The provenance of vertices: the inlined region, statement and name of each one in the source. */

import type { NodeId } from '../engine/ir/program.ts';
import { labelsOfSteps, type Param } from '../language/lowering/model.ts';
import type { InlinedRegion, RegionSource } from '../language/lowering/sourceMap.ts';
import type { Module } from '../language/names/modules/module.ts';
import {
  type Definition,
  type FunctionDefinition,
  indexIn,
  isDefinition,
  isValueDefinition,
  type LocatedExpression,
  labelOf,
  type Statement,
} from '../language/syntax/ast.ts';
import { partitionPoint } from '../language/text/partitionPoint.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { ExpandedGraph } from './expandedGraph.ts';

export interface Provenance {
  /** The file that contains the expression and the statement. */
  readonly module: Module;
  /** The function whose body or head contains the source. */
  readonly body?: FunctionDefinition | undefined;
  /**
   * The innermost statement; undefined outside of statements, as for the sum of all losses or the default of a
   * parameter.
   */
  readonly statement?: Statement | undefined;
  /** The expression that the vertex was made for; undefined if it is the statement as a whole. */
  readonly expression?: LocatedExpression | undefined;
  /** The name in the source; for a param of a call its full path. */
  readonly name?: string | undefined;
  /** True if the name is valid throughout the file, and not only within a body or another file. */
  readonly isGlobal?: boolean;
}

export class ProvenanceTable {
  readonly regions: readonly InlinedRegion[];
  /** For each vertex the index of the innermost region that made it; −1 for the file itself. */
  readonly regionOf: Int32Array;
  /** For each region the index of the enclosing one; −1 for none. */
  readonly parentRegion: Int32Array;
  readonly #snapshot: Snapshot;
  readonly #expandedGraph: ExpandedGraph;
  /** The param at each node. */
  readonly #params: readonly (Param | undefined)[];
  /** For each expression of the file, the index of the statement that contains it. */
  readonly #statementOf: Int32Array;
  #stepLabels: ReadonlyMap<NodeId, string> | undefined;
  /** The statements of each body, by name. */
  readonly #bodies = new Map<FunctionDefinition, ReadonlyMap<string, Statement>>();

  constructor(snapshot: Snapshot, expandedGraph: ExpandedGraph) {
    this.#snapshot = snapshot;
    this.#expandedGraph = expandedGraph;
    this.regions = snapshot.model.sourceMap.regions;
    const params = new Array<Param | undefined>(snapshot.model.program.length);
    for (const param of snapshot.model.params) params[param.node] = param;
    this.#params = params;
    this.#statementOf = new Int32Array(snapshot.tree.expressionCount).fill(-1);
    snapshot.tree.statements.forEach(({ firstExpression, endExpression }, index) => {
      this.#statementOf.fill(index, firstExpression, endExpression);
    });
    this.regionOf = new Int32Array(expandedGraph.length).fill(-1);
    this.parentRegion = new Int32Array(this.regions.length).fill(-1);
    this.#nest();
  }

  #nest(): void {
    const openRegions: number[] = [];
    let next = 0;
    const closeBefore = (node: NodeId): void => {
      while (openRegions.length > 0 && this.regions[openRegions.at(-1)!].end <= node) openRegions.pop();
    };
    const enterUpTo = (node: NodeId): void => {
      for (; next < this.regions.length && this.regions[next].first <= node; next++) {
        closeBefore(this.regions[next].first);
        this.parentRegion[next] = openRegions.at(-1) ?? -1;
        if (this.regions[next].end > this.regions[next].first) openRegions.push(next);
      }
      closeBefore(node);
    };
    this.#expandedGraph.programNodes.forEach((node, vertex) => {
      enterUpTo(node);
      this.regionOf[vertex] = openRegions.at(-1) ?? -1;
    });
    enterUpTo(this.#snapshot.model.program.length);
  }

  paramAt(vertex: number): Param | undefined {
    return this.#params[this.#expandedGraph.programNodes[vertex]];
  }

  /** True if the source has a name for a vertex. */
  isNamed(vertex: number): boolean {
    return this.#namingStatement(vertex) !== undefined || this.paramAt(vertex) !== undefined;
  }

  provenanceOf(vertex: number): Provenance {
    const node = this.#expandedGraph.programNodes[vertex];
    const namedStatement = this.#expandedGraph.namedStatementOf(node);
    const param = this.paramAt(vertex);
    const enclosing = this.enclosingBody(this.regionOf[vertex]);
    if (namedStatement)
      return {
        module: this.#snapshot.module,
        statement: namedStatement,
        name: labelOf(namedStatement),
        isGlobal: true,
      };
    if (param)
      return {
        ...enclosing,
        statement: this.#inlinedStatement(vertex, param.name),
        name: param.name,
        isGlobal: true,
      };
    const localDefinition = this.#localDefinition(vertex);
    if (localDefinition)
      return { ...enclosing, statement: localDefinition, name: this.#localName(node, localDefinition) };
    const expression = this.expressionOf(vertex);
    const statement = expression && this.enclosingStatement(this.regionOf[vertex], expression.index);
    return { ...enclosing, statement, expression };
  }

  /**
   * The file and body that contain the expressions of a region; for a gradient or a step, those around it. −1 is the
   * file itself.
   */
  enclosingBody(region: number): Pick<Provenance, 'module' | 'body'> {
    let innerRegion = region;
    while (innerRegion >= 0 && isWithinStatements(this.regions[innerRegion].source))
      innerRegion = this.parentRegion[innerRegion];
    if (innerRegion < 0) return { module: this.#snapshot.module };
    const { source, module } = this.regions[innerRegion];
    return { module, body: source.kind === 'call' ? source.definition : undefined };
  }

  /** The statement of the file that a vertex belongs to; undefined for none. */
  owningStatement(vertex: number): Statement | undefined {
    const namedStatement =
      this.#expandedGraph.namedStatementOf(this.#expandedGraph.programNodes[vertex]) ?? this.paramAt(vertex)?.statement;
    if (namedStatement) return namedStatement;
    const outermostRegion = this.#outermostRegion(this.regionOf[vertex]);
    if (outermostRegion >= 0) return this.statementOfRegion(outermostRegion);
    const expression = this.#snapshot.model.sourceMap.expressionIndexOf(this.#expandedGraph.programNodes[vertex]);
    return expression === undefined ? undefined : this.enclosingStatement(-1, expression);
  }

  /**
   * The statement that contains the call or gradient of a region; for a nested call, a statement of the function's
   * body.
   */
  statementOfRegion(region: number): Statement | undefined {
    const { source } = this.regions[region];
    if (source.kind === 'const') return undefined;
    return this.enclosingStatement(this.parentRegion[region], source.expressionIndex);
  }

  /** The statement around an expression of a region; −1 is the file itself. */
  enclosingStatement(region: number, expression: number): Statement | undefined {
    if (region < 0) return this.#snapshot.tree.statements[this.#statementOf[expression]];
    const { module, body } = this.enclosingBody(region);
    const found = lastStatementUpTo(body?.body ?? module.tree.statements, expression);
    return found && expression < found.endExpression ? found : undefined;
  }

  #outermostRegion(region: number): number {
    let outerRegion = region;
    while (outerRegion >= 0 && this.parentRegion[outerRegion] >= 0) outerRegion = this.parentRegion[outerRegion];
    return outerRegion;
  }

  /** The expression that a vertex was made for, even if the vertex has a name. */
  expressionOf(vertex: number): LocatedExpression | undefined {
    const index = this.#snapshot.model.sourceMap.expressionIndexOf(this.#expandedGraph.programNodes[vertex]);
    return index === undefined ? undefined : this.enclosingBody(this.regionOf[vertex]).module.tree.expressionAt(index);
  }

  #namingStatement(vertex: number): Statement | undefined {
    return (
      this.#expandedGraph.namedStatementOf(this.#expandedGraph.programNodes[vertex]) ?? this.#localDefinition(vertex)
    );
  }

  /** The definition in a body or another file whose whole value a vertex is. */
  #localDefinition(vertex: number) {
    const region = this.regionOf[vertex];
    if (region < 0 || this.regions[region].source.kind === 'gradient') return undefined;
    const index = this.#snapshot.model.sourceMap.expressionIndexOf(this.#expandedGraph.programNodes[vertex]);
    const statement = index === undefined ? undefined : this.enclosingStatement(region, index);
    return statement && isDefinition(statement) && indexIn(statement, statement.value) === index
      ? statement
      : undefined;
  }

  /** The name of a local definition; for a step of a recurrence with the index. */
  #localName(node: NodeId, definition: Definition): string {
    this.#stepLabels ??= labelsOfSteps(this.#snapshot.model.recurrences);
    return this.#stepLabels.get(node) ?? labelOf(definition);
  }

  /** The statement of a body that made a param of this name. */
  #inlinedStatement(vertex: number, name: string): Statement | undefined {
    const { body } = this.enclosingBody(this.regionOf[vertex]);
    if (body === undefined) return undefined;
    let byName = this.#bodies.get(body);
    if (byName === undefined) {
      byName = new Map(body.body.filter(isValueDefinition).map((statement) => [statement.name.name, statement]));
      this.#bodies.set(body, byName);
    }
    return byName.get(name.slice(name.lastIndexOf('.') + 1));
  }
}

/** True for a region whose expressions are those of the statements around it, not those of a function. */
function isWithinStatements({ kind }: RegionSource): boolean {
  return kind === 'gradient' || kind === 'step';
}

/** The last statement that begins at or before an expression; the statements must be in text order. */
function lastStatementUpTo(statements: readonly Statement[], expression: number): Statement | undefined {
  return statements[partitionPoint(statements, ({ firstExpression }) => firstExpression > expression) - 1];
}
