/** The reverse pass of a program as a document of the language: it reads like a lesson, and evaluates to the same numbers. */

import * as l10n from '@vscode/l10n';
import { adjointOf, type Gradient } from '../engine/autodiff/differentiate.ts';
import { constant } from '../engine/ir/constant.ts';
import type { Operator } from '../engine/ir/operator.ts';
import type { NodeId, Program } from '../engine/ir/program.ts';
import type { Values } from '../engine/ir/values.ts';
import { full } from '../engine/operators/layout/constructors.ts';
import { expand, sumTo } from '../engine/operators/layout/shaping.ts';
import { leaf } from '../engine/operators/leaves.ts';
import { truncate } from '../language/base/truncate.ts';
import { alignComments, type Line } from './alignComments.ts';
import { BackwardNames } from './backwardNames.ts';
import { BackwardWriter } from './backwardWriter.ts';
import { type GradientFlow, ReversePass } from './reversePass.ts';
import type { Keyword, SourceStatement } from './sourceStatements.ts';

/** What a document tells of. */
export interface BackwardSubject {
  /** Whose reverse pass it is. */
  readonly title: string;
  readonly program: Program;
  readonly gradient: Gradient;
  readonly values: Values;
  /** In the order of their nodes. */
  readonly statements: readonly SourceStatement[];
}

export interface BackwardDocument {
  readonly text: string;
  /** The node that each name in it has the value of. */
  readonly nodes: ReadonlyMap<string, NodeId>;
}

export function backwardDocument(subject: BackwardSubject): BackwardDocument {
  const builder = new DocumentBuilder(subject);
  const text = builder.sections().join('\n\n');
  return { text: `${text}\n`, nodes: builder.writer.nodes };
}

/** In UTF-16 units: of a longer definition a comment shows the beginning, and a longer sum is taken in parts. */
const maxCommentLength = 80;
const maxSumLength = 100;

/** Tells of a subject from the leaves to the root, and back. */
class DocumentBuilder {
  readonly writer: BackwardWriter;
  readonly #subject: BackwardSubject;
  readonly #program: Program;
  /** The nodes that the root is made of, in order. */
  readonly #forward: readonly NodeId[];
  readonly #statements: ReadonlyMap<NodeId, SourceStatement>;
  readonly #pass: ReversePass;
  readonly #names: BackwardNames;
  /** Those of them that have a name, and so a line. */
  readonly #defined: readonly NodeId[];
  /** The lines of the forward pass, by the nodes that they define. */
  readonly #definitions = new Map<NodeId, string>();
  /** The names of what came back to each node so far, of those to which more than one consumer hands back. */
  readonly #contributions = new Map<NodeId, string[]>();
  /** How much comes back to each node. */
  readonly #contributionCounts = new Map<NodeId, number>();

  constructor(subject: BackwardSubject) {
    const { program, gradient, values, statements } = subject;
    this.#subject = subject;
    this.#program = program;
    this.#forward = nodesReaching(program, gradient.root);
    this.#statements = new Map(statements.map((statement) => [statement.node, statement]));
    this.#pass = new ReversePass(program, gradient, this.#forward);
    this.#names = new BackwardNames(program, gradient, this.#forward, statements);
    this.#defined = this.#forward.filter((node) => this.#names.nameOf(node) !== undefined);
    this.writer = new BackwardWriter(program, values, this.#pass, this.#names, [
      ...this.#defined.map((node) => ({ node, forwardNode: node })),
      ...this.#pass.flows.map(({ node, consumer, upstream }) => ({ node, forwardNode: consumer, upstream })),
    ]);
    for (const { operand } of this.#pass.flows)
      this.#contributionCounts.set(operand, (this.#contributionCounts.get(operand) ?? 0) + 1);
  }

  /** The parts of the document, between which there are blank lines. */
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
    const root = this.#nameOf(this.#subject.gradient.root);
    const { flows } = this.#pass;
    const flow = flows.find(({ operand }) => this.#statements.has(operand)) ?? flows.at(0);
    const title = this.#subject.title.replace(/\s+/g, ' ');
    return [
      l10n.t`The reverse pass of ${title}: forward to ${root}, then back, one operator at a time.`,
      flow
        ? l10n.t`${this.#names.adjointName(flow.operand)} stands for ${this.#names.symbolOf(flow.operand)}: each line of the backward pass multiplies a known gradient by one local gradient.`
        : l10n.t`${root} does not depend on any param, so no gradient flows back.`,
    ]
      .map((sentence) => `# ${sentence}`)
      .join('\n');
  }

  /** Whether a node stands among what the document starts from: leaves, and consts that depend on none. */
  #isInput(node: NodeId): boolean {
    if (this.#program.operator(node) === leaf) return true;
    return this.#keywordOf(node) !== '' && adjointOf(this.#subject.gradient, node) === undefined;
  }

  #keywordOf(node: NodeId): Keyword {
    const statement = this.#statements.get(node);
    const operator = this.#program.operator(node);
    return statement?.keyword ?? (operator === leaf || operator === constant ? 'const' : '');
  }

  /** Where parts of a statement have lines of their own, the source stands behind it. */
  #define(nodes: readonly NodeId[]): Line[] {
    const parts = this.#defined.filter((node) => !this.#statements.has(node));
    const splitStatements = new Set(parts.map((node) => this.#names.statementOf(node)));
    return nodes.flatMap((node) => {
      const source = this.#statements.get(node)?.source;
      const comment = this.#program.operator(node) !== leaf && splitStatements.has(node) ? source : undefined;
      const lines = this.writer.define(this.#nameOf(node), { node, forwardNode: node }, comment, this.#keywordOf(node));
      this.#definitions.set(node, lines.at(-1)!.text);
      return lines;
    });
  }

  #seed(): string {
    const { root, adjoints } = this.#subject.gradient;
    const line = this.writer.line(this.#names.adjointName(root), adjoints[root], '1');
    return section(l10n.t`Backward pass: it starts with ${this.#names.symbolOf(root)} = 1.`, [line]);
  }

  /** What each node hands back, from the root on. */
  #groups(): string[] {
    const flows = new Map<NodeId, GradientFlow[]>();
    for (const flow of this.#pass.flows) getOrCreateList(flows, flow.consumer).push(flow);
    return [...flows].flatMap(([consumer, consumerFlows]) => {
      const { localRule } = this.#program.operator(consumer);
      const definition = truncate(this.#definitions.get(consumer)!, maxCommentLength);
      const lines = consumerFlows.flatMap((flow) => this.#contributionLines(flow));
      const completed = consumerFlows.filter(({ operand }, index) =>
        this.#isLastContribution(operand, consumerFlows.slice(index + 1)),
      );
      return [
        section(localRule === undefined ? definition : `${definition}: ${l10n.t(localRule)}.`, lines),
        ...completed.map(({ operand }) => this.#sum(operand)),
      ];
    });
  }

  #contributionLines(flow: GradientFlow): Line[] {
    const { consumer, operand, node, upstream } = flow;
    const root = { node, forwardNode: consumer, upstream };
    const partial = `∂${this.#nameOf(consumer)}/∂${this.#nameOf(operand)}`;
    const isFromRoot = consumer === this.#subject.gradient.root;
    const chain = isFromRoot ? partial : `${this.#names.symbolOf(consumer)} · ${partial}`;
    const comment = this.#isBroadcastSum(flow)
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
    getOrCreateList(this.#contributions, operand).push(name);
    return this.writer.define(name, root, comment);
  }

  /** Whether it is for a broadcast, and not by the operator's own rule, that what flows back is summed up. */
  #isBroadcastSum({ consumer, node, upstream }: GradientFlow): boolean {
    const isSum = this.#program.operator(this.#pass.unwrap(node, upstream)) === sumTo;
    return isSum && !broadcastOperators.has(this.#program.operator(consumer));
  }

  /** Whether all of several returns to a node are there, and none of these is yet to come. */
  #isLastContribution(operand: NodeId, laterFlows: readonly GradientFlow[]): boolean {
    const expected = this.#contributionCounts.get(operand)!;
    const isReceived = this.#contributions.get(operand)?.length === expected;
    return expected > 1 && isReceived && laterFlows.every((flow) => flow.operand !== operand);
  }

  /** The adjoint of a node that is used more than once, in as many lines as that takes. */
  #sum(node: NodeId): string {
    const terms = this.#contributions.get(node)!;
    const sums = partialSums(this.#program, adjointOf(this.#subject.gradient, node)!, terms.length);
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

/** A node and all that it is made of, in order; a leaf is made of nothing. */
export function nodesReaching(program: Program, root: NodeId): readonly NodeId[] {
  const isReaching = new Uint8Array(root + 1);
  isReaching[root] = 1;
  for (let node = root; node >= 0; node--) {
    if (isReaching[node] === 0 || program.operator(node) === leaf) continue;
    for (const operand of program.operands(node)) isReaching[operand] = 1;
  }
  return Array.from(isReaching.keys()).filter((node) => isReaching[node] === 1);
}

/** The nodes of the sums of the first one, two, … of so many terms, of which a node is the sum. */
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
