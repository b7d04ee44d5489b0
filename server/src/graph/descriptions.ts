/** What is said of each node and each group that is seen: its name, its symbol, its kind, and where it stands in the text. */

import { showDimensions } from '../display/quantity.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { stack } from '../engine/operators/layout/joining.ts';
import { constant } from '../engine/operators/leaves.ts';
import { sourceOf } from '../language/base/excerpt.ts';
import type { Range } from '../language/base/lines.ts';
import { shortened } from '../language/base/truncate.ts';
import { isDefinition, isNaming } from '../language/syntax/tree.ts';
import type { GraphGroup, GraphNode, TextRange } from '../protocol/panel/graph.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { numberLeafOf } from '../training/override.ts';
import type { Circuit } from './components.ts';
import type { Group, Item } from './groups.ts';
import type { Ids } from './ids.ts';
import type { Standing, Standings } from './provenance.ts';
import type { Results } from './results.ts';
import { runLabel } from './runLabel.ts';
import { listSymbol, symbolOf } from './symbols.ts';

/** Characters of a source that stands inside a node. */
const longestSymbol = 16;

export class Descriptions {
  readonly #snapshot: Snapshot;
  readonly #circuit: Circuit;
  readonly #standings: Standings;
  readonly #ids: Ids;

  constructor(snapshot: Snapshot, circuit: Circuit, standings: Standings, ids: Ids) {
    this.#snapshot = snapshot;
    this.#circuit = circuit;
    this.#standings = standings;
    this.#ids = ids;
  }

  component(component: number, parent: Group | undefined): GraphNode {
    const node = this.#circuit.nodes[component];
    const standing = this.#standings.standingOf(component);
    return {
      id: this.#ids.ofComponent(component),
      kind: this.#kindOf(component),
      name: standing.name === undefined ? null : shortened(standing.name),
      symbol: this.#symbolOf(component, standing),
      shape: this.#shapeOf(node),
      parent: this.#idOf(parent),
      range: this.#rangeOf(standing),
      source: this.#sourceOf(standing),
      isRoot: node === this.#circuit.root,
      isScrubbable: this.#isScrubbable(node),
      size: 1,
    };
  }

  /** A group that is folded. */
  folded(group: Group, parent: Group | undefined, { all, main }: Results): GraphNode {
    const standing = this.standingOf(group);
    return {
      id: this.#ids.ofGroup(group.made),
      kind: 'group',
      name: this.#nameOf(group) ?? null,
      symbol: this.#labelOf(group),
      shape: this.#shapeOf(main),
      parent: this.#idOf(parent),
      range: this.#rangeOfGroup(group),
      source: this.#sourceOf(standing),
      isRoot: this.#circuit.root !== undefined && all.includes(this.#circuit.root),
      isScrubbable: false,
      size: group.end - group.start,
    };
  }

  /** The frame around a group that is open. */
  frame(group: Group, parent: Group | undefined): GraphGroup {
    return {
      id: this.#ids.ofGroup(group.made),
      label: this.#labelOf(group),
      parent: this.#idOf(parent),
      range: this.#rangeOfGroup(group),
    };
  }

  /** Where a group stands: the call, the gradient or the statement; a run stands in no one place. */
  standingOf({ made }: Group): Standing {
    if (made.kind === 'run') return { module: this.#snapshot.module };
    if (made.kind === 'statement') return { module: this.#snapshot.module, statement: made.statement };
    const { maker } = this.#standings.parts[made.part];
    const expression = maker.kind === 'call' ? maker.call : maker.kind === 'gradient' ? maker.gradient : undefined;
    const statement = this.#standings.statementOfPart(made.part);
    return { ...this.#standings.writtenIn(this.#standings.around[made.part]), statement, expression };
  }

  #standingOfItem(item: Item): Standing {
    return typeof item === 'number' ? this.#standings.standingOf(item) : this.standingOf(item);
  }

  #idOf(group: Group | undefined): string | null {
    return group ? this.#ids.ofGroup(group.made) : null;
  }

  #kindOf(component: number): GraphNode['kind'] {
    const node = this.#circuit.nodes[component];
    if (this.#circuit.isLeaf(node)) return this.#standings.paramAt(component) ? 'param' : 'data';
    return this.#circuit.isFed(component) ? 'operator' : 'const';
  }

  #symbolOf(component: number, { module, expression, name }: Standing): string {
    const { program } = this.#snapshot.model;
    const node = this.#circuit.consumerOf(component);
    const operator = program.operator(node);
    const isGiven = this.#circuit.isLeaf(node) || operator === constant;
    if (isGiven && name !== undefined) return shortened(name);
    const written = expression ?? this.#standings.expressionOf(component);
    if (operator === constant) return written ? shortened(sourceOf(module.text, written), longestSymbol) : 'const';
    if (written?.kind === 'index') {
      const brackets = { start: written.operand.end, end: written.end };
      return shortened(sourceOf(module.text, brackets), longestSymbol);
    }
    const operands = program.operands(node).map((operand) => this.#circuit.writtenNumber(operand));
    return operator === stack && written?.kind === 'list' ? listSymbol(operands) : symbolOf(operator, operands);
  }

  #shapeOf(node: NodeId | undefined): string {
    const shape = node === undefined ? [] : this.#snapshot.model.program.shape(node);
    return shape.length === 0 ? '' : showDimensions(shape);
  }

  /** One number, which stands in the file and nothing else with it. */
  #isScrubbable(node: NodeId): boolean {
    const statement = this.#circuit.namingOf(node);
    const isScalar = this.#snapshot.model.program.shape(node).length === 0;
    return isScalar && statement !== undefined && numberLeafOf(statement) !== undefined;
  }

  /** The name of the statement that the group is the whole of, or whose node is in it. */
  #nameOf(group: Group): string | undefined {
    if (group.made.kind === 'run') return undefined;
    const owner = this.#standings.ownerOf(group.start);
    const node = owner ? this.#snapshot.model.statementNodes[owner.index] : -1;
    const component = this.#circuit.componentOf(node);
    const isHeld = component !== undefined && group.start <= component && component < group.end;
    if (owner && isNaming(owner) && isHeld) return shortened(owner.name.name);
    const { statement, expression } = this.standingOf(group);
    const isWhole = statement && isDefinition(statement) && statement.value === expression;
    return isWhole ? shortened(statement.name.name) : undefined;
  }

  #labelOf(group: Group): string {
    const { made } = group;
    if (made.kind === 'run') return runLabel(group, made.origin, (item) => this.#standingOfItem(item));
    const { module, statement, expression } = this.standingOf(group);
    if (expression?.kind === 'call') return shortened(expression.callee.name);
    if (expression) return sourceOf(module.text, expression);
    return statement && isNaming(statement) ? shortened(statement.name.name) : '';
  }

  #rangeOfGroup(group: Group): TextRange | null {
    if (group.made.kind !== 'run') return this.#rangeOf(this.standingOf(group));
    const first = this.#standings.ownerOf(group.start);
    const last = this.#standings.ownerOf(group.end - 1);
    return first && last ? this.#textRange({ start: first.start, end: last.end }) : null;
  }

  #rangeOf({ module, statement, expression }: Standing): TextRange | null {
    const range = expression ?? statement;
    return range && module.path === '' ? this.#textRange(range) : null;
  }

  #textRange({ start, end }: Range): TextRange {
    const { lines } = this.#snapshot;
    return { start: lines.positionAt(start), end: lines.positionAt(end) };
  }

  /** The sum of all losses stands in none of their statements. */
  #sourceOf({ module, statement, expression }: Standing): string {
    const written = statement ?? expression;
    return written ? sourceOf(module.text, written) : '';
  }
}
