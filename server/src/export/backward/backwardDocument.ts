/**
 * The backward pass of a program as an annotated document in the `.bp` language, which evaluates to the same numbers.
 */

import * as l10n from '@vscode/l10n';
import { adjointOf, type BackwardPass } from '../../engine/autodiff/differentiate.ts';
import { constant } from '../../engine/ir/constant.ts';
import type { Operator } from '../../engine/ir/operator.ts';
import type { NodeId, Program } from '../../engine/ir/program.ts';
import type { Values } from '../../engine/ir/values.ts';
import { full } from '../../engine/operators/shapes/constructors.ts';
import { expand, sumTo } from '../../engine/operators/shapes/shaping.ts';
import { truncate } from '../../language/text/truncate.ts';
import type { DeclarationKeyword, NamedNode } from '../namedNodes.ts';
import { alignComments, type Line } from './alignComments.ts';
import { BackwardNames } from './backwardNames.ts';
import { BackwardWriter } from './backwardWriter.ts';
import { isInputOperator } from './inputOperators.ts';
import { type Contribution, SimplifiedBackwardPass } from './simplifiedBackwardPass.ts';

/** Input of a document. */
export interface BackwardSubject {
  /** Name of the model. */
  readonly title: string;
  readonly program: Program;
  readonly backwardPass: BackwardPass;
  readonly values: Values;
  /** In node order. */
  readonly statements: readonly NamedNode[];
}

export interface BackwardDocument {
  readonly text: string;
  /** The node whose value each name in the document has. */
  readonly nodes: ReadonlyMap<string, NodeId>;
}

export function backwardDocument(subject: BackwardSubject): BackwardDocument {
  const builder = new DocumentBuilder(subject);
  const text = builder.sections().join('\n\n');
  return { text: `${text}\n`, nodes: builder.writer.nodes };
}

/** In UTF-16 units: a longer definition is truncated in its comment, a longer sum is split into partial sums. */
const maxCommentLength = 80;
const maxSumLength = 100;

/** Writes the forward pass, then the backward pass. */
class DocumentBuilder {
  readonly writer: BackwardWriter;
  readonly #subject: BackwardSubject;
  readonly #program: Program;
  /** The nodes that the root depends on, in order. */
  readonly #forward: readonly NodeId[];
  readonly #statements: ReadonlyMap<NodeId, NamedNode>;
  readonly #simplified: SimplifiedBackwardPass;
  readonly #names: BackwardNames;
  /** The nodes of `#forward` that have a name, and thus a line. */
  readonly #defined: readonly NodeId[];
  /** The line that defines each node of the forward pass. */
  readonly #definitions = new Map<NodeId, string>();
  /** Names of the contributions written so far, for nodes with more than one. */
  readonly #contributionNames = new Map<NodeId, string[]>();
  /** Number of contributions to each node. */
  readonly #contributionCounts = new Map<NodeId, number>();

  constructor(subject: BackwardSubject) {
    const { program, backwardPass, values, statements } = subject;
    this.#subject = subject;
    this.#program = program;
    this.#forward = nodesReaching(program, backwardPass.root);
    this.#statements = new Map(statements.map((statement) => [statement.node, statement]));
    this.#simplified = new SimplifiedBackwardPass(program, backwardPass, this.#forward);
    this.#names = new BackwardNames(program, backwardPass, this.#forward, statements);
    this.#defined = this.#forward.filter((node) => this.#names.nameOf(node) !== undefined);
    this.writer = new BackwardWriter(program, values, this.#simplified, this.#names, [
      ...this.#defined.map((node) => ({ node, forwardNode: node })),
      ...this.#simplified.contributions.map(({ node, consumer, upstream }) => ({
        node,
        forwardNode: consumer,
        upstream,
      })),
    ]);
    for (const { operand } of this.#simplified.contributions)
      this.#contributionCounts.set(operand, (this.#contributionCounts.get(operand) ?? 0) + 1);
  }

  /** The sections of the document, to be separated by blank lines. */
  sections(): string[] {
    const leaves = this.#defined.filter((node) => this.#isInput(node));
    const computed = this.#defined.filter((node) => !this.#isInput(node));
    return [
      this.#header(),
      ...(leaves.length > 0 ? [section(l10n.t('Inputs.'), this.#define(leaves))] : []),
      section(l10n.t('Forward pass.'), this.#define(computed)),
      this.#seed(),
      ...this.#groups(),
    ];
  }

  #header(): string {
    const root = this.#nameOf(this.#subject.backwardPass.root);
    const { contributions } = this.#simplified;
    const first = contributions.find(({ operand }) => this.#statements.has(operand)) ?? contributions.at(0);
    const title = this.#subject.title.replace(/\s+/g, ' ');
    return [
      l10n.t`The backward pass of ${title}: forward to ${root}, then back, one operator at a time.`,
      first
        ? l10n.t`${this.#names.adjointName(first.operand)} stands for ${this.#names.symbolOf(first.operand)}: each line of the backward pass multiplies a known gradient by one local gradient.`
        : l10n.t`${root} does not depend on any param, so no gradient flows back.`,
    ]
      .map((sentence) => `# ${sentence}`)
      .join('\n');
  }

  /** True if a node belongs to the inputs: a leaf, or a const or data value without an adjoint. */
  #isInput(node: NodeId): boolean {
    if (isInputOperator(this.#program.operator(node))) return true;
    return this.#keywordOf(node) !== '' && adjointOf(this.#subject.backwardPass, node) === undefined;
  }

  #keywordOf(node: NodeId): DeclarationKeyword {
    const statement = this.#statements.get(node);
    const operator = this.#program.operator(node);
    if (isInputOperator(operator)) return statement?.keyword || 'const';
    return statement?.keyword ?? (operator === constant ? 'const' : '');
  }

  /** A statement that is split into several lines gets its source as a comment. */
  #define(nodes: readonly NodeId[]): Line[] {
    const parts = this.#defined.filter((node) => !this.#statements.has(node));
    const splitStatements = new Set(parts.map((node) => this.#names.statementOf(node)));
    return nodes.flatMap((node) => {
      const source = this.#statements.get(node)?.source;
      const comment = !isInputOperator(this.#program.operator(node)) && splitStatements.has(node) ? source : undefined;
      const lines = this.writer.define(this.#nameOf(node), { node, forwardNode: node }, comment, this.#keywordOf(node));
      this.#definitions.set(node, lines.at(-1)!.text);
      return lines;
    });
  }

  #seed(): string {
    const { root, adjoints } = this.#subject.backwardPass;
    const line = this.writer.line(this.#names.adjointName(root), adjoints[root], '1');
    return section(l10n.t`Backward pass: it starts with ${this.#names.symbolOf(root)} = 1.`, [line]);
  }

  /** The contributions of each node to its operands, from the root back. */
  #groups(): string[] {
    const byConsumer = new Map<NodeId, Contribution[]>();
    for (const contribution of this.#simplified.contributions)
      getOrCreateList(byConsumer, contribution.consumer).push(contribution);
    return [...byConsumer].flatMap(([consumer, ofConsumer]) => {
      const { gradientDoc } = this.#program.operator(consumer);
      const definition = truncate(this.#definitions.get(consumer)!, maxCommentLength);
      const lines = ofConsumer.flatMap((contribution) => this.#contributionLines(contribution));
      const completed = ofConsumer.filter(({ operand }, index) =>
        this.#isLastContribution(operand, ofConsumer.slice(index + 1)),
      );
      return [
        section(gradientDoc === undefined ? definition : `${definition}: ${l10n.t(gradientDoc)}.`, lines),
        ...completed.map(({ operand }) => this.#sum(operand)),
      ];
    });
  }

  #contributionLines(contribution: Contribution): Line[] {
    const { consumer, operand, node, upstream } = contribution;
    const root = { node, forwardNode: consumer, upstream };
    const partial = `∂${this.#nameOf(consumer)}/∂${this.#nameOf(operand)}`;
    const isFromRoot = consumer === this.#subject.backwardPass.root;
    const chain = isFromRoot ? partial : `${this.#names.symbolOf(consumer)} · ${partial}`;
    const comment = this.#isBroadcastSum(contribution)
      ? l10n.t`${chain}, summed over the copies of ${this.#nameOf(operand)}`
      : chain;
    if (this.#contributionCounts.get(operand) === 1) {
      return this.writer.define(
        this.#names.adjointName(operand),
        root,
        isFromRoot ? comment : `${this.#names.symbolOf(operand)} = ${comment}`,
      );
    }
    const name = this.#names.makeContribution(operand, consumer);
    getOrCreateList(this.#contributionNames, operand).push(name);
    return this.writer.define(name, root, comment);
  }

  /** True if the contribution is summed because of broadcasting, and not by the operator's own rule. */
  #isBroadcastSum({ consumer, node, upstream }: Contribution): boolean {
    const isSum = this.#program.operator(this.#simplified.unwrap(node, upstream)) === sumTo;
    return isSum && !broadcastOperators.has(this.#program.operator(consumer));
  }

  /** True if a node with several contributions has received all of them, with none left among `later`. */
  #isLastContribution(operand: NodeId, later: readonly Contribution[]): boolean {
    const expected = this.#contributionCounts.get(operand)!;
    const isReceived = this.#contributionNames.get(operand)?.length === expected;
    return expected > 1 && isReceived && later.every((contribution) => contribution.operand !== operand);
  }

  /** The adjoint of a node that is used more than once, split into partial sums if it is too long for a line. */
  #sum(node: NodeId): string {
    const terms = this.#contributionNames.get(node)!;
    const sums = partialSums(this.#program, adjointOf(this.#subject.backwardPass, node)!, terms.length);
    const lines: Line[] = [];
    let text = terms[0];
    for (let index = 1; index < terms.length; index++) {
      const extended = `${text} + ${terms[index]}`;
      if (extended.length > maxSumLength && index > 1) {
        const name = this.#names.makePartialSum(node);
        lines.push(this.writer.line(name, sums[index - 1], text));
        text = `${name} + ${terms[index]}`;
      } else text = extended;
    }
    lines.push(this.writer.line(this.#names.adjointName(node), sums[terms.length - 1], text));
    const name = this.#nameOf(node);
    const heading =
      terms.length === 2
        ? l10n.t`${name} is used twice, so its gradient is the sum of both contributions.`
        : l10n.t`${name} is used ${terms.length} times, so its gradient is the sum of their contributions.`;
    return section(heading, lines);
  }

  #nameOf(node: NodeId): string {
    return this.#names.nameOf(node)!;
  }
}

/** Operators whose own rule sums over copies. */
const broadcastOperators: ReadonlySet<Operator> = new Set([expand, full]);

/** A node and all nodes that it depends on, in order; an input depends on nothing. */
export function nodesReaching(program: Program, root: NodeId): readonly NodeId[] {
  const isReaching = new Uint8Array(root + 1);
  isReaching[root] = 1;
  for (let node = root; node >= 0; node--) {
    if (isReaching[node] === 0 || isInputOperator(program.operator(node))) continue;
    for (const operand of program.operands(node)) isReaching[operand] = 1;
  }
  return Array.from(isReaching.keys()).filter((node) => isReaching[node] === 1);
}

/** The nodes of the sums of the first 1, 2, … `count` terms; the last one is `sum`. */
function partialSums(program: Program, sum: NodeId, count: number): readonly NodeId[] {
  const sums = [sum];
  for (let terms = count; terms > 1; terms--) sums.push(program.operand(sums.at(-1)!, 0));
  return sums.reverse();
}

function getOrCreateList<Item>(lists: Map<NodeId, Item[]>, node: NodeId): Item[] {
  const existing = lists.get(node);
  if (existing) return existing;
  const list: Item[] = [];
  lists.set(node, list);
  return list;
}

function section(heading: string, lines: readonly Line[]): string {
  return [`# ${heading}`, ...alignComments(lines)].join('\n');
}
