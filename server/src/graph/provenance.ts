/** Where each component of a circuit stands: in which part of the program, in which statement, and what the text calls it there. */

import type { NodeId } from '../engine/ir/program.ts';
import { firstWhere } from '../language/base/partitionPoint.ts';
import type { Param } from '../language/lowering/model.ts';
import type { Part } from '../language/lowering/sourceMap.ts';
import type { Module } from '../language/names/modules.ts';
import {
  type Expression,
  type FunctionDefinition,
  isDefinition,
  isNaming,
  type Statement,
} from '../language/syntax/tree.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import type { Circuit } from './components.ts';

export interface Standing {
  /** The file in which it is written: its text is where the expression and the statement stand. */
  readonly module: Module;
  /** The function in whose body, or head, it is written. */
  readonly body?: FunctionDefinition | undefined;
  /** The innermost statement; undefined where it is written in none, as the sum of all losses, or the default of a parameter. */
  readonly statement?: Statement | undefined;
  /** The expression that it was made for; undefined where the statement stands for it as a whole. */
  readonly expression?: Expression | undefined;
  /** What the text calls it; of a param of a call its full name. */
  readonly name?: string | undefined;
  /** Whether that is its name in the whole file, and not only in a body or in another file. */
  readonly isGlobal?: boolean;
}

export class Standings {
  readonly parts: readonly Part[];
  /** By component the place of the innermost part that made it; −1 where it stands in the file itself. */
  readonly partOf: Int32Array;
  /** By part the place of the one around it; −1 where there is none. */
  readonly around: Int32Array;
  readonly #snapshot: Snapshot;
  readonly #circuit: Circuit;
  /** By node, the param that it is. */
  readonly #params: readonly (Param | undefined)[];
  /** By expression of the file, the place of the statement that it stands in. */
  readonly #statementOf: Int32Array;
  /** The statements of a body, by their names. */
  readonly #bodies = new Map<FunctionDefinition, ReadonlyMap<string, Statement>>();

  constructor(snapshot: Snapshot, circuit: Circuit) {
    this.#snapshot = snapshot;
    this.#circuit = circuit;
    this.parts = snapshot.model.origins.parts;
    const params = new Array<Param | undefined>(snapshot.model.program.length);
    for (const param of snapshot.model.params) params[param.node] = param;
    this.#params = params;
    this.#statementOf = new Int32Array(snapshot.tree.expressionCount).fill(-1);
    snapshot.tree.statements.forEach(({ first, last }, place) => {
      this.#statementOf.fill(place, first, last);
    });
    this.partOf = new Int32Array(circuit.length).fill(-1);
    this.around = new Int32Array(this.parts.length).fill(-1);
    this.#nest();
  }

  #nest(): void {
    const open: number[] = [];
    let next = 0;
    const closeBefore = (node: NodeId): void => {
      while (open.length > 0 && this.parts[open.at(-1)!].end <= node) open.pop();
    };
    const enterUpTo = (node: NodeId): void => {
      for (; next < this.parts.length && this.parts[next].first <= node; next++) {
        closeBefore(this.parts[next].first);
        this.around[next] = open.at(-1) ?? -1;
        if (this.parts[next].end > this.parts[next].first) open.push(next);
      }
      closeBefore(node);
    };
    this.#circuit.nodes.forEach((node, component) => {
      enterUpTo(node);
      this.partOf[component] = open.at(-1) ?? -1;
    });
    enterUpTo(this.#snapshot.model.program.length);
  }

  /** The param that a component is. */
  paramAt(component: number): Param | undefined {
    return this.#params[this.#circuit.nodes[component]];
  }

  /** Whether the text has a name for a component. */
  isNamed(component: number): boolean {
    return this.#naming(component) !== undefined || this.paramAt(component) !== undefined;
  }

  standingOf(component: number): Standing {
    const node = this.#circuit.nodes[component];
    const named = this.#circuit.namingOf(node);
    const param = this.paramAt(component);
    const written = this.writtenIn(this.partOf[component]);
    if (named) return { module: this.#snapshot.module, statement: named, name: named.name.name, isGlobal: true };
    if (param) return { ...written, statement: this.#madeBy(component, param.name), name: param.name, isGlobal: true };
    const local = this.#localNaming(component);
    if (local) return { ...written, statement: local, name: local.name.name };
    const expression = this.expressionOf(component);
    const statement = expression && this.statementAround(this.partOf[component], expression.index);
    return { ...written, statement, expression };
  }

  /** Where the expressions of a part are written: a gradient's where it stands itself. −1 is for what is in no part. */
  writtenIn(part: number): Pick<Standing, 'module' | 'body'> {
    let inner = part;
    while (inner >= 0 && this.parts[inner].maker.kind === 'gradient') inner = this.around[inner];
    if (inner < 0) return { module: this.#snapshot.module };
    const { maker, module } = this.parts[inner];
    return { module, body: maker.kind === 'call' ? maker.definition : undefined };
  }

  /** The statement of the file that a component belongs to; undefined where it belongs to none. */
  ownerOf(component: number): Statement | undefined {
    const named = this.#circuit.namingOf(this.#circuit.nodes[component]) ?? this.paramAt(component)?.statement;
    if (named) return named;
    const outermost = this.#outermost(this.partOf[component]);
    if (outermost >= 0) return this.statementOfPart(outermost);
    const expression = this.#snapshot.model.origins.expressionAt(this.#circuit.nodes[component]);
    return expression === undefined ? undefined : this.statementAround(-1, expression);
  }

  /** The statement in which the maker of a part stands, in the body of a function for one inside of a call. */
  statementOfPart(part: number): Statement | undefined {
    const { maker } = this.parts[part];
    const expression = maker.kind === 'call' ? maker.call : maker.kind === 'gradient' ? maker.gradient : undefined;
    return expression && this.statementAround(this.around[part], expression.index);
  }

  /** The statement around an expression that is written in a part; −1 stands for the model itself. */
  statementAround(part: number, expression: number): Statement | undefined {
    if (part < 0) return this.#snapshot.tree.statements[this.#statementOf[expression]];
    const { module, body } = this.writtenIn(part);
    const found = lastFrom(body?.body ?? module.tree.statements, expression);
    return found && expression < found.last ? found : undefined;
  }

  #outermost(part: number): number {
    let outer = part;
    while (outer >= 0 && this.around[outer] >= 0) outer = this.around[outer];
    return outer;
  }

  /** The expression that a component was made for, also where it has a name. */
  expressionOf(component: number): Expression | undefined {
    const index = this.#snapshot.model.origins.expressionAt(this.#circuit.nodes[component]);
    return index === undefined ? undefined : this.writtenIn(this.partOf[component]).module.tree.expressions[index];
  }

  #naming(component: number): Statement | undefined {
    return this.#circuit.namingOf(this.#circuit.nodes[component]) ?? this.#localNaming(component);
  }

  /** The definition in a body, or in another file, whose whole value a component is. */
  #localNaming(component: number) {
    const part = this.partOf[component];
    if (part < 0 || this.parts[part].maker.kind === 'gradient') return undefined;
    const index = this.#snapshot.model.origins.expressionAt(this.#circuit.nodes[component]);
    const statement = index === undefined ? undefined : this.statementAround(part, index);
    return statement && isDefinition(statement) && statement.value.index === index ? statement : undefined;
  }

  /** The statement of a body that made a param of this name. */
  #madeBy(component: number, name: string): Statement | undefined {
    const { body } = this.writtenIn(this.partOf[component]);
    if (body === undefined) return undefined;
    let byName = this.#bodies.get(body);
    if (byName === undefined) {
      byName = new Map(body.body.filter(isNaming).map((statement) => [statement.name.name, statement]));
      this.#bodies.set(body, byName);
    }
    return byName.get(name.slice(name.lastIndexOf('.') + 1));
  }
}

/** The last of some statements, in the order of the text, whose expressions begin at or before a place. */
function lastFrom(statements: readonly Statement[], expression: number): Statement | undefined {
  return statements[firstWhere(statements, ({ first }) => first > expression) - 1];
}
