/** Where each component of a circuit stands: in which part of the program, in which statement, and what the text calls it there. */

import type { NodeId } from '../engine/ir/program.ts';
import { partitionPoint } from '../language/base/partitionPoint.ts';
import type { Param } from '../language/lowering/model.ts';
import type { InlinedRegion } from '../language/lowering/sourceMap.ts';
import type { Module } from '../language/names/module.ts';
import {
  type FunctionDefinition,
  indexIn,
  isDefinition,
  isValueDefinition,
  type LocatedExpression,
  type Statement,
} from '../language/syntax/nodes.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { ComponentGraph } from './componentGraph.ts';

export interface Provenance {
  /** The file in which it is written: its text is where the expression and the statement stand. */
  readonly module: Module;
  /** The function in whose body, or head, it is written. */
  readonly body?: FunctionDefinition | undefined;
  /** The innermost statement; undefined where it is written in none, as the sum of all losses, or the default of a parameter. */
  readonly statement?: Statement | undefined;
  /** The expression that it was made for; undefined where the statement stands for it as a whole. */
  readonly expression?: LocatedExpression | undefined;
  /** What the text calls it; of a param of a call its full name. */
  readonly name?: string | undefined;
  /** Whether that is its name in the whole file, and not only in a body or in another file. */
  readonly isGlobal?: boolean;
}

export class ProvenanceTable {
  readonly regions: readonly InlinedRegion[];
  /** By component the place of the innermost part that made it; −1 where it stands in the file itself. */
  readonly regionOf: Int32Array;
  /** By part the place of the one around it; −1 where there is none. */
  readonly parentRegion: Int32Array;
  readonly #snapshot: Snapshot;
  readonly #componentGraph: ComponentGraph;
  /** By node, the param that it is. */
  readonly #params: readonly (Param | undefined)[];
  /** By expression of the file, the place of the statement that it stands in. */
  readonly #statementOf: Int32Array;
  /** The statements of a body, by their names. */
  readonly #bodies = new Map<FunctionDefinition, ReadonlyMap<string, Statement>>();

  constructor(snapshot: Snapshot, componentGraph: ComponentGraph) {
    this.#snapshot = snapshot;
    this.#componentGraph = componentGraph;
    this.regions = snapshot.model.sourceMap.regions;
    const params = new Array<Param | undefined>(snapshot.model.program.length);
    for (const param of snapshot.model.params) params[param.node] = param;
    this.#params = params;
    this.#statementOf = new Int32Array(snapshot.tree.expressionCount).fill(-1);
    snapshot.tree.statements.forEach(({ first, last }, index) => {
      this.#statementOf.fill(index, first, last);
    });
    this.regionOf = new Int32Array(componentGraph.length).fill(-1);
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
    this.#componentGraph.nodes.forEach((node, component) => {
      enterUpTo(node);
      this.regionOf[component] = openRegions.at(-1) ?? -1;
    });
    enterUpTo(this.#snapshot.model.program.length);
  }

  /** The param that a component is. */
  paramAt(component: number): Param | undefined {
    return this.#params[this.#componentGraph.nodes[component]];
  }

  /** Whether the text has a name for a component. */
  isNamed(component: number): boolean {
    return this.#namingStatement(component) !== undefined || this.paramAt(component) !== undefined;
  }

  provenanceOf(component: number): Provenance {
    const node = this.#componentGraph.nodes[component];
    const namedStatement = this.#componentGraph.namedStatementOf(node);
    const param = this.paramAt(component);
    const enclosing = this.enclosingBody(this.regionOf[component]);
    if (namedStatement)
      return {
        module: this.#snapshot.module,
        statement: namedStatement,
        name: namedStatement.name.name,
        isGlobal: true,
      };
    if (param)
      return {
        ...enclosing,
        statement: this.#inlinedStatement(component, param.name),
        name: param.name,
        isGlobal: true,
      };
    const localDefinition = this.#localDefinition(component);
    if (localDefinition) return { ...enclosing, statement: localDefinition, name: localDefinition.name.name };
    const expression = this.expressionOf(component);
    const statement = expression && this.enclosingStatement(this.regionOf[component], expression.index);
    return { ...enclosing, statement, expression };
  }

  /** Where the expressions of a part are written: a gradient's where it stands itself. −1 is for what is in no part. */
  enclosingBody(region: number): Pick<Provenance, 'module' | 'body'> {
    let innerRegion = region;
    while (innerRegion >= 0 && this.regions[innerRegion].source.kind === 'gradient')
      innerRegion = this.parentRegion[innerRegion];
    if (innerRegion < 0) return { module: this.#snapshot.module };
    const { source, module } = this.regions[innerRegion];
    return { module, body: source.kind === 'call' ? source.definition : undefined };
  }

  /** The statement of the file that a component belongs to; undefined where it belongs to none. */
  owningStatement(component: number): Statement | undefined {
    const namedStatement =
      this.#componentGraph.namedStatementOf(this.#componentGraph.nodes[component]) ??
      this.paramAt(component)?.statement;
    if (namedStatement) return namedStatement;
    const outermostRegion = this.#outermostRegion(this.regionOf[component]);
    if (outermostRegion >= 0) return this.statementOfRegion(outermostRegion);
    const expression = this.#snapshot.model.sourceMap.expressionIndexOf(this.#componentGraph.nodes[component]);
    return expression === undefined ? undefined : this.enclosingStatement(-1, expression);
  }

  /** The statement in which the maker of a part stands, in the body of a function for one inside of a call. */
  statementOfRegion(region: number): Statement | undefined {
    const { source } = this.regions[region];
    if (source.kind === 'const') return undefined;
    return this.enclosingStatement(this.parentRegion[region], source.expressionIndex);
  }

  /** The statement around an expression that is written in a part; −1 stands for the model itself. */
  enclosingStatement(region: number, expression: number): Statement | undefined {
    if (region < 0) return this.#snapshot.tree.statements[this.#statementOf[expression]];
    const { module, body } = this.enclosingBody(region);
    const found = lastStatementUpTo(body?.body ?? module.tree.statements, expression);
    return found && expression < found.last ? found : undefined;
  }

  #outermostRegion(region: number): number {
    let outerRegion = region;
    while (outerRegion >= 0 && this.parentRegion[outerRegion] >= 0) outerRegion = this.parentRegion[outerRegion];
    return outerRegion;
  }

  /** The expression that a component was made for, also where it has a name. */
  expressionOf(component: number): LocatedExpression | undefined {
    const index = this.#snapshot.model.sourceMap.expressionIndexOf(this.#componentGraph.nodes[component]);
    return index === undefined
      ? undefined
      : this.enclosingBody(this.regionOf[component]).module.tree.expressionAt(index);
  }

  #namingStatement(component: number): Statement | undefined {
    return (
      this.#componentGraph.namedStatementOf(this.#componentGraph.nodes[component]) ?? this.#localDefinition(component)
    );
  }

  /** The definition in a body, or in another file, whose whole value a component is. */
  #localDefinition(component: number) {
    const region = this.regionOf[component];
    if (region < 0 || this.regions[region].source.kind === 'gradient') return undefined;
    const index = this.#snapshot.model.sourceMap.expressionIndexOf(this.#componentGraph.nodes[component]);
    const statement = index === undefined ? undefined : this.enclosingStatement(region, index);
    return statement && isDefinition(statement) && indexIn(statement, statement.value) === index
      ? statement
      : undefined;
  }

  /** The statement of a body that made a param of this name. */
  #inlinedStatement(component: number, name: string): Statement | undefined {
    const { body } = this.enclosingBody(this.regionOf[component]);
    if (body === undefined) return undefined;
    let byName = this.#bodies.get(body);
    if (byName === undefined) {
      byName = new Map(body.body.filter(isValueDefinition).map((statement) => [statement.name.name, statement]));
      this.#bodies.set(body, byName);
    }
    return byName.get(name.slice(name.lastIndexOf('.') + 1));
  }
}

/** The last of some statements, in the order of the text, whose expressions begin at or before a place. */
function lastStatementUpTo(statements: readonly Statement[], expression: number): Statement | undefined {
  return statements[partitionPoint(statements, ({ first }) => first > expression) - 1];
}
