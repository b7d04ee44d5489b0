/** Descriptions of visible nodes and groups: name, symbol, kind and source location. */

import type { GraphGroup, GraphNode } from '../../../protocol/panel/graph.ts';
import type { TextRange } from '../../../protocol/shared/textRange.ts';
import { elementsSizeOf } from '../display/elementLines.ts';
import { formatDimensions } from '../display/quantity.ts';
import { constant } from '../engine/ir/constant.ts';
import type { NodeId } from '../engine/ir/program.ts';
import { stack } from '../engine/operators/shapes/joining.ts';
import type { RegionSource } from '../language/lowering/sourceMap.ts';
import { isModelFile } from '../language/names/modules/module.ts';
import { isDefinition, isValueDefinition, labelOf, rangeIn } from '../language/syntax/ast.ts';
import { excerptOf } from '../language/text/excerpt.ts';
import type { Range } from '../language/text/lines.ts';
import { truncate } from '../language/text/truncate.ts';
import { literalValueOf } from '../snapshot/literalValue.ts';
import type { Snapshot } from '../snapshot/snapshot.ts';
import { chunkLabel } from './chunkLabel.ts';
import type { DisplayIds } from './displayIds.ts';
import type { ExpandedGraph } from './expandedGraph.ts';
import { type Group, type Item, lastRegion, repeatCount, vertexCount } from './groups.ts';
import { listSymbol, symbolOf } from './nodeSymbols.ts';
import type { NodeOutputs } from './outputs.ts';
import type { Provenance, ProvenanceTable } from './provenance.ts';

/** In UTF-16 units: maximum length of a source shown inside a node. */
const maxSymbolLength = 16;

/** In UTF-16 units: maximum length of a statement's expression shown inside a box. */
const maxStatementLength = 20;

export class NodeDescriptions {
  readonly #snapshot: Snapshot;
  readonly #expandedGraph: ExpandedGraph;
  readonly #provenanceTable: ProvenanceTable;
  readonly #ids: DisplayIds;

  constructor(snapshot: Snapshot, expandedGraph: ExpandedGraph, provenanceTable: ProvenanceTable, ids: DisplayIds) {
    this.#snapshot = snapshot;
    this.#expandedGraph = expandedGraph;
    this.#provenanceTable = provenanceTable;
    this.#ids = ids;
  }

  vertex(vertex: number, parent: Group | undefined): GraphNode {
    const node = this.#expandedGraph.programNodes[vertex];
    const provenance = this.#provenanceTable.provenanceOf(vertex);
    return {
      id: this.#ids.vertexId(vertex),
      kind: this.kindOf(vertex),
      name: provenance.name === undefined ? null : truncate(provenance.name),
      symbol: this.symbolOf(vertex, provenance),
      shape: this.#shapeOf(node),
      elementsSize: this.#elementsSizeOf(node),
      parent: this.#idOf(parent),
      range: this.#rangeOf(provenance),
      source: this.#sourceOf(provenance),
      isRoot: node === this.#expandedGraph.root,
      isScrubbable: this.#isScrubbable(node),
      size: 1,
    };
  }

  collapsedGroup(group: Group, parent: Group | undefined, { all, main }: NodeOutputs): GraphNode {
    const provenance = this.provenanceOf(group);
    return {
      id: this.#ids.groupId(group.key),
      kind: 'group',
      name: this.nameOf(group) ?? null,
      symbol: this.symbolOfGroup(group),
      shape: this.#shapeOf(main),
      elementsSize: this.#elementsSizeOf(main),
      parent: this.#idOf(parent),
      range: this.#rangeOfGroup(group),
      source: this.#sourceOf(provenance),
      isRoot: this.#expandedGraph.root !== undefined && all.includes(this.#expandedGraph.root),
      isScrubbable: false,
      size: vertexCount(group),
    };
  }

  expandedGroup(group: Group, parent: Group | undefined): GraphGroup {
    return {
      id: this.#ids.groupId(group.key),
      label: this.#labelOf(group),
      parent: this.#idOf(parent),
      range: this.#rangeOfGroup(group),
    };
  }

  /** The group in the path to a node inside it: `x2 = block`, or `block` for a call within an expression. */
  pathLabel(group: Group): string {
    const label = this.#labelOf(group);
    const name = group.key.kind === 'region' ? this.nameOf(group) : undefined;
    return name === undefined ? label : `${name} = ${label}`;
  }

  /** The provenance of a group: its call, gradient or statement. A chunk has only a module. */
  provenanceOf({ key }: Group): Provenance {
    if (key.kind === 'chunk' || key.kind === 'repeat') return { module: this.#snapshot.module };
    if (key.kind === 'statement') return { module: this.#snapshot.module, statement: key.statement };
    const { source } = this.#provenanceTable.regions[key.region];
    const statement = this.#provenanceTable.statementOfRegion(key.region);
    const enclosing = this.#provenanceTable.enclosingBody(this.#provenanceTable.parentRegion[key.region]);
    const expression = source.kind === 'const' ? undefined : enclosing.module.tree.expressionAt(source.expressionIndex);
    return { ...enclosing, statement, expression };
  }

  #provenanceOfItem(item: Item): Provenance {
    return typeof item === 'number' ? this.#provenanceTable.provenanceOf(item) : this.provenanceOf(item);
  }

  #idOf(group: Group | undefined): string | null {
    return group ? this.#ids.groupId(group.key) : null;
  }

  kindOf(vertex: number): GraphNode['kind'] {
    const node = this.#expandedGraph.programNodes[vertex];
    if (this.#expandedGraph.isLeaf(node)) return this.#provenanceTable.paramAt(vertex) ? 'param' : 'data';
    const isDrawn = this.#snapshot.model.program.operator(node).distribution !== undefined;
    return isDrawn || this.#expandedGraph.hasInputs(vertex) ? 'operator' : 'const';
  }

  symbolOf(vertex: number, { module, expression, name }: Provenance): string {
    const { program } = this.#snapshot.model;
    const node = this.#expandedGraph.consumerOf(vertex);
    const operator = program.operator(node);
    const isInput = this.#expandedGraph.isLeaf(node) || operator === constant;
    if (isInput && name !== undefined) return truncate(name);
    const sourceExpression = expression ?? this.#provenanceTable.expressionOf(vertex);
    if (operator === constant)
      return sourceExpression ? truncate(excerptOf(module.text, sourceExpression.range), maxSymbolLength) : 'const';
    if (sourceExpression?.expression.kind === 'index') {
      const { expression: indexExpression, range } = sourceExpression;
      const { operand } = indexExpression;
      const brackets = {
        start: range.start + operand.offset + operand.length - indexExpression.offset,
        end: range.end,
      };
      return truncate(excerptOf(module.text, brackets), maxSymbolLength);
    }
    const operands = program.operands(node).map((operand) => this.#expandedGraph.inlineNumber(operand));
    return operator === stack && sourceExpression?.expression.kind === 'list'
      ? listSymbol(operands)
      : symbolOf(operator, operands);
  }

  #shapeOf(node: NodeId | undefined): string {
    const shape = node === undefined ? [] : this.#snapshot.model.program.shape(node);
    return shape.length === 0 ? '' : formatDimensions(shape);
  }

  #elementsSizeOf(node: NodeId | undefined): GraphNode['elementsSize'] {
    return (node !== undefined && elementsSizeOf(this.#snapshot.model.program.shape(node))) || null;
  }

  /** True if a node is a single number that is the whole value of its definition in the file. */
  #isScrubbable(node: NodeId): boolean {
    const statement = this.#expandedGraph.namedStatementOf(node);
    const isScalar = this.#snapshot.model.program.shape(node).length === 0;
    return isScalar && statement !== undefined && literalValueOf(statement) !== undefined;
  }

  /** The name of the statement whose whole value the group is, or whose node is in it. */
  nameOf(group: Group): string | undefined {
    if (group.key.kind === 'chunk' || this.#isOfSteps(group)) return undefined;
    const owner = this.#provenanceTable.owningStatement(group.key.kind === 'repeat' ? group.end - 1 : group.start);
    const node = owner ? this.#snapshot.model.statementNodes[owner.id] : -1;
    const vertex = this.#expandedGraph.vertexOf(node);
    const isInGroup = vertex !== undefined && group.start <= vertex && vertex < group.end;
    if (owner && isValueDefinition(owner) && isInGroup) return truncate(labelOf(owner));
    const { statement, expression } = this.provenanceOf(group);
    const isWholeValue = statement && isDefinition(statement) && statement.value === expression?.expression;
    return isWholeValue ? truncate(labelOf(statement)) : undefined;
  }

  /** True for a step of a block, or several in a row. */
  #isOfSteps({ key }: Group): boolean {
    const { regions } = this.#provenanceTable;
    return (key.kind === 'region' || key.kind === 'repeat') && regions[key.region].source.kind === 'step';
  }

  /** For a statement, the expression after its name, which is displayed beside. */
  symbolOfGroup(group: Group): string {
    const { key } = group;
    const { module } = this.#snapshot;
    return key.kind === 'statement' && isDefinition(key.statement)
      ? truncate(excerptOf(module.text, rangeIn(key.statement, key.statement.value)), maxStatementLength)
      : this.#labelOf(group);
  }

  #labelOf(group: Group): string {
    const { key } = group;
    if (key.kind === 'chunk') return chunkLabel(group, key.firstVertex, (item) => this.#provenanceOfItem(item));
    if (key.kind === 'repeat') {
      const { source } = this.#provenanceTable.regions[key.region];
      if (source.kind === 'step') return this.#labelOfSteps(group, source);
      const callee = source.kind === 'call' ? source.definition.name.name : '';
      return `${truncate(callee)} × ${repeatCount(group)}`;
    }
    const step = key.kind === 'region' ? this.#provenanceTable.regions[key.region].source : undefined;
    if (step?.kind === 'step') return `${truncate(step.statement.variable.name)} = ${step.step}`;
    const { module, statement, expression } = this.provenanceOf(group);
    if (expression?.expression.kind === 'call') return truncate(expression.expression.callee.name);
    if (expression) return excerptOf(module.text, expression.range);
    return statement && isValueDefinition(statement) ? truncate(labelOf(statement)) : '';
  }

  /** `t = 1..200`. */
  #labelOfSteps(group: Group, first: RegionSource & { kind: 'step' }): string {
    const last = this.#provenanceTable.regions[lastRegion(group)!].source as RegionSource & { kind: 'step' };
    return `${truncate(first.statement.variable.name)} = ${first.step}..${last.step}`;
  }

  #rangeOfGroup(group: Group): TextRange | null {
    if (group.key.kind !== 'chunk' && group.key.kind !== 'repeat') return this.#rangeOf(this.provenanceOf(group));
    const first = this.#provenanceTable.owningStatement(group.start);
    const last = this.#provenanceTable.owningStatement(group.end - 1);
    return first && last ? this.#textRange({ start: first.start, end: last.end }) : null;
  }

  #rangeOf({ module, statement, expression }: Provenance): TextRange | null {
    const range = expression?.range ?? statement;
    return range && isModelFile(module) ? this.#textRange(range) : null;
  }

  #textRange({ start, end }: Range): TextRange {
    const { lines } = this.#snapshot;
    return { start: lines.positionAt(start), end: lines.positionAt(end) };
  }

  /** The sum of all losses is part of no statement. */
  #sourceOf({ module, statement, expression }: Provenance): string {
    const sourceRange = statement ?? expression?.range;
    return sourceRange ? excerptOf(module.text, sourceRange) : '';
  }
}
